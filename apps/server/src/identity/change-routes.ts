import { ChangeEmail, ChangeMobile, CodedError, ConfirmChange } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { deviceFrom, needCapability, needSession } from '../security/authentication.ts';
import { askForChange, confirmChange } from './change-details.ts';
import { normaliseEmail, signUpNumber } from './identifier.ts';
import type { Identity } from './identity.ts';
import { signedInOf } from './signed-in.ts';

const BODY_OCTETS = 4 * 1024;

/** A new e-mail address or number for an account. */
export function changeRoutes(app: App, identity: Identity): void {
  const { deps } = identity;
  const route = { onRequest: needSession(deps), bodyLimit: BODY_OCTETS };

  app.post('/v1/account/email', { ...route, schema: { body: ChangeEmail } }, async (request, reply) => {
    const value = normaliseEmail(request.body.email);
    await askForChange(identity, { what: 'email', value }, request);
    return reply.code(202).send();
  });
  app.post('/v1/account/email/confirm', { ...route, schema: { body: ConfirmChange } }, (request, reply) =>
    confirmChange(identity, { what: 'email', code: request.body.code }, { request, reply }),
  );

  app.post('/v1/account/mobile', { ...route, schema: { body: ChangeMobile } }, async (request, reply) => {
    await needOwnDevice(request);
    const value = signUpNumber(request.body.mobile);
    await askForChange(identity, { what: 'mobile', value }, request);
    return reply.code(202).send();
  });
  app.post('/v1/account/mobile/confirm', { ...route, schema: { body: ConfirmChange } }, (request, reply) =>
    confirmChange(identity, { what: 'mobile', code: request.body.code }, { request, reply }),
  );

  /** The number is the way back into an account, so it takes more than a password: a device that could admit another one. */
  async function needOwnDevice(request: FastifyRequest): Promise<void> {
    const device = await deviceFrom(request, deps);
    if (device?.account !== signedInOf(request).account)
      throw new CodedError('forbidden', { needs: 'admit' });
    needCapability(device, 'admit');
  }
}

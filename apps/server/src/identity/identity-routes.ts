import { setTimeout as sleep } from 'node:timers/promises';
import {
  AskKeptKey,
  closed,
  CodedError,
  ConfirmSignUp,
  ForgotPassword,
  Id,
  RegisterPasskey,
  ResetPassword,
  SetPassword,
  SignInPasskey,
  SignInPassword,
  SignUp,
} from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { needSession } from '../security/authentication.ts';
import type { Identity } from './identity.ts';
import { handOutKey, sendKeyCode } from './kept-key.ts';
import {
  passkeysOf,
  registerPasskey,
  registrationOptions,
  removePasskey,
  signInOptions,
  signInPasskey,
} from './passkeys.ts';
import { forgotPassword, resetPassword, setPassword, signInPassword } from './password.ts';
import { revokeSession, sessionsOf, signOut } from './sessions.ts';
import { confirmSignUp, signUp } from './sign-up.ts';
import { sessionView, signedInOf } from './signed-in.ts';

/** Nothing here is long. */
const BODY_OCTETS = 64 * 1024;
/** How long an orderly end waits for notices under way. */
const LAST_NOTICES_MS = 3_000;

const WithId = closed({ id: Id });

/** Sign-up, sign-in, sessions, passwords and passkeys. */
export function identityRoutes(app: App, identity: Identity): void {
  openRoutes(app, identity);
  sessionRoutes(app, identity);
  passkeyRoutes(app, identity);
  finishNotices(app, identity);
}

/** What needs no session. A page of another site must not sign anybody in or up, either. */
function openRoutes(app: App, identity: Identity): void {
  const route = { onRequest: ownPagesOnly(identity), bodyLimit: BODY_OCTETS };
  app.post('/v1/sign-up', { ...route, schema: { body: SignUp } }, async (request, reply) => {
    await signUp(identity, request.body, request.ip);
    return reply.code(202).send();
  });
  app.post('/v1/sign-up/confirm', { ...route, schema: { body: ConfirmSignUp } }, (request, reply) =>
    confirmSignUp(identity, request.body, { request, reply }),
  );
  app.post('/v1/sign-in/password', { ...route, schema: { body: SignInPassword } }, (request, reply) =>
    signInPassword(identity, request.body, { request, reply }),
  );
  app.post('/v1/sign-in/passkey/options', route, () => signInOptions(identity));
  app.post('/v1/sign-in/passkey', { ...route, schema: { body: SignInPasskey } }, (request, reply) =>
    signInPasskey(identity, request.body, { request, reply }),
  );
  app.post('/v1/forgot-password', { ...route, schema: { body: ForgotPassword } }, async (request, reply) => {
    await forgotPassword(identity, request.body, request.ip);
    return reply.code(202).send();
  });
  app.post('/v1/forgot-password/confirm', { ...route, schema: { body: ResetPassword } }, (request, reply) =>
    resetPassword(identity, request.body, { request, reply }),
  );
}

function sessionRoutes(app: App, identity: Identity): void {
  const evenClosed = {
    onRequest: needSession(identity.deps, { beforeSignInMethod: true, whileClosed: true }),
    bodyLimit: BODY_OCTETS,
  };
  const any = { onRequest: needSession(identity.deps, { beforeSignInMethod: true }), bodyLimit: BODY_OCTETS };
  const full = { onRequest: needSession(identity.deps) };
  app.get('/v1/session', evenClosed, (request) => sessionView(identity.deps, signedInOf(request)));
  app.post('/v1/sign-out', evenClosed, async (request, reply) => {
    await signOut(identity, { request, reply });
    return reply.code(204).send();
  });
  app.post('/v1/password', { ...any, schema: { body: SetPassword } }, (request, reply) =>
    setPassword(identity, request.body, { request, reply }),
  );
  app.post('/v1/kept-key/code', full, async (request, reply) => {
    await sendKeyCode(identity, request);
    return reply.code(202).send();
  });
  app.post('/v1/kept-key', { ...full, schema: { body: AskKeptKey } }, (request) =>
    handOutKey(identity, request.body, request),
  );
  app.get('/v1/sessions', full, (request) => sessionsOf(identity, signedInOf(request)));
  app.delete('/v1/sessions/:id', { ...full, schema: { params: WithId } }, async (request, reply) => {
    await revokeSession(identity, request.params.id, { request, reply });
    return reply.code(204).send();
  });
}

function passkeyRoutes(app: App, identity: Identity): void {
  const any = { onRequest: needSession(identity.deps, { beforeSignInMethod: true }), bodyLimit: BODY_OCTETS };
  const full = { onRequest: needSession(identity.deps) };
  app.get('/v1/passkeys', full, (request) => passkeysOf(identity, signedInOf(request).account));
  app.post('/v1/passkeys/register/options', any, (request) =>
    registrationOptions(identity, signedInOf(request)),
  );
  app.post('/v1/passkeys/register', { ...any, schema: { body: RegisterPasskey } }, async (request, reply) => {
    const passkey = await registerPasskey(identity, request.body, { request, reply });
    return reply.code(201).send(passkey);
  });
  app.delete('/v1/passkeys/:id', { ...full, schema: { params: WithId } }, async (request, reply) => {
    await removePasskey(identity, request.params.id, { request, reply });
    return reply.code(204).send();
  });
}

/** Browsers name the origin of every change; a request without one comes from no browser. @throws CodedError `foreign-origin` */
function ownPagesOnly(identity: Identity) {
  const { origin } = identity.deps.configuration;
  return (request: FastifyRequest): Promise<void> =>
    request.headers.origin === undefined || request.headers.origin === origin
      ? Promise.resolve()
      : Promise.reject(new CodedError('foreign-origin'));
}

/** Before the database closes, what is being said is said: a notice may still need it. */
function finishNotices(app: App, { notices }: Identity): void {
  app.addHook('preClose', async () => {
    await Promise.race([notices.settled(), sleep(LAST_NOTICES_MS, undefined, { ref: false })]);
  });
}

import {
  appendChain,
  readChainPage,
  readSealedKeys,
  type Appended,
  type AppendInput,
} from '@smseal/database';
import type { Poster } from '@smseal/policy';
import { AppendChain, closed, CodedError, Count, type Id, type KeysPage } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { accountOf, needDeviceOrSession } from '../security/authentication.ts';
import { octetsAt, readEntry } from './read-entry.ts';

const ChainQuery = closed({ after: Type.Optional(Count) });
const KeysQuery = closed({ recipient: Type.Optional(Type.Literal('root')) });

/** The devices' chain and the keys that are sealed to its devices. */
export function chainRoutes(app: App, deps: Deps): void {
  const onRequest = needDeviceOrSession(deps);

  app.get('/v1/chain', { onRequest, schema: { querystring: ChainQuery } }, (request) =>
    readChainPage(deps.database, accountOf(request), request.query.after ?? 0),
  );

  app.post('/v1/chain', { onRequest, schema: { body: AppendChain } }, async (request) => {
    const account = accountOf(request);
    const input = readAppend(request, request.body, { account, journal: deps.journal, now: deps.now() });
    const done = await appendChain(deps.database, input);
    tellAppended(deps, account, { ...done, link: input.link });
    return { length: done.length };
  });

  app.get(
    '/v1/keys',
    { onRequest, schema: { querystring: KeysQuery } },
    async (request): Promise<KeysPage> => {
      const recipient = request.query.recipient ?? request.device?.id;
      if (recipient === undefined) throw new CodedError('invalid-request', { at: '/recipient' });
      return { keys: await readSealedKeys(deps.database, accountOf(request), recipient) };
    },
  );
}

function readAppend(
  request: FastifyRequest,
  body: AppendChain,
  { account, journal, now }: Pick<AppendInput, 'account' | 'journal' | 'now'>,
): AppendInput {
  const { device } = request;
  if (device && !device.can.includes('admit')) throw new CodedError('forbidden', { needs: 'admit' });
  if (body.credential !== undefined && body.link !== undefined)
    throw new CodedError('invalid-request', { at: '/credential' });
  const poster: Poster = device ? { type: 'device', device: device.id } : { type: 'session' };
  for (const [place, key] of body.keys.entries()) {
    octetsAt(key.enc, `/keys/${place}/enc`);
    octetsAt(key.sealed, `/keys/${place}/sealed`);
  }
  return {
    account,
    poster,
    entries: body.entries.map(readEntry),
    keys: body.keys,
    credential: body.credential === undefined ? null : octetsAt(body.credential, '/credential'),
    link: body.link ?? null,
    keptKey: body.keptKey ?? null,
    ip: request.ip,
    journal,
    now,
  };
}

/** Removed devices are out from this moment; the others learn that the chain has grown. */
function tellAppended(
  { bus, tokens }: Deps,
  account: Id,
  { length, removed, link }: Appended & { link: Id | null },
): void {
  for (const device of removed) {
    tokens.forget(account, device);
    bus.publish(account, { type: 'removed', device });
  }
  bus.publish(account, { type: 'chain', length });
  if (link) bus.publish(account, { type: 'link', link });
}

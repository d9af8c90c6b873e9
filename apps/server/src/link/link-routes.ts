import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  answerLink,
  findHolder,
  openLink,
  readLink,
  readPendingLinks,
  refuseLink,
  revealLink,
  type Link,
} from '@smseal/database';
import {
  AnswerLink,
  closed,
  CodedError,
  Id,
  LINK_STATES,
  OpenLink,
  RevealLink,
  type LinkOpened,
  type LinkView,
  type PendingLink,
} from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { identifierKey, readIdentifier } from '../identity/identifier.ts';
import { deviceFrom, deviceOf, needCapability, needDevice, sessionFrom } from '../security/authentication.ts';
import { addressPrefix, RateLimit } from '../security/rate-limit.ts';
import { LinkWaiter } from './link-waiter.ts';

const LinkParams = closed({ id: Id });
const ViewQuery = closed({
  wait: Type.Optional(Type.Literal(1)),
  state: Type.Optional(Type.Enum([...LINK_STATES])),
});
/** Each opened link shows up on every device of the account: ten in a row, then one a minute. */
const PER_ACCOUNT = { burst: 10, perSecond: 1 / 60 };
const PER_NETWORK = { burst: 60, perSecond: 1 / 6 };

/** Linking a new device; the protocol is in packages/seal/SPEC.md, this only carries it. */
export function linkRoutes(app: App, deps: Deps): void {
  const waiter = new LinkWaiter(deps);
  app.addHook('preClose', (done) => {
    waiter.close();
    done();
  });
  openRoute(app, deps);
  trustedRoutes(app, deps);

  app.get(
    '/v1/links/:id',
    { schema: { params: LinkParams, querystring: ViewQuery } },
    async (request): Promise<LinkView> => {
      const link = await sideOf(request, request.params.id, deps);
      const { wait, state } = request.query;
      if (wait !== 1 || state === undefined || state !== link.state) return toView(link);
      const gone = new AbortController();
      request.raw.once('close', () => gone.abort());
      return toView(await waiter.untilNot(link, state, gone.signal));
    },
  );

  app.post(
    '/v1/links/:id/reveal',
    { schema: { params: LinkParams, body: RevealLink } },
    async (request, reply) => {
      const { id } = request.params;
      const link = await readLink(deps.database, id, deps.now());
      if (!hasSecret(request, link)) throw new CodedError('unauthenticated');
      await revealLink(deps.database, { link: id, reveal: request.body.reveal, now: deps.now() });
      tell(deps, link);
      return reply.code(204).send();
    },
  );

  app.post('/v1/links/:id/refuse', { schema: { params: LinkParams } }, async (request, reply) => {
    const link = await sideOf(request, request.params.id, deps);
    await refuseLink(deps.database, { link: link.id, now: deps.now() });
    tell(deps, link);
    return reply.code(204).send();
  });
}

function openRoute(app: App, deps: Deps): void {
  const perAccount = new RateLimit(PER_ACCOUNT);
  const perNetwork = new RateLimit(PER_NETWORK);
  const decoyKey = createHash('sha256').update('link decoy').update(deps.configuration.databaseUrl).digest();

  /** The account that is asked for; for an identifier that nobody has, an id that no account has. */
  async function accountFor(request: FastifyRequest, identifier: string | undefined): Promise<Id> {
    if (identifier === undefined) {
      const session = await sessionFrom(request, deps);
      if (!session) throw new CodedError('unauthenticated');
      if (session.closed) throw new CodedError('account-closed');
      return session.account;
    }
    const named = readIdentifier(identifier);
    const decoy = createHmac('sha256', decoyKey).update(identifierKey(named)).digest().subarray(0, 16);
    const holder = await findHolder(deps.database, named);
    return holder?.account ?? decoy.toString('base64url');
  }

  app.post('/v1/links', { schema: { body: OpenLink } }, async (request, reply) => {
    const now = deps.now();
    perNetwork.take(addressPrefix(request.ip), now.getTime());
    const account = await accountFor(request, request.body.identifier);
    perAccount.take(account, now.getTime());
    const id = randomBytes(16).toString('base64url');
    const secret = randomBytes(32);
    const { platform, name, commitment, credential } = request.body;
    const expires = await openLink(deps.database, {
      account,
      id,
      secret: createHash('sha256').update(secret).digest(),
      platform,
      name,
      commitment,
      credential,
      now,
    });
    deps.bus.publish(account, { type: 'link', link: id });
    const opened: LinkOpened = {
      link: id,
      secret: secret.toString('base64url'),
      expires: expires.toISOString(),
    };
    return reply.code(201).send(opened);
  });
}

function trustedRoutes(app: App, deps: Deps): void {
  app.get(
    '/v1/links',
    { onRequest: needDevice(deps) },
    async (request): Promise<{ links: PendingLink[] }> => {
      const links = await readPendingLinks(deps.database, deviceOf(request).account, deps.now());
      return { links: links.map(toPending) };
    },
  );

  app.post(
    '/v1/links/:id/answer',
    { onRequest: needDevice(deps, 'admit'), schema: { params: LinkParams, body: AnswerLink } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      if (request.body.device !== device) throw new CodedError('wrong-author');
      const link = request.params.id;
      await answerLink(deps.database, { account, link, answer: request.body, now: deps.now() });
      deps.bus.publish(account, { type: 'link', link });
      return reply.code(204).send();
    },
  );
}

/** The link, for the new device (its secret) or for a trusted one (its token). @throws CodedError `unauthenticated`, `not-found` */
async function sideOf(request: FastifyRequest, id: Id, deps: Deps): Promise<Link> {
  const link = await readLink(deps.database, id, deps.now());
  if (hasSecret(request, link)) return link;
  const device = await deviceFrom(request, deps);
  if (!device) throw new CodedError('unauthenticated');
  if (device.account !== link.account) throw new CodedError('not-found');
  needCapability(device, 'admit');
  return link;
}

function hasSecret(request: FastifyRequest, link: Link): boolean {
  const secret = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (secret === undefined) return false;
  const digest = createHash('sha256').update(Buffer.from(secret, 'base64url')).digest();
  return timingSafeEqual(digest, link.secret);
}

function tell({ bus }: Deps, { account, id }: Link): void {
  bus.publish(account, { type: 'link', link: id });
}

/** The account stays unsaid until a trusted device has answered: before that, real and unknown look alike. */
function toView({ id, account, state, commitment, answer, reveal }: Link): LinkView {
  return {
    link: id,
    account: answer ? account : null,
    state,
    commitment: commitment.toString('base64url'),
    answer,
    reveal,
  };
}

function toPending({ id, platform, name, commitment, expires, state }: Link): PendingLink {
  return {
    link: id,
    platform,
    name,
    commitment: commitment.toString('base64url'),
    expires: expires.toISOString(),
    state,
  };
}

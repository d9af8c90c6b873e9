import { randomBytes } from 'node:crypto';
import { BatchPoster, membersOf, targetsOf, type BatchesPosted } from '@smseal/database';
import type { UsageDimension } from '@smseal/inventory';
import { PostBatch, PostRequests, RawRequests, type Id, type RequestsAnswer } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needCapability, needDevice } from '../security/authentication.ts';
import { checkBatch, checkRequests } from './check-requests.ts';
import { toRawBatch, toRawRequests } from './raw-forms.ts';
import { acceptCbor, bodyReader } from './two-forms.ts';

const readRequests = bodyReader({ text: PostRequests, raw: RawRequests, toRaw: toRawRequests });

/** Makes the id of a lease. */
export function newLease(): Id {
  return randomBytes(16).toString('base64url');
}

/** Batches come in: one by one from who writes, many with their requests from a gateway. */
export function postingRoutes(app: App, deps: Deps): void {
  const poster = new BatchPoster(deps.database);
  app.post(
    '/v1/outbox/batches',
    { onRequest: needDevice(deps, 'send'), schema: { body: PostBatch } },
    async (request, reply) => {
      const { account, id: author } = deviceOf(request);
      const batch = toRawBatch(request.body);
      checkBatch(batch, author);
      const input = { account, author, batches: [batch], claims: [], newLease: null };
      const posted = await poster.post({ ...input, now: deps.now().getTime() });
      await tell(deps, account, posted);
      return reply.code(202).send({ seq: posted.seq });
    },
  );

  void app.register((scope: App, _options, done) => {
    acceptCbor(scope);
    requestsRoute(scope, deps, poster);
    done();
  });
}

function requestsRoute(app: App, deps: Deps, poster: BatchPoster): void {
  app.post('/v1/outbox/requests', { onRequest: needDevice(deps, 'send') }, async (request, reply) => {
    const device = deviceOf(request);
    const { account, id: author } = device;
    const { batches, claims, lease, cleared = false } = readRequests(request);
    if (lease) needCapability(device, 'deliver');
    checkRequests({ batches, claims, lease }, author);
    const others = lease && batches.some(({ target }) => target !== author);
    const posted = await poster.post({
      account,
      author,
      ...(others ? { sendsFor: await targetsOf(deps.database, { account, device: author }) } : {}),
      batches,
      claims,
      newLease: lease ? newLease : null,
      cleared,
      now: deps.now().getTime(),
    });
    await tell(deps, account, posted);
    const answer: RequestsAnswer = { seq: posted.seq, claims: posted.claims, leases: posted.leases };
    return reply.code(202).send(answer);
  });
}

/** What a batch's texts are for, as far as its priority tells: the most urgent and the least have a name. */
function kindOf(priority: number): UsageDimension<'accepted-texts'> {
  if (priority === 0) return 'codes';
  return priority === 9 ? 'marketing' : 'ordinary';
}

/** Counts what is new, wakes the readers, and the sending devices whose batches are not in their hands already. */
async function tell(
  { bus, database, usage }: Deps,
  account: Id,
  { seq, isNew, leases }: BatchesPosted,
): Promise<void> {
  for (const { priority, count } of isNew)
    usage.count('accepted-texts', kindOf(priority), { account, amount: count });
  if (seq === null || isNew.length === 0) return;
  bus.publish(account, { type: 'changed', head: seq });
  const leased = new Set(leases.map(({ batch }) => batch));
  const waiting = isNew.filter(({ id }) => !leased.has(id));
  const devices = new Set(waiting.map(({ target }) => target));
  const pools = new Set(waiting.filter(({ poolKey }) => poolKey !== null).map(({ target }) => target));
  for (const pool of pools)
    for (const member of await membersOf(database, { account, pool })) devices.add(member);
  for (const target of devices) bus.publish(account, { type: 'outbox', target });
}

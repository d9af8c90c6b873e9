import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { retain } from '@smseal/database';
import type { CompanionsPage, Id, LeaseAnswer, PoolKeys, PostPoolKey } from '@smseal/protocol';
import { batch, contents, gatewaySettings, octets, segment, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-11-22';
let now = Date.parse(`${TODAY}T12:00:00.000Z`);
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

/** An account with two gateways in one pool, a third by itself, and a browser. */
async function pool() {
  now = Date.parse(`${TODAY}T12:00:00.000Z`);
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const browser = await seedDevice(database, account, { can: ['read', 'send', 'configure'] });
  const gateway = () =>
    seedDevice(database, account, { platform: 'gateway', can: ['send', 'deliver', 'write'] });
  const [first, second, third] = [await gateway(), await gateway(), await gateway()];
  const put = (target: Id, members: readonly SeededDevice[], version = 1) =>
    server.call('PUT', `/v1/gateways/${target}/settings`, {
      token: browser.token,
      body: gatewaySettings(browser.id, target, {
        version,
        members: members.map(({ id }) => ({ device: id, wrap: wrap() })),
      }),
    });
  assert.equal((await put(first.id, [first, second])).status, 200);
  return { account, browser, first, second, third, put };
}

type Pool = Awaited<ReturnType<typeof pool>>;

const wrap = () => ({ enc: octets(32), sealed: octets(48) });

function key({ first, second }: Pool, given: Partial<PostPoolKey> = {}): PostPoolKey {
  return {
    id: randomId(),
    pool: first.id,
    generation: 0,
    day: TODAY,
    author: first.id,
    public: octets(32),
    members: [first, second].map(({ id }) => ({ device: id, wrap: wrap() })),
    signature: octets(64),
    ...given,
  };
}

const post = (by: SeededDevice, ...keys: PostPoolKey[]) =>
  server.call('POST', `/v1/pools/${keys[0]?.pool}/keys`, { token: by.token, body: { keys } });
const list = async (by: SeededDevice, { first }: Pool) =>
  (await server.call<PoolKeys>('GET', `/v1/pools/${first.id}/keys`, { token: by.token })).body.keys;

async function refuse(
  work: () => Promise<{ status: number; body: unknown }>,
  status: number,
  code: string,
): Promise<void> {
  const before = await contents(database);
  const answer = await work();
  assert.deepEqual([answer.status, (answer.body as { code?: string }).code], [status, code]);
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
}

test('of a day’s keys the first counts; each member gets its own wrap, who sends gets none', async () => {
  const firm = await pool();
  const { first, second, browser } = firm;
  const [made, late] = [key(firm), key(firm, { author: second.id })];
  assert.equal((await post(first, made)).status, 204);
  assert.equal((await post(second, late)).status, 204);
  for (const [device, own] of [
    [first, made.members[0]?.wrap],
    [second, made.members[1]?.wrap],
    [browser, null],
  ] as const) {
    const { members, ...head } = made;
    const ids = members.map((member) => member.device);
    const view = { ...head, members: ids, holders: ids.toSorted(), wrap: own, until: '2026-12-06' };
    assert.deepEqual(await list(device, firm), [view]);
  }
});

test('only members make keys, for members alone, and in their own name', async () => {
  const firm = await pool();
  const { first, second, third, browser } = firm;
  await refuse(() => post(third, key(firm, { author: third.id })), 403, 'forbidden');
  await refuse(() => post(browser, key(firm, { author: browser.id })), 403, 'forbidden');
  await refuse(() => post(second, key(firm)), 403, 'wrong-author');
  const members = [first, third].map(({ id }) => ({ device: id, wrap: wrap() }));
  await refuse(() => post(first, key(firm, { members })), 422, 'unknown-target');
});

test('a member that comes later is granted keys, and nobody else is', async () => {
  const firm = await pool();
  const { first, second, third, put } = firm;
  const made = key(firm);
  await post(first, made);
  const grants = [{ key: made.id, device: third.id, wrap: wrap() }];
  const grant = (by: SeededDevice) =>
    server.call('POST', `/v1/pools/${first.id}/grants`, { token: by.token, body: { grants } });
  await refuse(() => grant(second), 422, 'unknown-target');
  assert.equal((await put(first.id, [first, second, third], 2)).status, 200);
  assert.equal((await grant(second)).status, 204);
  const [shown] = await list(third, firm);
  assert.deepEqual(shown?.wrap, grants[0]?.wrap);
  assert.equal(shown?.holders.length, 3);
});

test('a gateway obeys the pool that took it in; a pool keeps its first gateway, and takes nobody from another', async () => {
  const firm = await pool();
  const { first, second, third, browser, put } = firm;
  const seen = async (gateway: SeededDevice) =>
    (
      await server.call<{ target?: Id }>('GET', `/v1/gateways/${gateway.id}/settings`, {
        token: gateway.token,
      })
    ).body.target;
  await put(third.id, [third]);
  assert.deepEqual([await seen(second), await seen(third)], [first.id, third.id]);
  await refuse(() => put(third.id, [third, second], 2), 409, 'member-elsewhere');
  await refuse(() => put(third.id, [third, first], 2), 409, 'member-elsewhere');
  await refuse(() => put(first.id, [second], 2), 422, 'invalid-request');
  await refuse(() => put(first.id, [first, browser], 2), 404, 'not-found');
  await put(first.id, [first, second, third], 2);
  assert.equal(await seen(third), first.id);
  // Its own settings wait, and hold again when it has left.
  assert.equal((await put(third.id, [third], 2)).status, 200);
  assert.equal(await seen(third), first.id);
  await put(first.id, [first, second], 3);
  assert.equal(await seen(third), third.id);
});

test('members lease the pool’s batches and report on them; a gateway that is none sees nothing of them', async () => {
  const firm = await pool();
  const { first, second, third, browser } = firm;
  const made = key(firm);
  await post(first, made);
  const sent = batch(browser.id, first.id, { poolKey: made.id, expires: inDays(1) });
  const posted = await server.call('POST', '/v1/outbox/batches', { token: browser.token, body: sent });
  assert.equal(posted.status, 202);
  const lease = async (by: SeededDevice) =>
    (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', { token: by.token, body: { limit: 5 } })).body
      .batches;
  assert.deepEqual(await lease(third), []);
  const [leased] = await lease(second);
  assert.deepEqual([leased?.batch, await lease(first)], [sent, []]);
  const report = (by: SeededDevice, given: object) =>
    server.call('POST', `/v1/outbox/batches/${sent.id}/segments`, {
      token: by.token,
      body: segment(by.id, given),
    });
  const states = [{ index: 0, state: 'submitted' }];
  // A lease is its holder's alone: another member that learns of it may not send under it.
  await refuse(() => report(first, { lease: leased?.lease, states }), 409, 'lease-lost');
  assert.equal((await report(second, { lease: leased?.lease, states })).status, 200);
  // A receipt may come to any of them.
  const sentStates = [{ index: 0, state: 'delivered' }];
  await refuse(() => report(third, { number: 1, states: sentStates }), 409, 'lease-lost');
  assert.equal((await report(first, { number: 1, states: sentStates })).status, 200);
  const read = (by: SeededDevice) => server.call('GET', `/v1/outbox/batches/${sent.id}`, { token: by.token });
  assert.deepEqual(
    [(await read(first)).status, (await read(second)).status, (await read(third)).status],
    [200, 200, 404],
  );
});

const inDays = (days: number) => new Date(now + days * DAY_MS).toISOString();

test('a key is not sealed to beyond its time, for another pool, or beyond what it is kept for', async () => {
  const firm = await pool();
  const { first, third, browser } = firm;
  const made = key(firm);
  await post(first, made);
  const send = (given: object) =>
    server.call('POST', '/v1/outbox/batches', {
      token: browser.token,
      body: batch(browser.id, first.id, { poolKey: made.id, expires: inDays(1), ...given }),
    });
  await refuse(() => send({ poolKey: randomId() }), 409, 'unknown-pool-key');
  await refuse(() => send({ target: third.id }), 409, 'unknown-pool-key');
  await refuse(() => send({ expires: inDays(734) }), 422, 'invalid-request');
  now += 7 * DAY_MS;
  assert.equal((await send({ expires: inDays(1) })).status, 202);
  now += DAY_MS;
  await refuse(() => send({ expires: inDays(1) }), 409, 'unknown-pool-key');
});

test('a day’s key is gone seven days after the last text sealed to it may leave, with every wrap of it', async () => {
  const firm = await pool();
  const { first, browser } = firm;
  const [idle, used] = [key(firm), key(firm, { day: '2026-11-23' })];
  await post(first, idle, used);
  now += DAY_MS;
  await server.call('POST', '/v1/outbox/batches', {
    token: browser.token,
    body: batch(browser.id, first.id, { poolKey: used.id, expires: '2026-12-24T23:59:59.000Z' }),
  });
  const there = async (at: string) => {
    await retain(database, Date.parse(at));
    return (await list(first, firm)).map(({ id }) => id);
  };
  assert.deepEqual(await there('2026-12-06T23:59:59.999Z'), [idle.id, used.id]);
  assert.deepEqual(await there('2026-12-07T00:00:00.000Z'), [used.id]);
  assert.deepEqual(await there('2026-12-31T23:59:59.999Z'), [used.id]);
  assert.deepEqual(await there('2027-01-01T00:00:00.000Z'), []);
  const wraps = await database
    .selectFrom('pool_key_wrap')
    .selectAll()
    .where('account_id', '=', firm.account)
    .execute();
  assert.deepEqual(wraps, []);
});

test('a pool goes on when its first gateway was removed, and with the last one it is gone', async () => {
  const firm = await pool();
  const { account, first, second, browser } = firm;
  const made = key(firm);
  await post(first, made);
  await database
    .updateTable('device')
    .set({ removed: 9, credential: null })
    .where('account_id', '=', account)
    .where('id', '=', first.id)
    .execute();
  const sent = batch(browser.id, first.id, { poolKey: made.id, expires: inDays(1) });
  assert.equal(
    (await server.call('POST', '/v1/outbox/batches', { token: browser.token, body: sent })).status,
    202,
  );
  const { body } = await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', {
    token: second.token,
    body: { limit: 5 },
  });
  assert.deepEqual(
    body.batches.map(({ batch: { id } }) => id),
    [sent.id],
  );
});

test('members see what the others reported of unfinished batches, and who is away; nobody else sees anything', async () => {
  const firm = await pool();
  const { first, second, third, browser } = firm;
  const made = key(firm);
  await post(first, made);
  const sent = batch(browser.id, first.id, { poolKey: made.id, expires: inDays(1) });
  await server.call('POST', '/v1/outbox/batches', { token: browser.token, body: sent });
  const { body: leased } = await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', {
    token: second.token,
    body: { limit: 1 },
  });
  const lease = leased.batches[0]?.lease ?? null;
  const report = (by: SeededDevice, given: object) =>
    server.call('POST', `/v1/outbox/batches/${sent.id}/segments`, {
      token: by.token,
      body: segment(by.id, given),
    });
  await report(second, { lease, states: [{ index: 0, state: 'sent' }] });
  const companions = async (by: SeededDevice, after = '') =>
    (await server.call<CompanionsPage>('GET', `/v1/outbox/companions${after}`, { token: by.token })).body;
  const page = await companions(first);
  assert.deepEqual(
    page.segments.map(({ batch: id, author, number }) => [id, author, number]),
    [[sent.id, second.id, 0]],
  );
  const { targetWrap } = sent;
  assert.deepEqual(page.batches, [{ id: sent.id, target: first.id, poolKey: made.id, targetWrap }]);
  assert.deepEqual(page.absent.toSorted(), [second.id, third.id].toSorted());
  assert.deepEqual((await companions(first, `?after=${page.next}`)).segments, []);
  assert.deepEqual((await companions(second)).segments, []);
  assert.deepEqual((await companions(third)).segments, []);
  await report(second, { number: 1, lease, states: [0, 1].map((index) => ({ index, state: 'delivered' })) });
  assert.deepEqual((await companions(first)).segments, [], 'nothing more is expected of it');
});

test('what a member that is gone had in hand is another’s at once; what one that is there has is not', async (t) => {
  const firm = await pool();
  const { first, second, browser } = firm;
  const made = key(firm);
  await post(first, made);
  const [left, leaving] = [0, 0].map(() =>
    batch(browser.id, first.id, { poolKey: made.id, expires: inDays(1), count: 1 }),
  );
  for (const body of [left, leaving])
    await server.call('POST', '/v1/outbox/batches', { token: browser.token, body });
  const lease = async (by: SeededDevice, given: object = {}) =>
    (
      await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', {
        token: by.token,
        body: { limit: 5, ...given },
      })
    ).body.batches;
  const [held] = await lease(second);
  await server.call('POST', `/v1/outbox/batches/${held?.batch.id}/segments`, {
    token: second.token,
    body: segment(second.id, { lease: held?.lease ?? null, states: [{ index: 0, state: 'submitted' }] }),
  });
  now += 1_000;
  assert.deepEqual(await lease(first), []);
  // At its start a gateway is given again what it held itself, and nothing of the others.
  assert.deepEqual(await lease(first, { resume: true, unfinished: true }), []);
  const here = t.mock.method(server.deps.bus, 'connected', () => Promise.resolve(new Set([second.id])));
  assert.deepEqual(await lease(first, { gone: [second.id] }), []);
  here.mock.restore();
  const taken = await lease(first, { gone: [second.id] });
  assert.deepEqual(
    taken.map(({ batch: { id } }) => id).toSorted(),
    [left?.id, leaving?.id].toSorted(),
    'also what has left, of which something is still to be told',
  );
  assert.deepEqual(await lease(first, { gone: [second.id] }), []);
  const late = await server.call('POST', `/v1/outbox/batches/${leaving?.id}/renew`, {
    token: second.token,
    body: { lease: held?.lease },
  });
  assert.equal(late.status, 409);
});

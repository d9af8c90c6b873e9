import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LEASE_MS, type LeaseAnswer, type PostBatch, type PostRequests } from '@smseal/protocol';
import { contents, envelope, octets } from '../sealed-things.ts';
import { seedDevice, testServer } from '../test-server.ts';
import {
  asCbor,
  claimOn,
  gatewayAccount,
  IN_CBOR,
  NOBODY,
  ownBatch,
  postRequests,
  refuse,
} from './outbox-account.ts';

const START = Date.now();
let now = START;
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

const TAKEN = { outcome: 'taken' };
const rowOf = ({ id }: PostBatch) =>
  database.selectFrom('batch').selectAll().where('id', '=', id).executeTakeFirst();

test('requests are claimed and their texts stored together; the same again changes nothing and answers the same', async () => {
  const account = await gatewayAccount(server);
  const [one, two] = [ownBatch(account, { count: 4 }), ownBatch(account)];
  const body = {
    batches: [one, two],
    claims: [claimOn(one, { count: 2 }), claimOn(one, { first: 2, count: 2 }), claimOn(two)],
  };
  const first = await postRequests(server, account.gateway, body);
  assert.deepEqual([first.status, first.body], [202, { seq: 2, claims: [TAKEN, TAKEN, TAKEN], leases: [] }]);
  const before = await contents(database);
  const again = await postRequests(server, account.gateway, body);
  assert.deepEqual([again.status, again.body], [202, first.body]);
  assert.deepEqual(await contents(database), before);
});

test('a request that comes again is told where its texts are, and they do not leave twice', async () => {
  const account = await gatewayAccount(server);
  const one = ownBatch(account, { count: 3 });
  const known = claimOn(one, { first: 1, count: 2 });
  await postRequests(server, account.gateway, { batches: [one], claims: [known] });
  const two = ownBatch(account, { count: 5 });
  const body = {
    batches: [two],
    claims: [
      { ...known, batch: two.id, first: 1 },
      claimOn(two, { first: 3, count: 1 }),
      { ...known, key: octets(32), batch: two.id, first: 4, count: 1 },
    ],
  };
  const { body: told } = await postRequests(server, account.gateway, body);
  assert.deepEqual(told.claims, [{ outcome: 'replay', batch: one.id, first: 1, count: 2 }, TAKEN, TAKEN]);
  const row = await rowOf(two);
  assert.deepEqual([row?.states.toString('hex'), row?.waiting], ['0007070000', 3]);
  const before = await contents(database);
  assert.deepEqual((await postRequests(server, account.gateway, body)).body, told);
  assert.deepEqual(await contents(database), before);
});

test('a batch of which nothing is left is not stored; another body under a known key is a conflict', async (t) => {
  const account = await gatewayAccount(server);
  const one = ownBatch(account);
  const known = claimOn(one);
  assert.equal(
    (await postRequests(server, account.gateway, { batches: [one], claims: [known] })).status,
    202,
  );
  const before = await contents(database);
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account.account, (signal) => signals.push(signal)));
  const again = async (given: Partial<PostRequests['claims'][number]>) => {
    const other = ownBatch(account);
    const claims = [claimOn(other, { ...known, batch: other.id, ...given })];
    return postRequests(server, account.gateway, { batches: [other], claims, lease: true });
  };
  const replay = await again({});
  const where = { outcome: 'replay', batch: one.id, first: 0, count: one.count };
  assert.deepEqual([replay.status, replay.body], [202, { seq: null, claims: [where], leases: [] }]);
  const conflict = { seq: null, claims: [{ outcome: 'conflict' }], leases: [] };
  assert.deepEqual((await again({ body: octets(32) })).body, conflict);
  assert.deepEqual([await contents(database), signals], [before, []]);
});

test('of requests with one key that come at once, one is taken and the others are told of it', async () => {
  const account = await gatewayAccount(server);
  const second = await seedDevice(database, account.account, {
    platform: 'gateway',
    can: ['send', 'deliver'],
  });
  const [key, body] = [octets(32), octets(32)];
  const answers = await Promise.all(
    Array.from({ length: 24 }, async (_, i) => {
      const device = i % 2 === 0 ? account.gateway : second;
      const own = ownBatch({ ...account, gateway: device }, { count: 1 });
      const other = ownBatch({ ...account, gateway: device }, { count: 1 });
      const claims = [claimOn(own, { key, body }), claimOn(other)];
      return (await postRequests(server, device, { batches: [own, other], claims })).body.claims;
    }),
  );
  const outcomes = answers.map(([claim]) => claim?.outcome).sort();
  assert.deepEqual(outcomes, [...Array<string>(23).fill('replay'), 'taken']);
  assert.ok(answers.every(([, claim]) => claim?.outcome === 'taken'));
  const { seq } = await database
    .selectFrom('account')
    .select('seq')
    .where('id', '=', account.account)
    .executeTakeFirstOrThrow();
  const rows = await database
    .selectFrom('batch')
    .select('seq')
    .where('account_id', '=', account.account)
    .execute();
  assert.deepEqual([seq, rows.length], [25, 25], 'the feed has no gap');
});

test('a gateway takes what it posts at once, and is given the same lease when it asks again', async (t) => {
  const account = await gatewayAccount(server);
  const { gateway } = account;
  const other = await seedDevice(database, account.account, { platform: 'phone', can: ['deliver'] });
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account.account, (signal) => signals.push(signal)));
  const later = new Date(now + 60_000).toISOString();
  const [mine, early, theirs] = [
    ownBatch(account, { count: 2 }),
    ownBatch(account, { notBefore: later }),
    ownBatch(account, { target: other.id }),
  ];
  const body = { batches: [mine, early, theirs], lease: true };
  const { leases } = (await postRequests(server, gateway, body)).body;
  assert.deepEqual(
    leases.map(({ batch, leaseMs }) => [batch, leaseMs]),
    [[mine.id, LEASE_MS]],
  );
  assert.deepEqual(signals, [
    { type: 'changed', head: 3 },
    { type: 'outbox', target: gateway.id },
    { type: 'outbox', target: other.id },
  ]);
  now += 1000;
  const again = (await postRequests(server, gateway, body)).body.leases;
  assert.deepEqual(again, [{ ...leases[0], leaseMs: LEASE_MS - 1000 }]);
  const lease = () =>
    server.call<LeaseAnswer>('POST', '/v1/outbox/lease', { token: gateway.token, body: { limit: 9 } });
  assert.deepEqual((await lease()).body.batches, []);
  const renewal = { token: gateway.token, body: { lease: leases[0]?.lease } };
  assert.equal((await server.call('POST', `/v1/outbox/batches/${mine.id}/renew`, renewal)).status, 200);
  now += LEASE_MS;
  const fresh = (await postRequests(server, gateway, body)).body.leases;
  assert.deepEqual(
    fresh.map(({ batch }) => batch),
    [mine.id, early.id],
  );
  assert.notEqual(fresh[0]?.lease, leases[0]?.lease, 'the old one had lapsed');
});

test('texts begin to leave with the commit, so that nobody is given them again', async () => {
  const account = await gatewayAccount(server);
  const { gateway } = account;
  const [one, known] = [ownBatch(account, { count: 2 }), ownBatch(account, { count: 1 })];
  const claim = claimOn(known);
  await postRequests(server, gateway, { batches: [known], claims: [claim] });
  const claims = [{ ...claim, batch: one.id, first: 1 }];
  const body = { batches: [one], claims, lease: true, cleared: true };
  const { leases } = (await postRequests(server, gateway, body)).body;
  assert.equal(leases.length, 1);
  const row = await database
    .selectFrom('batch')
    .select(['states', 'waiting'])
    .where('id', '=', one.id)
    .executeTakeFirstOrThrow();
  assert.deepEqual([row.states.toString('hex'), row.waiting], ['0207', 0], 'submitted, and one cancelled');
  assert.deepEqual((await postRequests(server, gateway, body)).body.leases, leases, 'the answer was lost');
  now += LEASE_MS;
  const lease = { token: gateway.token, body: { limit: 9 } };
  const { batches } = (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', lease)).body;
  assert.deepEqual(
    batches.map(({ batch }) => batch.id),
    [known.id],
  );
  const unfinished = { ...lease, body: { limit: 9, resume: true, unfinished: true, except: [known.id] } };
  const taken = (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', unfinished)).body.batches;
  assert.deepEqual(
    taken.map(({ states }) => states),
    [['submitted', 'cancelled']],
    'who takes over learns that they may have left',
  );
});

test('CBOR and JSON store the same', async () => {
  const account = await gatewayAccount(server);
  const one = ownBatch(account, { envelope: envelope(1, 4096) });
  const body: PostRequests = { batches: [one], claims: [claimOn(one)], lease: false };
  const options = { token: account.gateway.token, headers: IN_CBOR, body: asCbor(body) };
  const { status } = await server.call('POST', '/v1/outbox/requests', options);
  assert.equal(status, 202);
  const before = await contents(database);
  assert.equal((await postRequests(server, account.gateway, body)).status, 202);
  assert.deepEqual(await contents(database), before, 'it is known');
  assert.equal((await rowOf(one))?.envelope.toString('base64url'), one.envelope);
});

test('what is wrong with one of them refuses all of them', async () => {
  const account = await gatewayAccount(server);
  const stranger = await gatewayAccount(server);
  const { gateway, browser } = account;
  const removed = await seedDevice(database, account.account, { can: ['deliver'] });
  await database
    .updateTable('device')
    .set({ removed: 1, credential: null })
    .where('id', '=', removed.id)
    .execute();
  const good = ownBatch(account, { count: 4 });
  const beside = (given: Partial<PostBatch>): Partial<PostRequests> => ({
    batches: [good, ownBatch(account, given)],
    claims: [claimOn(good)],
  });
  const claims = (...given: PostRequests['claims']) => ({ batches: [good], claims: given });
  const whole = claimOn(good);
  const cases: [string, Partial<PostRequests>, number, string][] = [
    ['another author', beside({ author: browser.id }), 403, 'wrong-author'],
    ['a target of another account', beside({ target: stranger.gateway.id }), 422, 'unknown-target'],
    ['a removed target', beside({ target: removed.id }), 422, 'unknown-target'],
    ['a target that does not deliver', beside({ target: browser.id }), 422, 'unknown-target'],
    ['one that has expired', beside({ expires: new Date(now).toISOString() }), 409, 'batch-expired'],
    ['an old epoch', beside({ epoch: 2 }), 409, 'wrong-epoch'],
    ['a day that is none', beside({ expires: '2026-11-31T00:00:00.000Z' }), 422, 'invalid-request'],
    ['a session’s envelope', beside({ envelope: envelope(2) }), 422, 'not-an-envelope'],
    ['plain text', beside({ envelope: Buffer.from('Hello').toString('base64url') }), 422, 'not-an-envelope'],
    ['a batch twice', { batches: [good, good] }, 422, 'invalid-request'],
    ['no batch', { batches: [] }, 422, 'invalid-request'],
    [
      'too many batches',
      { batches: Array.from({ length: 17 }, () => ownBatch(account)) },
      422,
      'invalid-request',
    ],
    ['a claim outside its batch', claims(claimOn(good, { first: 1 })), 422, 'invalid-request'],
    ['a claim on another batch', claims(claimOn(ownBatch(account))), 422, 'invalid-request'],
    ['an empty claim', claims(claimOn(good, { count: 0 })), 422, 'invalid-request'],
    ['claims that overlap', claims(whole, claimOn(good, { first: 3, count: 1 })), 422, 'invalid-request'],
    [
      'one key twice',
      claims(
        claimOn(good, { count: 1, key: whole.key }),
        claimOn(good, { first: 1, count: 1, key: whole.key }),
      ),
      422,
      'invalid-request',
    ],
    ['too many claims', claims(...Array.from({ length: 1001 }, () => whole)), 422, 'invalid-request'],
    ['a key that is not canonical', claims({ ...whole, key: `${'A'.repeat(42)}B` }), 422, 'invalid-request'],
    ['a field that is not listed', { batches: [good], to: '+48' } as object, 422, 'invalid-request'],
    [
      'a field of a claim that is not listed',
      claims({ ...whole, at: '2026-11-22' } as PostRequests['claims'][number]),
      422,
      'invalid-request',
    ],
  ];
  for (const [name, body, status, code] of cases)
    await test(name, () => refuse(server, () => postRequests(server, gateway, body), status, code));
  await refuse(server, () => postRequests(server, browser, { ...beside({}), lease: true }), 403, 'forbidden');
  const known = { ...claims(whole) };
  assert.equal((await postRequests(server, gateway, known)).status, 202);
  const altered = { batches: [{ ...good, signature: octets(64) }, ownBatch(account)] };
  await refuse(server, () => postRequests(server, gateway, altered), 409, 'batch-conflict');
});

test('who may not send, and what is no CBOR of this form, is refused', async () => {
  const account = await gatewayAccount(server);
  const reader = await seedDevice(database, account.account, { can: ['read', 'deliver'] });
  const body = { batches: [ownBatch(account)], claims: [], lease: false };
  await refuse(server, () => postRequests(server, reader, body), 403, 'forbidden');
  await refuse(server, () => postRequests(server, NOBODY, body), 401, 'unauthenticated');
  const cbor = (octetsOf: Uint8Array) => () =>
    server.call('POST', '/v1/outbox/requests', {
      token: account.gateway.token,
      headers: IN_CBOR,
      body: octetsOf,
    });
  const [batch] = body.batches;
  assert.ok(batch);
  await refuse(server, cbor(Buffer.from([0x9f, 0x01])), 400, 'malformed-body');
  await refuse(server, cbor(Buffer.from([0x9a, 0x06, 0xb9, 0x54, 0x70])), 400, 'malformed-body');
  await refuse(server, cbor(asCbor([])), 422, 'invalid-request');
  await refuse(server, cbor(asCbor({ ...body, note: 'x' })), 422, 'invalid-request');
  const signature = { ...batch, signature: octets(63) };
  await refuse(server, cbor(asCbor({ ...body, batches: [signature] })), 422, 'invalid-request');
  await refuse(server, cbor(Buffer.from(JSON.stringify(body))), 400, 'malformed-body');
  const xml = { token: account.gateway.token, headers: { 'content-type': 'text/xml' }, body: '<a/>' };
  await refuse(server, () => server.call('POST', '/v1/outbox/requests', xml), 415, 'unsupported-media-type');
});

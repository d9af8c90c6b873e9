import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  LEASE_MS,
  type ChangesPage,
  type Id,
  type LeaseAnswer,
  type PostBatch,
  type PostSegment,
  type TextState,
} from '@smseal/protocol';
import { everyMinute } from '../../src/retention/housekeeping.ts';
import { batch as sealed, contents, envelope, octets, segment, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
let now = START;
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

interface Sealed {
  account: Id;
  phone: SeededDevice;
  browser: SeededDevice;
}

async function sealedAccount(): Promise<Sealed> {
  now = START;
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const phone = await seedDevice(database, account, { platform: 'phone', can: ['read', 'send', 'deliver'] });
  const browser = await seedDevice(database, account, { can: ['read', 'send'] });
  return { account, phone, browser };
}

function batch(author: Id, target: Id, given: Partial<PostBatch> = {}): PostBatch {
  return sealed(author, target, { expires: new Date(START + 3_600_000).toISOString(), ...given });
}

const post = (device: SeededDevice, body: unknown) =>
  server.call('POST', '/v1/outbox/batches', { token: device.token, body });
const lease = async (device: SeededDevice, limit = 10) =>
  (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', { token: device.token, body: { limit } })).body
    .batches;
const act = (device: SeededDevice, path: string, body?: unknown) =>
  server.call('POST', `/v1/outbox/batches/${path}`, { token: device.token, ...(body ? { body } : {}) });
const report = (device: SeededDevice, id: Id, body: PostSegment) => act(device, `${id}/segments`, body);

async function statesOf(account: Sealed, id: Id): Promise<TextState[] | undefined> {
  const { body } = await server.call<{ batches: { id: Id; states: TextState[] }[] }>(
    'GET',
    '/v1/outbox/batches?limit=1000',
    { token: account.browser.token },
  );
  return body.batches.find((one) => one.id === id)?.states;
}

async function refuse(
  work: () => Promise<{ status: number; body: Record<string, unknown> }>,
  ...expected: unknown[]
) {
  const before = await contents(database);
  const { status, body } = await work();
  assert.deepEqual([status, body['code']], expected);
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
}

test('a text goes from a browser to the phone, and what became of it comes back', async (t) => {
  const account = await sealedAccount();
  const { phone, browser } = account;
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account.account, (signal) => signals.push(signal)));
  const sent = batch(browser.id, phone.id, { count: 2 });
  assert.equal((await post(browser, sent)).status, 202);
  assert.deepEqual(signals, [
    { type: 'changed', head: 1 },
    { type: 'outbox', target: phone.id },
  ]);
  const [leased, ...more] = await lease(phone);
  assert.ok(leased);
  assert.deepEqual(more, []);
  assert.deepEqual(leased.batch, sent, 'exactly as it was posted');
  assert.deepEqual([leased.states, leased.leaseMs, leased.segments], [['leased', 'leased'], LEASE_MS, []]);
  assert.deepEqual(await lease(phone), [], 'it is leased once');

  const steps = [
    {
      number: 0,
      states: [
        { index: 0, state: 'submitted' },
        { index: 1, state: 'submitted' },
      ],
    },
    {
      number: 1,
      states: [
        { index: 0, state: 'sent' },
        { index: 1, state: 'failed' },
      ],
    },
    { number: 2, states: [{ index: 0, state: 'delivered' }] },
  ] as const;
  for (const { number, states } of steps) {
    const { status } = await report(
      phone,
      sent.id,
      segment(phone.id, { number, lease: leased.lease, states: [...states] }),
    );
    assert.equal(status, 200);
  }
  assert.deepEqual(await statesOf(account, sent.id), ['delivered', 'failed']);
  const feed = await server.call<ChangesPage>('GET', '/v1/changes?since=0', { token: browser.token });
  assert.deepEqual(
    feed.body.changes.map(({ type }) => type),
    ['batch', 'segment', 'segment', 'segment'],
  );
  const row = await database
    .selectFrom('batch')
    .selectAll()
    .where('id', '=', sent.id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(
    [row.target_enc, row.target_sealed, row.lease, row.lease_until],
    [null, null, null, null],
    'a finished batch keeps neither the phone’s wrap nor a time',
  );
});

test('posting the same batch again changes nothing; another one under its id is a conflict', async () => {
  const { phone, browser } = await sealedAccount();
  const sent = batch(browser.id, phone.id);
  await post(browser, sent);
  const before = await contents(database);
  now += 30 * 60_000;
  const again = await post(browser, sent);
  assert.deepEqual([again.status, again.body], [202, { seq: 1 }]);
  assert.deepEqual(await contents(database), before);
  for (const other of [
    { envelope: envelope() },
    { signature: octets(64) },
    { accountWrap: { enc: octets(32), sealed: octets(48) } },
  ])
    await refuse(() => post(browser, { ...sent, ...other }), 409, 'batch-conflict');
});

test('a batch that cannot leave is refused', async () => {
  const { account, phone, browser } = await sealedAccount();
  const removed = await seedDevice(database, account, { can: ['deliver'] });
  await database
    .updateTable('device')
    .set({ removed: 1, credential: null })
    .where('id', '=', removed.id)
    .execute();
  const stranger = (await sealedAccount()).phone;
  const cases: [PostBatch, number, string][] = [
    [batch(browser.id, browser.id), 422, 'unknown-target'],
    [batch(browser.id, removed.id), 422, 'unknown-target'],
    [batch(browser.id, stranger.id), 422, 'unknown-target'],
    [batch(browser.id, randomId()), 422, 'unknown-target'],
    [batch(phone.id, phone.id), 403, 'wrong-author'],
    [batch(browser.id, phone.id, { epoch: 2 }), 409, 'wrong-epoch'],
    [batch(browser.id, phone.id, { expires: new Date(START).toISOString() }), 409, 'batch-expired'],
    [
      batch(browser.id, phone.id, { notBefore: new Date(START + 7_200_000).toISOString() }),
      409,
      'batch-expired',
    ],
    [batch(browser.id, phone.id, { expires: '2026-11-31T00:00:00.000Z' }), 422, 'invalid-request'],
    [batch(browser.id, phone.id, { count: 1001 }), 422, 'invalid-request'],
    [
      batch(browser.id, phone.id, { envelope: Buffer.from('Hello, plain text').toString('base64url') }),
      422,
      'not-an-envelope',
    ],
    [batch(browser.id, phone.id, { envelope: envelope(2) }), 422, 'not-an-envelope'],
  ];
  for (const [body, status, code] of cases) await refuse(() => post(browser, body), status, code);
  await refuse(() => post(browser, { ...batch(browser.id, phone.id), to: '+48' }), 422, 'invalid-request');
  const reader = await seedDevice(database, account, { can: ['read'] });
  await refuse(() => post(reader, batch(reader.id, phone.id)), 403, 'forbidden');
});

test('urgent batches are leased first, then older ones; none before its time or after its end', async () => {
  const { phone, browser } = await sealedAccount();
  const at = (ms: number) => new Date(START + ms).toISOString();
  const names = new Map<Id, string>();
  const add = async (name: string, given: Partial<PostBatch>) => {
    const one = batch(browser.id, phone.id, given);
    names.set(one.id, name);
    assert.equal((await post(browser, one)).status, 202);
  };
  await add('campaign', { priority: 9 });
  await add('person', {});
  await add('later', { notBefore: at(10_000), priority: 0 });
  await add('soon over', { expires: at(5_000), priority: 0 });
  await add('code', { priority: 0 });
  await add('person too', {});
  now += 5_000;
  const leased = await lease(phone, 3);
  assert.deepEqual(
    leased.map(({ batch: { id } }) => names.get(id)),
    ['code', 'person', 'person too'],
  );
  now += 5_000;
  assert.deepEqual(
    (await lease(phone)).map(({ batch: { id } }) => names.get(id)),
    ['later', 'campaign'],
  );
});

test('two requests at once never lease the same batch', async () => {
  const { phone, browser } = await sealedAccount();
  for (let i = 0; i < 12; i++) await post(browser, batch(browser.id, phone.id));
  const leased = (await Promise.all(Array.from({ length: 5 }, () => lease(phone, 4)))).flat();
  assert.equal(leased.length, 12);
  assert.equal(new Set(leased.map(({ batch: { id } }) => id)).size, 12);
});

test('a lease lapses and goes to whoever asks next, with what was reported under it', async () => {
  const { phone, browser } = await sealedAccount();
  const sent = batch(browser.id, phone.id, { count: 2 });
  await post(browser, sent);
  const [first] = await lease(phone);
  assert.ok(first);
  const states = [{ index: 0, state: 'submitted' as const }];
  await report(phone, sent.id, segment(phone.id, { lease: first.lease, states }));
  now += LEASE_MS - 1;
  assert.deepEqual(await lease(phone), []);
  assert.equal((await act(phone, `${sent.id}/renew`, { lease: first.lease })).status, 200);
  now += LEASE_MS;
  await refuse(() => act(phone, `${sent.id}/renew`, { lease: first.lease }), 409, 'lease-lost');
  const [second] = await lease(phone);
  assert.ok(second);
  assert.deepEqual([second.states, second.segments.length], [['submitted', 'leased'], 1]);
  assert.notEqual(second.lease, first.lease);
  const late = segment(phone.id, { number: 1, lease: first.lease, states });
  await refuse(() => report(phone, sent.id, late), 409, 'lease-lost');
  await refuse(() => act(phone, `${sent.id}/release`, { lease: first.lease }), 409, 'lease-lost');
});

test('a device that starts over is given at once what it held, each batch once; another request is not', async () => {
  const { phone, browser } = await sealedAccount();
  for (let i = 0; i < 3; i++) await post(browser, batch(browser.id, phone.id, { count: 2 }));
  const held = await lease(phone);
  now += 1;
  assert.deepEqual(await lease(phone), []);
  const again = await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', {
    token: phone.token,
    body: { limit: 10, resume: true },
  });
  const ids = (batches: LeaseAnswer['batches']) => batches.map(({ batch: { id } }) => id);
  assert.deepEqual(ids(again.body.batches), ids(held));
  const [old, fresh] = [held[0], again.body.batches[0]];
  assert.ok(old && fresh);
  assert.deepEqual(fresh.states, ['leased', 'leased']);
  await refuse(() => act(phone, `${old.batch.id}/renew`, { lease: old.lease }), 409, 'lease-lost');
});

test('a lease given back puts what has not left into the queue again, and there it can be stopped', async () => {
  const account = await sealedAccount();
  const { phone, browser } = account;
  const sent = batch(browser.id, phone.id, { count: 2 });
  await post(browser, sent);
  const [leased] = await lease(phone);
  assert.ok(leased);
  assert.deepEqual((await act(browser, `${sent.id}/cancel`)).body, { states: ['leased', 'leased'] });
  await report(
    phone,
    sent.id,
    segment(phone.id, { lease: leased.lease, states: [{ index: 0, state: 'sent' }] }),
  );
  assert.equal((await act(phone, `${sent.id}/release`, { lease: leased.lease })).status, 204);
  assert.deepEqual(await statesOf(account, sent.id), ['sent', 'queued']);
  assert.deepEqual((await act(browser, `${sent.id}/cancel`)).body, { states: ['sent', 'cancelled'] });
  assert.deepEqual(await lease(phone), []);
  await refuse(() => act(browser, `${randomId()}/cancel`), 404, 'not-found');
});

test('a receipt that comes after the lease is taken from the sending device, and never moves a text back', async () => {
  const account = await sealedAccount();
  const { phone, browser } = account;
  const sent = batch(browser.id, phone.id, { count: 1 });
  await post(browser, sent);
  const [leased] = await lease(phone);
  assert.ok(leased);
  now += 10 * LEASE_MS;
  const say = (number: number, state: TextState) =>
    report(phone, sent.id, segment(phone.id, { number, states: [{ index: 0, state }] }));
  assert.deepEqual((await say(0, 'delivered')).body['states'], ['delivered']);
  assert.deepEqual((await say(1, 'sent')).body['states'], ['delivered'], 'late');
  const other = await seedDevice(database, account.account, { can: ['deliver'] });
  await refuse(() => report(other, sent.id, segment(other.id, { number: 2 })), 409, 'lease-lost');
  await refuse(() => report(phone, sent.id, segment(other.id, { number: 2 })), 403, 'wrong-author');
});

test('a segment is taken once by its number; what no honest device says is refused whole', async () => {
  const account = await sealedAccount();
  const { phone, browser } = account;
  const sent = batch(browser.id, phone.id, { count: 2 });
  await post(browser, sent);
  const early = segment(phone.id, { states: [{ index: 0, state: 'sent' }] });
  await refuse(() => report(phone, sent.id, early), 409, 'forbidden-transition');
  const [leased] = await lease(phone);
  assert.ok(leased);
  const first = segment(phone.id, { number: 3, lease: leased.lease, states: [{ index: 0, state: 'sent' }] });
  const answer = await report(phone, sent.id, first);
  const before = await contents(database);
  assert.deepEqual((await report(phone, sent.id, first)).body, answer.body);
  assert.deepEqual(await contents(database), before);
  const same = await report(phone, sent.id, { ...first, envelope: envelope() });
  assert.deepEqual([same.body['code'], same.body['last']], ['segment-conflict', 3]);
  for (const state of ['queued', 'leased'] as const) {
    const states = [
      { index: 0, state: 'delivered' as const },
      { index: 1, state },
    ];
    const lying = await report(phone, sent.id, segment(phone.id, { number: 4, lease: leased.lease, states }));
    assert.deepEqual(
      [lying.body['code'], lying.body['transition']],
      ['forbidden-transition', `leased→${state}`],
    );
  }
  const beyond = segment(phone.id, { number: 4, states: [{ index: 2, state: 'sent' }] });
  await refuse(() => report(phone, sent.id, beyond), 409, 'forbidden-transition');
  assert.deepEqual(await contents(database), before);
});

test('a batch whose time runs out ends at that tick and not before; readers are told', async (t) => {
  const account = await sealedAccount();
  const { phone, browser } = account;
  const expires = new Date(START + 90_000).toISOString();
  const [queued, held] = [
    batch(browser.id, phone.id, { expires }),
    batch(browser.id, phone.id, { expires, priority: 0 }),
  ];
  await post(browser, queued);
  await post(browser, held);
  await lease(phone, 1);
  const heads: unknown[] = [];
  t.after(server.deps.bus.subscribe(account.account, (signal) => heads.push(signal)));
  now = START + 89_999;
  await everyMinute(server.deps, new Date(now));
  assert.deepEqual(
    [await statesOf(account, queued.id), await statesOf(account, held.id)],
    [
      ['queued', 'queued'],
      ['leased', 'leased'],
    ],
  );
  now = START + 90_000;
  await everyMinute(server.deps, new Date(now));
  assert.deepEqual(
    [await statesOf(account, queued.id), await statesOf(account, held.id)],
    [
      ['expired', 'expired'],
      ['unknown', 'unknown'],
    ],
  );
  assert.deepEqual(heads, [
    { type: 'changed', head: 3 },
    { type: 'changed', head: 4 },
  ]);
  const rows = await database
    .selectFrom('batch')
    .select('lease_until')
    .where('account_id', '=', account.account)
    .execute();
  assert.deepEqual(rows, [{ lease_until: null }, { lease_until: null }], 'no time is left behind');
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type {
  ChangesPage,
  Id,
  PostBatch,
  PostSegment,
  SegmentOutcome,
  SegmentsAnswer,
  TextState,
} from '@smseal/protocol';
import { contents, envelope, octets, segment } from '../sealed-things.ts';
import { randomId, seedDevice, testServer, type SeededDevice } from '../test-server.ts';
import {
  asCbor,
  gatewayAccount,
  IN_CBOR,
  NOBODY,
  ownBatch,
  postRequests,
  refuse,
  type GatewayAccount,
} from './outbox-account.ts';

const server = await testServer({ after });
const { database } = server;

interface Held {
  batch: PostBatch;
  lease: Id;
}

/** Batches in the gateway's hands. */
async function held(account: GatewayAccount, count: number, texts = 2): Promise<Held[]> {
  const batches = Array.from({ length: count }, () => ownBatch(account, { count: texts }));
  const { body } = await postRequests(server, account.gateway, { batches, lease: true });
  return batches.map((batch, place) => ({ batch, lease: body.leases[place]?.lease ?? '' }));
}

const report = (device: SeededDevice, { batch, lease }: Held, given: Partial<PostSegment> = {}) => ({
  batch: batch.id,
  segment: segment(device.id, { lease, ...given }),
});
const say = (...states: TextState[]) => ({ states: states.map((state, index) => ({ index, state })) });

function post(device: SeededDevice, segments: unknown[], beside: object = {}) {
  const body = { segments, ...beside };
  return server.call<SegmentsAnswer & { code?: string }>('POST', '/v1/outbox/segments', {
    token: device.token,
    body,
  });
}

async function statesOf({ batch }: Held): Promise<string | undefined> {
  const row = await database
    .selectFrom('batch')
    .select('states')
    .where('id', '=', batch.id)
    .executeTakeFirst();
  return row?.states.toString('hex');
}

test('what became of texts of many batches is told in one call, and once', async (t) => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const signals: unknown[] = [];
  const batches = await held(account, 3);
  t.after(server.deps.bus.subscribe(account.account, (signal) => signals.push(signal)));
  const [one, two, three] = batches;
  assert.ok(one && two && three);
  const segments = [
    report(gateway, one, say('submitted', 'submitted')),
    report(gateway, two, say('submitted')),
    report(gateway, one, { number: 1, ...say('delivered') }),
    report(gateway, three, say('delivered', 'failed')),
  ];
  const first = await post(gateway, segments);
  assert.deepEqual([first.status, first.body], [200, { seq: 7, outcomes: Array(4).fill('stored') }]);
  assert.deepEqual(signals, [{ type: 'changed', head: 7 }]);
  assert.deepEqual(await Promise.all(batches.map(statesOf)), ['0402', '0201', '0405']);
  const feed = await server.call<ChangesPage>('GET', '/v1/changes?since=3', { token: browser.token });
  assert.deepEqual(
    feed.body.changes.map((change) =>
      change.type === 'segment' ? [change.segment.batch, change.segment.number] : change.type,
    ),
    segments.map((posted) => [posted.batch, posted.segment.number]),
  );
  const before = await contents(database);
  const cbor = { token: gateway.token, headers: IN_CBOR, body: asCbor({ segments }) };
  const again = await server.call<SegmentsAnswer>('POST', '/v1/outbox/segments', cbor);
  assert.deepEqual(again.body, { seq: null, outcomes: Array(4).fill('known') });
  assert.deepEqual([await contents(database), signals.length], [before, 1]);
  const row = await database
    .selectFrom('batch')
    .selectAll()
    .where('id', '=', three.batch.id)
    .executeTakeFirst();
  assert.deepEqual(
    [row?.target_enc, row?.lease, row?.waiting],
    [null, null, 0],
    'a finished batch keeps neither',
  );
});

test('a segment that is refused does not hold up the others', async () => {
  const account = await gatewayAccount(server);
  const stranger = await gatewayAccount(server);
  const { gateway } = account;
  const [one, two] = await held(account, 2);
  const [foreign] = await held(stranger, 1);
  assert.ok(one && two && foreign);
  const twin = report(gateway, two, { number: 3 });
  await post(gateway, [report(gateway, one, { number: 5 })]);
  const { status, body } = await post(gateway, [
    report(gateway, foreign, say('sent')),
    report(gateway, one, { number: 5, signature: octets(64) }),
    report(gateway, one, { number: 6, lease: randomId(), ...say('sent') }),
    report(gateway, one, { number: 7, ...say('sent', 'queued') }),
    report(gateway, one, { number: 8, ...say('sent', 'sent', 'sent') }),
    report(gateway, one, { number: 9, ...say('submitted') }),
    twin,
    twin,
    { ...twin, segment: { ...twin.segment, envelope: envelope() } },
    report(gateway, two, { number: 4, lease: null, ...say('sent') }),
  ]);
  const expected: SegmentOutcome[] = [
    { code: 'not-found' },
    { code: 'segment-conflict', last: 9 },
    { code: 'lease-lost' },
    { code: 'forbidden-transition', transition: 'leased→queued' },
    { code: 'forbidden-transition', transition: 'none→sent' },
    'stored',
    'stored',
    'known',
    { code: 'segment-conflict', last: 4 },
    'stored',
  ];
  assert.deepEqual([status, body.outcomes, body.seq], [200, expected, 6]);
  assert.deepEqual([await statesOf(one), await statesOf(two)], ['0201', '0301']);
  assert.equal(await statesOf(foreign), '0101');
});

test('a call that no honest device makes is refused whole', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const [one] = await held(account, 1);
  assert.ok(one);
  const good = report(gateway, one, say('sent'));
  const bad = (given: Partial<PostSegment>) => [good, report(gateway, one, { number: 1, ...given })];
  const many = Array.from({ length: 257 }, (_, number) => report(gateway, one, { number }));
  const cases: [unknown[], number, string][] = [
    [bad({ author: browser.id }), 403, 'wrong-author'],
    [bad({ envelope: envelope(2) }), 422, 'not-an-envelope'],
    [bad({ envelope: Buffer.from('+48 601').toString('base64url') }), 422, 'not-an-envelope'],
    [bad({ signature: `${'A'.repeat(85)}B` }), 422, 'invalid-request'],
    [bad({ to: '+48' } as object), 422, 'invalid-request'],
    [[], 422, 'invalid-request'],
    [many, 422, 'invalid-request'],
  ];
  for (const [segments, status, code] of cases)
    await refuse(server, () => post(gateway, segments), status, code);
  await refuse(server, () => post(gateway, [good], { at: 'now' }), 422, 'invalid-request');
  await refuse(server, () => post(browser, [report(browser, one)]), 403, 'forbidden');
  await refuse(server, () => post(NOBODY, [good]), 401, 'unauthenticated');
  const removed = await seedDevice(database, account.account, { can: ['deliver'] });
  await database
    .updateTable('device')
    .set({ removed: 1, credential: null })
    .where('id', '=', removed.id)
    .execute();
  await refuse(server, () => post(removed, [report(removed, one)]), 401, 'unauthenticated');
  assert.equal((await post(gateway, many.slice(0, 256))).status, 200);
});

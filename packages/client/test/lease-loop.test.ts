import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { expandBatch, LeaseLoop, type Alarm, type Courier, type OpenedSegment } from '@smseal/client';
import type { Leased, PostBatch, PostSegment, SegmentContent } from '@smseal/protocol';
import { openBatch, openSegment, randomId, sealBatch, type DeviceKeys } from '@smseal/seal';
import { TestAccount } from './account.ts';
import { Refuse, type DoubleServer } from './double-server.ts';
import { MemoryOutbox } from './memory-outbox.ts';

let account: TestAccount;
let phone: DeviceKeys;
let memory: MemoryOutbox;
let alarms: Alarm[];
let due: Leased[];
let posted: PostSegment[];
let released: string[];
let server: DoubleServer;
let now: number;

beforeEach(async () => {
  account = await TestAccount.create();
  phone = await account.admit('phone', 'Pixel');
  memory = new MemoryOutbox();
  alarms = [];
  due = [];
  posted = [];
  released = [];
  now = Date.now();
  server = account.server({
    'POST /v1/outbox/lease': () => ({ batches: due.splice(0) }),
    'POST /v1/outbox/batches/*/segments': ({ body }) => {
      posted.push(body as PostSegment);
      return { seq: 1, states: [] };
    },
    'POST /v1/outbox/batches/*/release': ({ path }) => {
      released.push(path.split('/')[4] ?? '');
    },
  });
});

async function batchOf(
  texts: number,
  change: { by?: DeviceKeys; expiresInMs?: number } = {},
): Promise<PostBatch> {
  return sealBatch({
    chain: account.chain,
    by: change.by ?? account.owner,
    target: phone.id,
    content: {
      v: 1,
      createdAt: new Date(now).toISOString(),
      texts: Array.from({ length: texts }, (_, i) => ({
        to: ['+14155550101'],
        text: `t${i}`,
        simSlot: null,
      })),
    },
    priority: 5,
    notBefore: null,
    expires: new Date(now + (change.expiresInMs ?? 60_000)).toISOString(),
  });
}

function lease(batch: PostBatch): Leased {
  const states = Array.from({ length: batch.count }, () => 'leased' as const);
  return { batch, states, lease: randomId(), leaseMs: 60_000, segments: [] };
}

/** Runs the loop until it sleeps. */
async function work(courier: Courier): Promise<void> {
  const ending = new AbortController();
  const api = server.client({ now: () => now });
  const loop = new LeaseLoop({
    api,
    membership: await account.membership(phone, api),
    memory,
    courier,
    bell: (alarm) => void alarms.push(alarm),
  });
  const running = loop.run(ending.signal);
  setTimeout(() => ending.abort(new Error('enough')), 120);
  await assert.rejects(running, /enough/);
}

const accepts = (sent: string[]): Courier => ({
  send: ({ text }) => {
    sent.push(text);
    return Promise.resolve({ state: 'submitted' });
  },
});

async function told(batch: PostBatch): Promise<SegmentContent['events']> {
  const { contentKey } = await openBatch({ batch, chain: account.chain, as: { device: phone } });
  const contents = await Promise.all(
    posted.map(({ number, author, envelope, signature }) =>
      openSegment({
        segment: { batch: batch.id, number, author, envelope, signature },
        contentKey,
        chain: account.chain,
      }),
    ),
  );
  return contents.flatMap(({ events }) => events);
}

test('each text leaves once, after its watermark, and its report is sealed and signed', async () => {
  const batch = await batchOf(3);
  due = [lease(batch)];
  const sent: string[] = [];
  await work({
    send: (text, { index }) => {
      assert.equal(memory.texts.get(`${batch.id}:${index}`), null);
      return accepts(sent).send(text, { batch: batch.id, index });
    },
  });
  assert.deepEqual(sent, ['t0', 't1', 't2']);
  assert.deepEqual(
    (await told(batch)).map(({ state }) => state),
    ['submitted', 'submitted', 'submitted'],
  );
  assert.deepEqual(memory.events, []);
});

test('a batch that is paused while it is sent goes back after its reports, and the rest of it waits', async () => {
  const batch = await batchOf(3);
  due = [{ ...lease(batch), leaseMs: -1 }];
  let renewals = 0;
  server.routes['POST /v1/outbox/batches/*/renew'] = () => ({ leaseMs: -1, paused: ++renewals > 2 });
  const sent: string[] = [];
  await work(accepts(sent));
  assert.deepEqual(sent, ['t0', 't1']);
  const acts = server.seen.map(({ path }) => path.split('/')[5]).filter((act) => act !== undefined);
  assert.deepEqual(acts.slice(-2), ['segments', 'release']);
  assert.deepEqual([released, memory.batches.get(batch.id)?.held], [[batch.id], null]);
  assert.deepEqual(
    (await told(batch)).map(({ index }) => index),
    [0, 1],
  );
});

test('a server that hands the same batch out again gets the same report and no second text', async () => {
  const batch = await batchOf(1);
  due = [lease(batch)];
  const sent: string[] = [];
  await work(accepts(sent));
  due = [lease(batch)];
  await work(accepts(sent));
  assert.deepEqual(sent, ['t0']);
  assert.deepEqual(
    (await told(batch)).map(({ state }) => state),
    ['submitted', 'submitted'],
  );
});

test('a text that was leaving when the process ended is unknown, and the rest goes back to the queue', async () => {
  const batch = await batchOf(2);
  const first = lease(batch);
  const { contentKey } = await openBatch({ batch, chain: account.chain, as: { device: phone } });
  await memory.remember({
    batch: batch.id,
    lease: first.lease,
    expires: batch.expires,
    contentKey,
    lastSegment: -1,
  });
  await memory.leaving({ batch: batch.id, index: 0 });
  const sent: string[] = [];
  await work(accepts(sent));
  assert.deepEqual(released, [batch.id]);
  due = [lease(batch)];
  await work(accepts(sent));
  assert.deepEqual(sent, ['t1']);
  assert.deepEqual((await told(batch)).map(({ index, state }) => [index, state]).slice(0, 1), [
    [0, 'unknown'],
  ]);
});

test('a phone that does not answer leaves the text unknown, never sent again', async () => {
  const batch = await batchOf(1);
  due = [lease(batch)];
  await work({ send: () => Promise.reject(new Error('gone')) });
  assert.deepEqual(
    (await told(batch)).map(({ state }) => state),
    ['unknown'],
  );
  due = [lease(batch)];
  const sent: string[] = [];
  await work(accepts(sent));
  assert.deepEqual(sent, []);
});

test('a batch that has run out by the later clock does not leave', async () => {
  const batch = await batchOf(1, { expiresInMs: -1 });
  due = [lease(batch)];
  const sent: string[] = [];
  await work(accepts(sent));
  assert.deepEqual(sent, []);
  assert.deepEqual(
    (await told(batch)).map(({ state }) => state),
    ['expired'],
  );
});

test('a batch that nobody of the account signed is refused, rung once and given back', async () => {
  const stranger = await TestAccount.create();
  const honest = await batchOf(1);
  const forged = { ...honest, author: stranger.owner.id };
  const altered = { ...(await batchOf(1)), priority: 0 };
  due = [lease(forged), lease(altered)];
  const sent: string[] = [];
  await work(accepts(sent));
  assert.deepEqual(sent, []);
  assert.deepEqual(
    alarms.map(({ code, detail }) => [code, detail]),
    [
      ['batch-refused', 'unknown-device'],
      ['batch-refused', 'bad-signature'],
    ],
  );
  assert.deepEqual(released, [forged.id, altered.id]);
});

test('a report goes out again as it was until the server has it', async () => {
  const batch = await batchOf(1);
  due = [lease(batch)];
  const tries: PostSegment[] = [];
  server.routes['POST /v1/outbox/batches/*/segments'] = ({ body }) => {
    tries.push(body as PostSegment);
    if (tries.length === 1) throw new Refuse('unavailable');
    return { seq: 1, states: [] };
  };
  await work(accepts([]));
  assert.equal(tries.length, 2);
  assert.deepEqual(tries[0], tries[1]);
});

test('a number that is taken is not used again', async () => {
  const batch = await batchOf(1);
  due = [lease(batch)];
  server.routes['POST /v1/outbox/batches/*/segments'] = ({ body }) => {
    const segment = body as PostSegment;
    if (segment.number < 5) throw new Refuse('segment-conflict', { last: 4 });
    posted.push(segment);
    return { seq: 1, states: [] };
  };
  await work(accepts([]));
  assert.deepEqual(
    posted.map(({ number }) => number),
    [5],
  );
  assert.deepEqual(
    (await told(batch)).map(({ state }) => state),
    ['submitted'],
  );
});

test('readers never take a state from the server that only the sending device can know', async () => {
  const batch = await batchOf(2);
  const { targetWrap: _wrap, ...stored } = batch;
  const { content } = await openBatch({ batch, chain: account.chain, as: { keyring: account.keyring } });
  const opened = { batch: { ...stored, states: ['delivered' as const, 'cancelled' as const] }, content };
  assert.deepEqual(
    expandBatch(opened, []).map(({ state }) => state),
    ['leased', 'cancelled'],
  );
  const event = (number: number, state: 'sent' | 'delivered'): OpenedSegment => ({
    batch: batch.id,
    number,
    author: phone.id,
    content: { v: 1, events: [{ index: 0, at: '2026-11-01T00:00:00.000Z', state, part: { k: 1, n: 1 } }] },
  });
  const [late] = expandBatch(opened, [event(1, 'sent'), event(0, 'delivered')]);
  assert.equal(late?.state, 'delivered');
});

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { expandBatch, FeedRefused, SyncEngine, type Alarm } from '@smseal/client';
import type { BatchStored, Change, InboundSession, SealedRecord, SegmentStored } from '@smseal/protocol';
import {
  InboundWriter,
  openBatch,
  randomId,
  resealBatch,
  sealBatch,
  sealSegment,
  type DeviceKeys,
} from '@smseal/seal';
import { TestAccount } from './account.ts';
import { Refuse, type DoubleServer } from './double-server.ts';
import { MemorySyncStore } from './memory-sync-store.ts';

let account: TestAccount;
let alarms: Alarm[];
let store: MemorySyncStore;
let records: SealedRecord[];
let changes: Change[];
let sessions: InboundSession[];
let head: number;
let server: DoubleServer;

beforeEach(async () => {
  account = await TestAccount.create();
  alarms = [];
  store = new MemorySyncStore();
  records = [];
  changes = [];
  sessions = [];
  head = 10;
  server = account.server({
    'GET /v1/records': ({ query }) => ({
      records: records.filter(({ kind }) => kind === query.get('kind')),
      next: null,
      head,
      total: records.length,
    }),
    'GET /v1/inbound-sessions': ({ query }) => {
      const after = query.get('after');
      const at = after === null ? 0 : sessions.findIndex(({ id }) => id === after) + 1;
      const page = sessions.slice(at, at + 1);
      return { sessions: page, next: at + 1 < sessions.length ? page[0]?.id : null };
    },
    'GET /v1/outbox/batches': () => ({ batches: [], segments: [], next: null }),
    'GET /v1/changes': ({ query }) => {
      const since = Number(query.get('since'));
      const after = changes.filter(({ seq }) => seq > since);
      return { changes: after, seq: Math.max(head, ...after.map(({ seq }) => seq)), head };
    },
  });
});

async function engine(): Promise<SyncEngine> {
  const api = server.client();
  const membership = await account.membership(account.owner, api, alarms);
  return new SyncEngine({ api, membership, store, bell: (alarm) => void alarms.push(alarm) });
}

const note = (text: string) => ({ v: 1, text });

test('a first reading brings every kind and goes on where the first page stood', async () => {
  records = [
    await account.seal({ kind: 'message', payload: note('old') }),
    await account.seal({ kind: 'contact', payload: note('Ann') }),
  ];
  const reading = await engine();
  await reading.catchUp();
  assert.deepEqual(
    [...store.records.values()].map(({ payload }) => payload),
    [note('old'), note('Ann')],
  );
  assert.equal(reading.seq, 10);
  changes = [
    { seq: 11, type: 'record', record: await account.seal({ kind: 'message', payload: note('new') }) },
  ];
  head = 11;
  await reading.catchUp();
  assert.equal(store.records.size, 3);
  assert.deepEqual(alarms, []);
});

test('an interrupted first reading goes on where it stopped', async () => {
  records = [await account.seal({ kind: 'contact', payload: note('Ann') })];
  const contacts = server.routes['GET /v1/records'];
  server.routes['GET /v1/records'] = (seen) => {
    if (seen.query.get('kind') === 'call') throw new Refuse('forbidden', { needs: 'read' });
    return contacts?.(seen);
  };
  await assert.rejects((await engine()).catchUp());
  server.seen.length = 0;
  server.routes['GET /v1/records'] = contacts ?? (() => undefined);
  await (await engine()).catchUp();
  const asked = server.seen
    .filter(({ path }) => path === '/v1/records')
    .map(({ query }) => query.get('kind'));
  assert.deepEqual(asked, ['call', 'campaign', 'setting']);
  assert.equal(store.records.size, 1);
});

test('a feed that ends before what was read is refused and rung', async () => {
  const reading = await engine();
  await reading.catchUp();
  head = 4;
  await assert.rejects(reading.catchUp(), FeedRefused);
  assert.equal(alarms[0]?.code, 'feed-rolled-back');
  assert.equal(store.cursor?.seq, 10);
});

test('a feed that repeats a place is refused and rung', async () => {
  const reading = await engine();
  await reading.catchUp();
  const record = await account.seal({ kind: 'message', payload: note('a') });
  changes = [
    { seq: 11, type: 'record', record },
    { seq: 11, type: 'deleted', kind: 'message', id: record.id },
  ];
  head = 12;
  await assert.rejects(reading.catchUp(), FeedRefused);
  assert.equal(alarms[0]?.code, 'feed-disordered');
});

test('an older version than was seen is refused, rung, and what was seen stays', async () => {
  const first = await account.seal({ kind: 'message', payload: note('first') });
  const second = await account.seal({ kind: 'message', id: first.id, version: 2, payload: note('second') });
  records = [second];
  const reading = await engine();
  await reading.catchUp();
  changes = [{ seq: 11, type: 'record', record: first }];
  head = 11;
  await reading.catchUp();
  assert.deepEqual(store.refused, [{ kind: 'message', id: first.id, reason: 'rolled-back' }]);
  assert.equal(alarms[0]?.code, 'record-rolled-back');
  assert.deepEqual(store.records.get(`message:${first.id}`)?.payload, note('second'));
});

test('a page that was overtaken by what this device wrote meanwhile is asked for again, and nobody is blamed', async () => {
  const reading = await engine();
  await reading.catchUp();
  const first = await account.seal({ kind: 'message', payload: note('first') });
  const second = await account.seal({ kind: 'message', id: first.id, version: 2, payload: note('second') });
  const honest = server.routes['GET /v1/changes'];
  let asked = 0;
  server.routes['GET /v1/changes'] = (seen) => {
    asked++;
    head = 10 + asked;
    changes = [{ seq: head, type: 'record', record: asked === 1 ? first : second }];
    const { envelope: _envelope, ...written } = second;
    store.records.set(`message:${first.id}`, { ...written, payload: note('second') });
    return honest?.(seen);
  };
  await reading.catchUp();
  assert.equal(asked, 2);
  assert.deepEqual(store.refused, []);
  assert.deepEqual(alarms, []);
  assert.equal(reading.seq, 12);
});

test('envelopes that were swapped between two records are refused', async () => {
  const [a, b] = [
    await account.seal({ kind: 'message', payload: note('a') }),
    await account.seal({ kind: 'message', payload: note('b') }),
  ];
  records = [
    { ...a, envelope: b.envelope },
    { ...b, envelope: a.envelope },
  ];
  await (await engine()).catchUp();
  assert.deepEqual(
    store.refused.map(({ reason }) => reason),
    ['not-authentic', 'not-authentic'],
  );
  assert.deepEqual(
    alarms.map(({ code }) => code),
    ['record-refused', 'record-refused'],
  );
  assert.equal(store.records.size, 0);
});

test('a record of a newer format is counted, not guessed at', async () => {
  records = [await account.seal({ kind: 'message', payload: { v: 2, text: 'from the future' } })];
  await (await engine()).catchUp();
  assert.deepEqual(
    store.refused.map(({ reason }) => reason),
    ['newer-format'],
  );
  assert.deepEqual(alarms, []);
});

test('a record of a new epoch opens once the chain was looked at', async () => {
  const reading = await engine();
  await reading.catchUp();
  await account.turn();
  changes = [
    { seq: 11, type: 'record', record: await account.seal({ kind: 'message', payload: note('after') }) },
  ];
  head = 11;
  await reading.catchUp();
  assert.equal(store.records.size, 1);
  assert.deepEqual(alarms, []);
});

test('after an expired cursor everything is listed again and what is gone is dropped', async () => {
  const kept = await account.seal({ kind: 'message', payload: note('kept') });
  records = [kept, await account.seal({ kind: 'message', payload: note('gone') })];
  const reading = await engine();
  await reading.catchUp();
  records = [kept];
  head = 500;
  const feed = server.routes['GET /v1/changes'];
  server.routes['GET /v1/changes'] = (seen) => {
    if (Number(seen.query.get('since')) < 400) throw new Refuse('cursor-expired');
    return feed?.(seen);
  };
  await reading.catchUp();
  assert.deepEqual(
    [...store.records.values()].map(({ payload }) => payload),
    [note('kept')],
  );
  assert.equal(reading.seq, 500);
});

test('places that hold what this device sent itself are passed over', async () => {
  const reading = await engine();
  await reading.catchUp();
  assert.deepEqual(reading.pass(10, 14), { seq: 14, first: null });
  assert.equal(reading.pass(10, 14), null);
  assert.equal(reading.pass(15, 16), null);
});

/** A text that a gateway brings in, under a session of its own. */
async function incoming(gateway: DeviceKeys, text: string) {
  const day = '2026-11-01';
  const { id, chain } = account;
  const input = { chain, device: gateway, account: id, epoch: chain.epoch, day };
  const { writer, session } = await InboundWriter.open(input);
  const clear = { conversation: randomId(), day };
  const head = { kind: 'message' as const, id: randomId(), version: 1, authorSeq: 1, clear };
  return { session, record: await writer.seal({ ...head, payload: note(text) }) };
}

test('texts of a gateway open for a device that was not there when their sessions were posted', async () => {
  const gateway = await account.admit('gateway', 'Gateway');
  const brought = [await incoming(gateway, 'one'), await incoming(gateway, 'two')];
  records = brought.map(({ record }) => record);
  sessions = brought.map(({ session }) => session);
  const reading = await engine();
  await reading.catchUp();
  assert.deepEqual([store.records.size, store.refused, alarms], [2, [], []]);
  const asked = server.seen.map(({ path }) => path).filter((path) => !path.startsWith('/v1/chain'));
  const paths = ['/v1/keys', '/v1/inbound-sessions', '/v1/inbound-sessions', '/v1/records'];
  assert.deepEqual(asked.slice(0, 4), paths, 'the sessions are read before the first page');
});

test('a device that starts anew opens what comes under a session from before, and asks for it once', async () => {
  await (await engine()).catchUp();
  const gateway = await account.admit('gateway', 'Gateway');
  const { session, record } = await incoming(gateway, 'later');
  sessions = [session];
  changes = [{ seq: 11, type: 'record', record }];
  head = 11;
  server.seen.length = 0;
  await (await engine()).catchUp();
  assert.deepEqual([store.records.size, store.refused, alarms], [1, [], []]);
  assert.equal(server.seen.filter(({ path }) => path === '/v1/inbound-sessions').length, 1);
});

test('a text under a session that nobody posted is refused and rung', async () => {
  const gateway = await account.admit('gateway', 'Gateway');
  records = [(await incoming(gateway, 'made up')).record];
  await (await engine()).catchUp();
  assert.deepEqual(
    store.refused.map(({ reason }) => reason),
    ['unknown-session'],
  );
  assert.equal(alarms[0]?.code, 'record-refused');
});

async function batchWithSegment(): Promise<{ batch: BatchStored; segment: SegmentStored }> {
  const phone = await account.admit('phone', 'Pixel');
  const posted = await sealBatch({
    chain: account.chain,
    by: account.owner,
    target: phone.id,
    content: {
      v: 1,
      createdAt: '2026-11-01T10:00:00.000Z',
      texts: [{ to: ['+14155550101'], text: 'hi', simSlot: null }],
    },
    priority: 5,
    notBefore: null,
    expires: '2026-11-02T10:00:00.000Z',
  });
  const { contentKey } = await openBatch({
    batch: posted,
    chain: account.chain,
    as: { keyring: account.keyring },
  });
  const events = {
    v: 1 as const,
    events: [{ index: 0, at: '2026-11-01T10:00:01.000Z', state: 'sent' as const }],
  };
  const sealed = await sealSegment({ contentKey, batch: posted.id, number: 0, by: phone, events });
  const { targetWrap: _wrap, ...stored } = posted;
  return {
    batch: { ...stored, states: ['leased'] },
    segment: { batch: posted.id, number: 0, author: phone.id, ...sealed },
  };
}

test('a report that stands before its batch in the feed is not lost', async () => {
  const reading = await engine();
  await reading.catchUp();
  const { batch, segment } = await batchWithSegment();
  changes = [{ seq: 11, type: 'segment', segment }];
  head = 11;
  await reading.catchUp();
  assert.equal(store.segments.length, 0);
  changes = [{ seq: 12, type: 'batch', batch }];
  head = 12;
  await reading.catchUp();
  assert.equal(store.segments[0]?.content.events[0]?.state, 'sent');
  assert.deepEqual(alarms, []);
});

test('a report that another device than the target signed is refused', async () => {
  const reading = await engine();
  await reading.catchUp();
  const { batch, segment } = await batchWithSegment();
  const other = await account.admit('phone', 'Other');
  changes = [
    { seq: 11, type: 'batch', batch },
    { seq: 12, type: 'segment', segment: { ...segment, author: other.id } },
  ];
  head = 12;
  await reading.catchUp();
  assert.equal(store.segments.length, 0);
  assert.equal(alarms[0]?.code, 'segment-refused');
});

/** The batch as it is stored once the owner has sealed it anew, its text erased unless `erase` says other. */
async function erased(batch: BatchStored, segments: SegmentStored[], erase = [0]) {
  const { chain, keyring, owner: by } = account;
  const { batch: anew, planned } = await resealBatch({ batch, segments, erase, chain, keyring, by });
  const { segments: told, ...head } = anew;
  return {
    batch: { ...batch, ...head, author: by.id, replaces: planned.replaced, states: ['delivered' as const] },
    segments: told.map((one, number) => ({ batch: batch.id, number, author: by.id, ...one })),
  };
}

test('a text that was erased elsewhere comes blank, and what its phone had said of it is taken no more', async () => {
  const reading = await engine();
  await reading.catchUp();
  const { batch, segment } = await batchWithSegment();
  changes = [
    { seq: 11, type: 'batch', batch },
    { seq: 12, type: 'segment', segment },
  ];
  head = 12;
  await reading.catchUp();
  const anew = await erased(batch, [segment]);
  assert.deepEqual(anew.segments, []);
  changes = [{ seq: 13, type: 'batch', batch: anew.batch }];
  head = 13;
  await reading.catchUp();
  const held = store.batches.get(batch.id);
  assert.ok(held);
  assert.deepEqual(
    expandBatch(held, []).map(({ erased: gone, text, to, state }) => ({ gone, text, to, state })),
    [{ gone: true, text: '', to: [], state: 'delivered' }],
  );
  assert.equal(alarms.length, 0);
  changes = [{ seq: 14, type: 'segment', segment: { ...segment, number: 0 } }];
  head = 14;
  await reading.catchUp();
  assert.equal(store.segments.length, 1);
  assert.equal(alarms[0]?.code, 'segment-refused');
});

test('what was reported on the texts beside an erased one is told again by who erased it', async () => {
  const reading = await engine();
  await reading.catchUp();
  const { batch, segment } = await batchWithSegment();
  const anew = await erased(batch, [segment], []);
  const [told] = anew.segments;
  assert.ok(told);
  changes = [
    { seq: 11, type: 'batch', batch: anew.batch },
    { seq: 12, type: 'segment', segment: told },
  ];
  head = 12;
  await reading.catchUp();
  assert.deepEqual([store.segments[0]?.content.events[0]?.state, alarms], ['sent', []]);
});

test('a report from before an erasure that came too early for its batch rings no bell', async () => {
  const reading = await engine();
  await reading.catchUp();
  const { batch, segment } = await batchWithSegment();
  const anew = await erased(batch, [segment]);
  changes = [{ seq: 11, type: 'segment', segment }];
  head = 11;
  await reading.catchUp();
  changes = [{ seq: 12, type: 'batch', batch: anew.batch }];
  head = 12;
  await reading.catchUp();
  assert.deepEqual([store.segments.length, alarms], [0, []]);
});

test('a device that the server adds by itself is refused', async () => {
  const reading = await engine();
  await reading.catchUp();
  const stranger = await TestAccount.create();
  account.entries.push(...stranger.entries.slice(1, 2));
  changes = [
    {
      seq: 11,
      type: 'record',
      record: { ...(await account.seal({ kind: 'message', payload: note('x') })), author: stranger.owner.id },
    },
  ];
  head = 11;
  await assert.rejects(reading.catchUp());
  assert.equal(alarms[0]?.code, 'chain-broken');
  assert.equal(store.records.size, 0);
});

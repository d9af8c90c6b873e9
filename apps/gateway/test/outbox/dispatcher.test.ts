import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { TextEvent } from '@smseal/protocol';
import { DepartureLog } from '../../src/departure/departure-log.ts';
import { atCarrier, type AtCarrier, type AtCarrierOptions } from './at-carrier.ts';

async function open(t: TestContext, options: AtCarrierOptions = {}): Promise<AtCarrier> {
  const at = await atCarrier(options);
  t.after(() => at.stop());
  return at;
}

test('every text leaves once, after its watermark, and is told to have been delivered', async (t) => {
  const at = await open(t);
  const work = at.batch(300);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.equal(at.smsc.texts().length, 300);
  assert.equal(new Set(at.smsc.texts().map(({ to }) => to)).size, 300);
  assert.equal(at.cleared.length, 300);
  assert.deepEqual(
    at.events.get(`${work.id}:0`)?.map(({ state }) => state),
    ['sent', 'delivered'],
  );
});

test('a long text goes in parts and is delivered when all of them are', async (t) => {
  const at = await open(t);
  const text = 'Zażółć gęślą jaźń, a potem jeszcze raz i jeszcze raz. '.repeat(4).trim();
  const work = at.batch([{ text }]);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.equal(at.smsc.texts()[0]?.text, text);
  const told = at.events.get(`${work.id}:0`) ?? [];
  assert.ok(told.filter(({ carrierId }) => carrierId !== undefined).length >= 4, 'each part has its own id');
  assert.equal(told.filter(({ state }) => state === 'delivered').length, 1);
});

test('one-time codes go before a campaign that is under way', async (t) => {
  const at = await open(t, { behaviour: { answerMs: [5, 5] }, window: 5 });
  const campaign = at.batch(1_500, { priority: 9 });
  const codes = at.batch(3, { priority: 0 });
  at.dispatcher.add(campaign);
  await at.smsc.waitFor(50);
  at.dispatcher.add(codes);
  await at.settled(codes, ['sent', 'delivered']);
  const order = at.smsc.texts().map(({ to }) => to);
  const last = Math.max(...codes.texts.map(({ to }) => order.indexOf(to[0] ?? '')));
  assert.ok(last < 1_200, `the last code was number ${last} of 1,503`);
});

test('a pause stops at once; what was in flight is all that still leaves', async (t) => {
  const at = await open(t, { behaviour: { answerMs: [2, 2] }, window: 5 });
  const work = at.batch(1_000);
  at.dispatcher.add(work);
  await at.smsc.waitFor(20);
  at.dispatcher.paused = true;
  const atPause = at.smsc.texts().length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(
    at.smsc.texts().length <= atPause + 10,
    `${at.smsc.texts().length - atPause} left after the pause`,
  );
  at.dispatcher.paused = false;
  await at.settled(work, ['delivered', 'sent', 'failed', 'expired']);
});

test('what a lost connection leaves unanswered is unknown and never sent again; the rest goes on', async (t) => {
  const at = await open(t, { behaviour: { answerMs: [20, 20], outcomes: { never: 1 } }, window: 20 });
  const work = at.batch(200);
  at.dispatcher.add(work);
  await at.smsc.waitFor(60);
  at.smsc.dropConnections();
  await at.settled(work, ['sent', 'unknown']);
  const unknown = at.states(work).filter((state) => state === 'unknown').length;
  assert.ok(unknown > 0 && unknown <= 20, `${unknown} in doubt of a window of 20`);
  const times = new Map<string, number>();
  for (const { to } of at.smsc.texts()) times.set(to, (times.get(to) ?? 0) + 1);
  assert.ok(
    [...times.values()].every((count) => count === 1),
    'nobody got a text twice',
  );
});

test('a carrier that says to slow down gets every text all the same', async (t) => {
  const at = await open(t, {
    behaviour: {
      answerMs: [0, 0],
      segmentsPerSecond: 60,
      outcomes: { delivered: 1 },
      receipts: { delayMs: [0, 0] },
    },
    window: 50,
  });
  const work = at.batch(150);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.equal(at.smsc.texts().length, 150);
});

test('a refusal for good is told with the carrier’s own code', async (t) => {
  const at = await open(t, { behaviour: { answerMs: [0, 0], refused: 1 } });
  const work = at.batch(3);
  at.dispatcher.add(work);
  await at.settled(work, ['failed']);
  assert.equal(at.events.get(`${work.id}:0`)?.at(-1)?.error?.code, 'ESME_RINVDSTADR');
});

test('receipts that are early, repeated or written in another way find their texts', async (t) => {
  const at = await open(t, { behaviour: 'rough' });
  at.smsc.setBehaviour({
    answerMs: [0, 30],
    segmentsPerSecond: Number.POSITIVE_INFINITY,
    queueFull: 0,
    refused: 0,
    refusedForNow: 0,
    unanswered: 0,
    disconnect: 0,
    malformed: 0,
    endings: false,
    outcomes: { delivered: 1 },
    receipts: { delayMs: [0, 100], early: 0.3, late: 0, duplicate: 0.3 },
  });
  const work = at.batch(200);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  for (let i = 0; i < 200; i++) {
    const delivered = at.events.get(`${work.id}:${i}`)?.filter(({ state }) => state === 'delivered') ?? [];
    assert.equal(delivered.length, 1, `text ${i} was told ${delivered.length} times`);
  }
});

test('what has expired does not leave', async (t) => {
  const at = await open(t);
  const work = at.batch(5, { expires: Date.now() - 1 });
  at.dispatcher.add(work);
  await at.settled(work, ['expired']);
  assert.equal(at.smsc.texts().length, 0);
});

test('nothing leaves whose watermark could not be set', async (t) => {
  const at = await open(t);
  at.loseLeases();
  at.dispatcher.add(at.batch(50));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(at.smsc.texts().length, 0);
  assert.equal(at.events.size, 0);
});

test('a carrier with a slow pace gets a large batch all the same, and little of it is in doubt at a time', async (t) => {
  const at = await open(t, { segmentsPerSecond: 20, window: 50 });
  const work = at.batch(500);
  at.dispatcher.add(work);
  await at.smsc.waitFor(10);
  assert.ok(at.cleared.length < 100, `${at.cleared.length} were cleared for 20 a second`);
});

test('no more segments leave in a second than are allowed over all connections, parts of long texts counted', async (t) => {
  const at = await open(t, { pace: 40 });
  const began = performance.now();
  const work = at.batch(Array.from({ length: 20 }, () => ({ text: 'x'.repeat(400) })));
  at.dispatcher.add(work);
  await at.settled(work, ['sent', 'delivered']);
  const seconds = (performance.now() - began) / 1_000;
  assert.ok(seconds > 1.4, `60 segments took ${seconds.toFixed(2)} s at 40 a second`);
});

test('when no more texts may leave, what waits is passed by one-time codes and goes on when they may', async (t) => {
  const at = await open(t, { left: 7 });
  const campaign = at.batch(20, { priority: 9 });
  at.dispatcher.add(campaign);
  const codes = at.batch(2, { priority: 0 });
  at.dispatcher.add(codes);
  await at.settled(codes, ['delivered']);
  await at.smsc.waitFor(7);
  assert.equal(at.cleared.length, 7, 'codes count, too');
  at.allow(15);
  await at.settled(campaign, ['delivered']);
});

test('a text that does not leave does not count', async (t) => {
  const at = await open(t, { left: 4 });
  const late = at.batch(3, { expires: Date.now() - 1 });
  at.dispatcher.add(late);
  await at.settled(late, ['expired']);
  const work = at.batch(4);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
});

test('the receipts of a long text are counted over a restart, each part once', async (t) => {
  const silent = { behaviour: { outcomes: { never: 1 } } };
  const at = await open(t, silent);
  const work = at.batch([{ text: 'x'.repeat(400) }]);
  at.dispatcher.add(work);
  await at.settled(work, ['sent']);
  const told = at.events.get(`${work.id}:0`) ?? [];
  const ids = told.flatMap(({ carrierId }) => carrierId ?? []);
  assert.equal(ids.length, 3);
  const receipt = (carrierId = '') => ({ carrierId, state: 'delivered', code: null, raw: null }) as const;
  await at.dispatcher.receipts.take(receipt(ids[1]));
  assert.deepEqual(at.states(work), ['sent'], 'a part says nothing of the whole');
  const events = at.events.get(`${work.id}:0`) ?? [];
  const next = await open(t, silent);
  const again = next.batch([{ text: 'x'.repeat(400) }], { states: ['sent'] });
  next.dispatcher.remember(again, events, null);
  await next.dispatcher.receipts.take(receipt(ids[0]));
  void next.dispatcher.receipts.take(receipt(ids[1]));
  assert.notDeepEqual(next.states(again), ['delivered']);
  await next.dispatcher.receipts.take(receipt(ids[2]));
  assert.deepEqual(next.states(again), ['delivered']);
});

test('a long text of which a part was cleared and never answered for is in doubt after a restart', async (t) => {
  const at = await open(t);
  const work = at.batch([{ text: 'x'.repeat(400) }, {}, { text: 'y' }], {
    states: ['submitted', 'submitted', 'sent'],
  });
  const at0 = { index: 0, at: '2026-11-25T10:00:00.000Z' };
  const told: TextEvent[] = [
    { ...at0, state: 'submitted' },
    { ...at0, state: 'submitted', part: { k: 2, n: 3 }, carrierId: 'b' },
    { ...at0, state: 'submitted', part: { k: 1, n: 3 }, carrierId: 'a' },
    { ...at0, index: 2, state: 'sent', carrierId: 'c' },
  ];
  at.dispatcher.remember(work, told, null);
  assert.deepEqual(at.states(work), ['unknown', 'unknown', 'queued']);
});

test('a killed gateway finds what it noted: what left is answered for or in doubt, what did not leave goes', async (t) => {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-departures-'));
  t.after(() => rm(home, { recursive: true }));
  const before = new DepartureLog(home);
  const at = await open(t);
  const work = at.batch([{}, {}, {}, { text: 'x'.repeat(400) }, {}], {
    states: ['submitted', 'submitted', 'submitted', 'submitted', 'leased'],
  });
  before.begin(work.id);
  for (const index of [0, 1, 2]) before.leaving(work.id, { index, k: 1, n: 1 });
  for (const k of [1, 2, 3]) before.leaving(work.id, { index: 3, k, n: 3 });
  before.answered(work.id, { index: 1, k: 1 }, 'one');
  before.returned(work.id, { index: 2, k: 1 });
  for (const k of [1, 3]) before.answered(work.id, { index: 3, k }, `three-${k}`);
  before.write();
  before.leaving(work.id, { index: 4, k: 1, n: 1 });
  const noted = new DepartureLog(home).read(work.id);
  const numbers = work.texts.map(({ to }) => to[0]);
  at.dispatcher.remember(work, [{ index: 1, at: '2026-11-25T10:00:00.000Z', state: 'submitted' }], noted);
  at.dispatcher.add(work);
  await at.settled(work, ['unknown', 'sent', 'delivered']);
  await at.smsc.waitFor(2);
  assert.deepEqual(
    at.smsc.texts().map(({ to }) => to),
    [numbers[2], numbers[4]],
  );
  assert.deepEqual(
    [0, 1, 3].map((index) => at.states(work)[index]),
    ['unknown', 'sent', 'unknown'],
  );
  await at.dispatcher.receipts.take({ carrierId: 'one', state: 'delivered', code: null, raw: null });
  assert.equal(at.states(work)[1], 'delivered', 'its receipt is known by the id of that life');
});

test('what leaves is noted, also of a batch that was cleared whole before any of it has left', async (t) => {
  const at = await open(t, { behaviour: { answerMs: [30_000, 30_000] } });
  const work = at.batch(3);
  at.dispatcher.add(work);
  await at.smsc.waitFor(3);
  assert.deepEqual(at.noted(work), [0, 1, 2]);
});

test('a receipt that is brought again is answered for no sooner than what it said is safe', async (t) => {
  const at = await open(t, { behaviour: { outcomes: { never: 1 } } });
  const work = at.batch(1);
  at.dispatcher.add(work);
  await at.settled(work, ['sent']);
  const carrierId = at.events.get(`${work.id}:0`)?.[0]?.carrierId ?? '';
  const answered: string[] = [];
  const bring = (name: string) =>
    at.dispatcher.receipts
      .take({ carrierId, state: 'delivered', code: null, raw: null })
      .then(() => answered.push(name));
  const nowSafe = at.keepUnsafe();
  const both = [bring('first'), bring('again')];
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(answered, []);
  nowSafe();
  await Promise.all(both);
  assert.deepEqual(at.states(work), ['delivered']);
  assert.equal(at.events.get(`${work.id}:0`)?.filter(({ state }) => state === 'delivered').length, 1);
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { DeskAtTest, HOOK, HOUR, MINUTE, received, until, webhook } from './desk-at-test.ts';
import { Receiver, status } from './receiver.ts';

const OTHER = 'aG9vazIwMDAwMDAwMDAwMA';

let receiver: Receiver;
let at: DeskAtTest;

beforeEach(async () => {
  receiver = await Receiver.open();
});

afterEach(async () => {
  await at.desk.stop(0);
  await receiver.close();
});

test('at most 50,000 events wait for an endpoint; the rest is counted and said', async () => {
  at = new DeskAtTest();
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < 50_007; i++) at.tell(i);
  assert.deepEqual([at.state.queued, at.state.dropped], [50_000, 7]);
  await at.pass(2 * MINUTE);
  assert.deepEqual(at.said, [`webhook events were dropped {"webhook":"${HOOK}","count":7}`]);
});

test('what waits for all endpoints takes no more than 64 MB, and room is made by what is told', async () => {
  at = new DeskAtTest();
  const endpoints = [
    webhook(receiver.url, { paused: true }),
    webhook(receiver.url, { id: OTHER, paused: true }),
  ];
  at.desk.settings(endpoints);
  const text = 'x'.repeat(100_000);
  for (let i = 0; i < 400; i++) at.desk.tell(received(String(i), text));
  const most = 64 * 1024 * 1024;
  assert.ok(at.desk.queuedOctets <= most && at.desk.queuedOctets > most - 300_000);
  const [one, other] = at.desk.states;
  assert.ok(one && other && one.dropped > 0 && one.queued + one.dropped === 400);
  at.desk.settings(endpoints.map((endpoint) => ({ ...endpoint, paused: false })));
  await until('all that waited is taken', () => at.desk.states.every(({ queued }) => queued === 0));
  assert.equal(at.desk.queuedOctets, 0);
});

test('a burst uses as many connections as attempts at once, and no more', async () => {
  at = new DeskAtTest({ concurrency: 4 });
  at.desk.settings([webhook(receiver.url)]);
  for (let i = 0; i < 500; i++) at.tell(i);
  await until('all are taken', () => at.state.taken === 500);
  assert.equal(receiver.connections, 4);
});

test('the log holds the last 500 attempts, newest first, with no text and no number', async () => {
  at = new DeskAtTest({ concurrency: 1 });
  at.desk.settings([webhook(receiver.url)]);
  for (let i = 0; i < 600; i++) at.desk.tell(received(`record${i}`, 'a secret text'));
  await until('all are taken', () => at.state.taken === 600);
  const attempts = at.desk.attempts(HOOK);
  assert.equal(attempts.length, 500);
  assert.deepEqual([attempts[0]?.message, attempts.at(-1)?.message], ['record599', 'record100']);
  assert.doesNotMatch(JSON.stringify(attempts), /secret|\+48/);
});

test('what happened in a span is told again on demand, with the ids that it had', async () => {
  at = new DeskAtTest();
  at.desk.settings([webhook(receiver.url)]);
  const since = at.clock.now() + HOUR;
  for (let i = 0; i < 10; i++) {
    at.tell(i);
    await at.pass(HOUR);
  }
  const first = receiver.ids;
  assert.equal(at.desk.replay({ webhook: HOOK, since, until: since + 3 * HOUR }), 3);
  await until('they are taken', () => at.state.taken === 13);
  assert.deepEqual(receiver.ids.slice(10).toSorted(), first.slice(1, 4).toSorted());
  assert.equal(at.desk.replay({ webhook: OTHER, since: 0, until: Infinity }), 0);
});

test('a replay does not queue again what still waits', async () => {
  at = new DeskAtTest();
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  at.tell(0);
  assert.equal(at.desk.replay({ webhook: HOOK, since: 0, until: Infinity }), 0);
  assert.equal(at.state.queued, 1);
});

test('events are forgotten after a day, told or not, and as soon as no webhook wants their kind', async () => {
  at = new DeskAtTest();
  const replay = () => at.desk.replay({ webhook: HOOK, since: 0, until: Infinity });
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  at.tell(0);
  await at.pass(24 * HOUR + MINUTE);
  assert.deepEqual([at.state.queued, at.state.givenUp, replay()], [0, 1, 0]);
  at.desk.settings([webhook(receiver.url)]);
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Hi'));
  await at.settle();
  at.desk.settings([webhook(receiver.url, { events: ['message.state'] })]);
  at.desk.settings([webhook(receiver.url)]);
  assert.equal(replay(), 0);
});

test('what was dropped for want of room is replayed from memory later', async () => {
  at = new DeskAtTest({ mostQueued: 5 });
  receiver.behave = status(204);
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < 8; i++) at.tell(i);
  assert.equal(at.state.dropped, 3);
  at.desk.settings([webhook(receiver.url)]);
  await until('what waited is taken', () => at.state.taken === 5);
  // All eight are in memory; room is for five at once.
  assert.equal(at.desk.replay({ webhook: HOOK, since: 0, until: Infinity }), 5);
  await until('the queue is empty', () => at.state.queued === 0);
});

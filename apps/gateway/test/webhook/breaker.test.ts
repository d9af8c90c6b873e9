import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { DeskAtTest, HOOK, HOUR, MINUTE, SECOND, until, webhook } from './desk-at-test.ts';
import { Receiver, status } from './receiver.ts';

let receiver: Receiver;
let at: DeskAtTest;

beforeEach(async () => {
  receiver = await Receiver.open(status(500));
  at = new DeskAtTest({ concurrency: 1 });
  at.desk.settings([webhook(receiver.url)]);
});

afterEach(async () => {
  await at.desk.stop(0);
  await receiver.close();
});

test('after ten failures in a row nothing is posted for 30 s, and what comes waits', async () => {
  for (let i = 0; i < 50; i++) at.tell(i);
  await at.settle();
  assert.equal(receiver.arrivals.length, 10);
  assert.deepEqual([at.state.condition, at.state.queued], ['broken', 50]);
  assert.equal(at.state.until, at.clock.now() + 30 * SECOND);
  assert.equal(at.said.length, 1);
  await at.pass(30 * SECOND - 1);
  assert.equal(receiver.arrivals.length, 10);
});

test('nine failures and a success break nothing', async () => {
  receiver.behave = (answer, arrival, number) =>
    status(number % 10 === 9 ? 204 : 500)(answer, arrival, number);
  for (let i = 0; i < 50; i++) at.tell(i);
  await at.settle();
  assert.equal(receiver.arrivals.length, 50);
  assert.equal(at.state.condition, 'working');
});

test('a broken endpoint is tried with one event at a time, at intervals that double up to five minutes', async () => {
  for (let i = 0; i < 50; i++) at.tell(i);
  await at.settle();
  await at.pass(HOUR);
  const times = at.desk.attempts(HOOK).toReversed().slice(9);
  const gaps = times.slice(1).map(({ at }, i) => (at - (times[i]?.at ?? 0)) / SECOND);
  assert.deepEqual(gaps.slice(0, 7), [30, 60, 120, 240, 300, 300, 300]);
});

test('when a broken endpoint answers again, everything that waits goes out at once', async () => {
  for (let i = 0; i < 50; i++) at.tell(i);
  await at.settle();
  await at.pass(10 * MINUTE);
  receiver.behave = status(204);
  await at.pass(5 * MINUTE);
  await until('all are taken', () => at.state.taken === 50);
  assert.deepEqual([at.state.condition, at.state.queued], ['working', 0]);
});

test('a broken endpoint with few events is tried although each of them would wait longer, and then gets them all', async () => {
  for (let i = 0; i < 3; i++) at.tell(i);
  await at.pass(20 * HOUR);
  assert.equal(at.state.condition, 'broken');
  receiver.behave = status(204);
  await at.pass(5 * MINUTE);
  await until('all are taken', () => at.state.queued === 0);
  assert.equal(at.state.taken, 3);
});

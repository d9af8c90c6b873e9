import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Webhook as Verifier } from 'standardwebhooks';
import { DeskAtTest, HOUR, received, SECOND, SECRET, until, webhook } from './desk-at-test.ts';
import { hang, Receiver, status } from './receiver.ts';

const YOUNG = Buffer.alloc(32, 9).toString('base64');

let receiver: Receiver;
let at: DeskAtTest;

beforeEach(async () => {
  receiver = await Receiver.open();
  at = new DeskAtTest({ concurrency: 4 });
  at.desk.settings([webhook(receiver.url)]);
});

afterEach(async () => {
  await at.desk.stop(0);
  await receiver.close();
});

test('a webhook that the settings no longer name is ended at once: posts under way, connections, what waits', async () => {
  receiver.behave = hang;
  for (let i = 0; i < 10; i++) at.tell(i);
  await until('four posts are under way', () => receiver.arrivals.length === 4);
  at.desk.settings([]);
  await until('all connections are closed', () => receiver.openConnections === 0);
  assert.deepEqual([at.desk.states, at.desk.queuedOctets], [[], 0]);
  at.tell(11);
  at.clock.advance(HOUR);
  await at.settle();
  assert.equal(receiver.arrivals.length, 4);
});

test('an event that waits for its next attempt is never posted once its webhook is revoked', async () => {
  receiver.behave = status(500);
  at.tell(0);
  await at.settle();
  at.desk.settings([]);
  await at.pass(HOUR);
  assert.equal(receiver.arrivals.length, 1);
});

test('while a webhook is paused its events wait, those under way too, and go out when it is not', async () => {
  receiver.behave = hang;
  at.tell(0);
  await until('the post has arrived', () => receiver.arrivals.length === 1);
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  at.tell(1);
  await at.pass(HOUR);
  assert.deepEqual([at.state.condition, at.state.queued], ['paused', 2]);
  assert.equal(receiver.arrivals.length, 1);
  receiver.behave = status(204);
  at.desk.settings([webhook(receiver.url)]);
  await until('both are taken', () => at.state.taken === 2);
  assert.equal(receiver.ids[1], receiver.ids[0]);
});

test('settings that change nothing about a webhook leave its posts alone', async () => {
  receiver.behave = hang;
  at.tell(0);
  await until('the post has arrived', () => receiver.arrivals.length === 1);
  at.desk.settings([webhook(receiver.url)]);
  assert.equal(at.state.underWay, 1);
  assert.equal(receiver.openConnections, 1);
});

test('what waits for an old address goes to the new one', async () => {
  const young = await Receiver.open();
  receiver.behave = status(500);
  at.tell(0);
  await at.settle();
  at.desk.settings([webhook(young.url)]);
  await at.pass(SECOND);
  assert.deepEqual(young.ids, receiver.ids);
  await young.close();
});

test('events of a kind that a webhook no longer wants are taken out of its queue', async () => {
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  at.tell(0);
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Hi'));
  at.desk.settings([webhook(receiver.url, { events: ['message.state'] })]);
  await at.settle();
  assert.deepEqual([receiver.arrivals.length, at.state.dropped], [1, 1]);
});

test('after a change of the secret posts are signed with both for a day, then with the new one alone', async () => {
  at.desk.settings([webhook(receiver.url, { secret: YOUNG })]);
  at.tell(0);
  await at.pass(25 * HOUR);
  at.tell(1);
  await at.settle();
  const signatures = receiver.arrivals.map(({ headers, id, body }) => {
    const date = new Date(Number(headers['webhook-timestamp']) * SECOND);
    const given = String(headers['webhook-signature']).split(' ');
    return [YOUNG, SECRET].map((secret) => given.includes(new Verifier(secret).sign(id, date, body)));
  });
  assert.deepEqual(signatures, [
    [true, true],
    [true, false],
  ]);
});

test('a desk that stops lets go out what can, ends the rest and says how much that was', async () => {
  receiver.behave = (answer, arrival, number) =>
    arrival.message.endsWith(':0') ? undefined : status(204)(answer, arrival, number);
  for (let i = 0; i < 100; i++) at.tell(i);
  const stopped = at.desk.stop(5 * SECOND);
  at.tell(100);
  await until('the others are taken', () => at.state.taken === 99);
  at.clock.advance(5 * SECOND);
  assert.equal(await stopped, 1);
  assert.deepEqual(at.desk.states, []);
  await until('all connections are closed', () => receiver.openConnections === 0);
  assert.equal(receiver.arrivals.length, 100);
});

test('a desk with nothing under way stops without waiting', async () => {
  receiver.behave = status(500);
  at.tell(0);
  await at.settle();
  assert.equal(await at.desk.stop(HOUR), 1);
});

test('an event that was taken out of the queue while it waited for its next attempt keeps no desk from stopping', async () => {
  receiver.behave = status(500);
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Hi'));
  await at.settle();
  at.desk.settings([webhook(receiver.url, { events: ['message.state'] })]);
  await at.pass(HOUR);
  let left: number | null = null;
  at.desk.stop(HOUR).then((count) => (left = count));
  await until('it has stopped', () => left !== null);
  assert.equal(left, 0);
  assert.equal(receiver.arrivals.length, 1);
});

test('there are no attempts at a webhook that nobody knows', () => {
  assert.deepEqual(at.desk.attempts('dW5rbm93bjAwMDAwMDAwMA'), []);
});

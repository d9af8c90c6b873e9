import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, test } from 'node:test';
import { Webhook as Verifier } from 'standardwebhooks';
import {
  BATCH,
  DeskAtTest,
  HOOK,
  HOUR,
  MINUTE,
  received,
  SECOND,
  SECRET,
  until,
  webhook,
} from './desk-at-test.ts';
import { closeInBody, closeInHead, dropConnection, hang, Receiver, sequence, status } from './receiver.ts';

let receiver: Receiver;
let at: DeskAtTest;

beforeEach(async () => {
  receiver = await Receiver.open();
  at = new DeskAtTest();
  at.desk.settings([webhook(receiver.url)]);
});

afterEach(async () => {
  await at.desk.stop(0);
  await receiver.close();
});

/** Status or error, and seconds until the next attempt, of all attempts, oldest first. */
function course(): (number | string | null)[][] {
  const attempts = at.desk.attempts(HOOK).toReversed();
  return attempts.map(({ status, error, at, ms, nextAt }) => [
    error ?? status,
    nextAt === null ? null : (nextAt - at - ms) / SECOND,
  ]);
}

test('a receiver gets what became of a text and what came in, signed, as Standard Webhooks has it', async () => {
  const now = at.clock.now();
  const instant = new Date(now).toISOString();
  const error = { code: '0x45', text: 'The carrier refused the text (0x45).' };
  at.desk.tell({ type: 'message.state', message: `${BATCH}:3`, state: 'failed', at: instant, error });
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Zażółć 😜'));
  await at.settle();
  const state = receiver.arrivals.find(({ message }) => message === `${BATCH}:3`);
  const text = receiver.arrivals.find(({ message }) => message !== `${BATCH}:3`);
  assert.ok(state && text);
  assert.deepEqual(JSON.parse(state.body), {
    type: 'message.state',
    timestamp: instant,
    data: { message: `${BATCH}:3`, state: 'failed', error },
  });
  assert.deepEqual(JSON.parse(text.body), {
    type: 'message.received',
    timestamp: '2026-11-22T02:06:36.000Z',
    data: {
      id: 'cmVjb3JkMDAwMDAwMDAwMA',
      from: '+48600000001',
      to: '+48600000002',
      text: 'Zażółć 😜',
      connector: 'main',
    },
  });
  for (const { headers, body } of [state, text]) {
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.host, `127.0.0.1:${receiver.port}`);
    assert.equal(headers['webhook-timestamp'], String(Math.floor(now / SECOND)));
    // The library asks the machine for the time, and refuses what is not of these minutes: the desk's time is given to it.
    const verifier = new Verifier(`whsec_${SECRET}`);
    const signature = verifier.sign(String(headers['webhook-id']), new Date(now), body);
    assert.equal(headers['webhook-signature'], signature);
  }
});

test('events that one receiver wants are not posted to one that wants others', async () => {
  const other = await Receiver.open();
  at.desk.settings([
    webhook(receiver.url, { events: ['message.state'] }),
    webhook(other.url, { id: 'aG9vazIwMDAwMDAwMDAwMA', events: ['message.received'] }),
  ]);
  at.tell(1);
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Hi'));
  await at.settle();
  assert.deepEqual(
    [receiver, other].map(({ arrivals }) => arrivals.map(({ message }) => message)),
    [[`${BATCH}:1`], ['cmVjb3JkMDAwMDAwMDAwMA']],
  );
  await other.close();
});

test('connections are kept: a hundred events one after another need one', async () => {
  for (let i = 0; i < 100; i++) {
    at.tell(i);
    await at.settle();
  }
  assert.equal(receiver.arrivals.length, 100);
  assert.equal(receiver.connections, 1);
});

test('an event that got 500 is posted again after a second: same id, same body, signed for its own time', async () => {
  receiver.behave = sequence(status(500), status(200));
  at.tell(0);
  await at.settle();
  await at.pass(999);
  assert.equal(receiver.arrivals.length, 1);
  await at.pass(1);
  const [first, second] = receiver.arrivals;
  assert.ok(first && second);
  assert.deepEqual([second.id, second.body], [first.id, first.body]);
  assert.notEqual(second.headers['webhook-signature'], first.headers['webhook-signature']);
  assert.deepEqual(course(), [
    [500, 1],
    [200, null],
  ]);
  assert.deepEqual([at.state.queued, at.state.taken], [0, 1]);
});

test('an event that always fails is tried for a day at growing intervals, and then given up', async () => {
  receiver.behave = status(500);
  at.tell(0);
  await at.settle();
  await at.pass(25 * HOUR);
  const delays = course().map(([, seconds]) => seconds);
  assert.deepEqual(delays.slice(0, 7), [1, 5, 30, 120, 600, 3_600, 10_800]);
  assert.equal(delays.at(-1), null);
  assert.deepEqual([at.state.queued, at.state.givenUp], [0, 1]);
  const last = at.desk.attempts(HOOK)[0]?.at ?? 0;
  const first = at.desk.attempts(HOOK).at(-1)?.at ?? 0;
  assert.ok(last - first > 20 * HOUR && last - first < 24 * HOUR);
});

test('a receiver that never answers is let go of after ten seconds', async () => {
  receiver.behave = hang;
  at.tell(0);
  await until('the post has arrived', () => receiver.arrivals.length === 1);
  at.clock.advance(9_999);
  assert.equal(at.state.underWay, 1);
  at.clock.advance(1);
  await at.settle();
  assert.deepEqual(course(), [['timeout', 1]]);
});

for (const [what, behave] of [
  ['closes the connection', dropConnection],
  ['closes in the midst of the answer’s head', closeInHead],
] as const)
  test(`a receiver that ${what} is told again`, async () => {
    receiver.behave = sequence(behave, status(204));
    at.tell(0);
    await at.settle();
    await at.pass(SECOND);
    assert.deepEqual(
      course().map(([, seconds]) => seconds),
      [1, null],
    );
    assert.equal(at.desk.attempts(HOOK).at(-1)?.status, null);
    assert.equal(at.state.taken, 1);
  });

test('an answer of 200 counts although its body breaks off', async () => {
  receiver.behave = closeInBody;
  at.tell(0);
  await at.settle();
  assert.deepEqual(course(), [[200, null]]);
});

test('an answer without end is cut off, and its status counts', async () => {
  let closed = false;
  receiver.behave = (answer) => {
    const endless = new Readable({ read: () => endless.push(Buffer.alloc(16 * 1024)) });
    answer.on('close', () => {
      closed = true;
      endless.destroy();
    });
    endless.pipe(answer.writeHead(200));
  };
  at.tell(0);
  await at.settle();
  assert.deepEqual(course(), [[200, null]]);
  await until('the connection is closed', () => closed);
});

for (const code of [429, 503])
  test(`after ${code} with Retry-After nothing at all is posted until then`, async () => {
    receiver.behave = sequence(status(code, { 'retry-after': '90' }), status(200));
    at.tell(0);
    await at.settle();
    at.tell(1);
    assert.deepEqual([at.state.condition, at.state.until], ['waiting', at.clock.now() + 90 * SECOND]);
    await at.pass(90 * SECOND - 1);
    assert.equal(receiver.arrivals.length, 1);
    await at.pass(1);
    assert.equal(at.state.condition, 'working');
    assert.deepEqual([receiver.arrivals.length, at.state.taken], [3, 2]);
  });

test('Retry-After may be a date, and what is neither is passed over', async () => {
  const date = new Date(at.clock.now() + 2 * MINUTE).toUTCString();
  receiver.behave = sequence(
    status(429, { 'retry-after': date }),
    status(503, { 'retry-after': 'soon' }),
    status(429),
    status(200),
  );
  at.tell(0);
  await at.settle();
  await at.pass(2 * MINUTE);
  await at.pass(5 * SECOND);
  await at.pass(30 * SECOND);
  assert.deepEqual(course(), [
    [429, 120],
    [503, 5],
    [429, 30],
    [200, null],
  ]);
});

test('a receiver that answers 410 gets nothing any more, until somebody changes the webhook', async () => {
  receiver.behave = status(410);
  at.tell(0);
  await at.settle();
  at.tell(1);
  await at.pass(HOUR);
  at.desk.settings([webhook(receiver.url)]);
  at.tell(2);
  await at.pass(HOUR);
  assert.equal(receiver.arrivals.length, 1);
  assert.deepEqual([at.state.condition, at.state.dropped, at.state.queued], ['gone', 3, 0]);
  assert.match(at.state.reason ?? '', /410/);
  receiver.behave = status(200);
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  at.desk.settings([webhook(receiver.url)]);
  at.tell(3);
  await at.settle();
  assert.deepEqual([at.state.condition, at.state.taken], ['working', 1]);
});

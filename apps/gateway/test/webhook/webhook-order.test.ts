import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEXT_STATES } from '@smseal/protocol';
import fc from 'fast-check';
import { BATCH, DeskAtTest, HOUR, until, webhook } from './desk-at-test.ts';
import { closeInBody, closeInHead, dropConnection, Receiver, status, type Behaviour } from './receiver.ts';

interface Kind {
  behave: Behaviour;
  isTaken: boolean;
}

const KINDS: readonly Kind[] = [
  { behave: status(204), isTaken: true },
  { behave: closeInBody, isTaken: true },
  { behave: status(500), isTaken: false },
  { behave: status(302, { location: '/' }), isTaken: false },
  { behave: status(429, { 'retry-after': '3' }), isTaken: false },
  { behave: dropConnection, isTaken: false },
  { behave: closeInHead, isTaken: false },
];

const plan = fc.record({
  messages: fc.array(fc.integer({ min: 1, max: TEXT_STATES.length }), { minLength: 1, maxLength: 8 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
  /** How posts are treated, in the order of their arrival; what comes after is taken. */
  course: fc.array(fc.constantFrom(...KINDS), { maxLength: 60 }),
});

/** Tells a plan's events: of each message as many states as the plan says. @returns the ids in order, by message. */
function tellAll(at: DeskAtTest, messages: readonly number[]): void {
  for (const [place, state] of TEXT_STATES.entries())
    for (const [index, count] of messages.entries()) if (place < count) at.tell(index, state);
}

function statesOf(bodies: readonly string[]): string[] {
  return bodies.map((body) => (JSON.parse(body) as { data: { state: string } }).data.state);
}

test('whatever a receiver does, it gets each event at least once, and those of a message in order', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ messages, concurrency, random, course }) => {
      const receiver = await Receiver.open();
      const taken = new Map<string, string[]>();
      receiver.behave = (answer, arrival, number) => {
        const kind = course[number] ?? KINDS[0];
        assert.ok(kind);
        const [state = ''] = statesOf([arrival.body]);
        const before = taken.get(arrival.message) ?? [];
        // What arrives is the first state of its message that has not been taken.
        if (TEXT_STATES[before.length] !== state)
          taken.set(arrival.message, [...before, `out of order: ${state}`]);
        else if (kind.isTaken) taken.set(arrival.message, [...before, state]);
        kind.behave(answer, arrival, number);
      };
      const at = new DeskAtTest({ concurrency, random: () => random });
      try {
        at.desk.settings([webhook(receiver.url)]);
        tellAll(at, messages);
        await at.pass(23 * HOUR);
        for (const [index, count] of messages.entries())
          assert.deepEqual(taken.get(`${BATCH}:${index}`), TEXT_STATES.slice(0, count));
        assert.equal(at.state.givenUp + at.state.dropped, 0);
      } finally {
        await at.desk.stop(0);
        await receiver.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('whatever came before, nothing is posted after a 410', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ messages, concurrency, random, course }) => {
      const receiver = await Receiver.open();
      receiver.behave = (answer, arrival, number) => {
        const behave = course[number]?.behave ?? status(410);
        behave(answer, arrival, number);
      };
      const at = new DeskAtTest({ concurrency, random: () => random });
      try {
        at.desk.settings([webhook(receiver.url)]);
        // More than the receiver has another answer for.
        tellAll(at, [...messages, ...Array.from({ length: course.length + 1 }, () => 1)]);
        await at.pass(23 * HOUR);
        assert.equal(at.state.condition, 'gone');
        // What left together with the post that was answered may still arrive.
        assert.ok(receiver.arrivals.length <= course.length + concurrency);
        await until('all connections are closed', () => receiver.openConnections === 0);
        const count = receiver.arrivals.length;
        at.tell(0, 'unknown');
        await at.pass(25 * HOUR);
        assert.equal(receiver.arrivals.length, count);
        assert.equal(at.state.queued, 0);
      } finally {
        await at.desk.stop(0);
        await receiver.close();
      }
    }),
    { numRuns: 30 },
  );
});

test('a message whose event fails holds up no other message', async () => {
  const receiver = await Receiver.open();
  receiver.behave = (answer, arrival, number) =>
    status(arrival.message.endsWith(':0') ? 500 : 204)(answer, arrival, number);
  const at = new DeskAtTest();
  at.desk.settings([webhook(receiver.url)]);
  for (const state of ['submitted', 'sent', 'delivered'] as const)
    for (let i = 0; i < 5; i++) at.tell(i, state);
  await until('all others are taken', () => at.state.taken === 12);
  await at.settle();
  assert.deepEqual(
    receiver.arrivals.filter(({ message }) => message.endsWith(':0')).map(({ body }) => statesOf([body])[0]),
    ['submitted'],
  );
  await at.desk.stop(0);
  await receiver.close();
});

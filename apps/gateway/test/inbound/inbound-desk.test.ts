import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessagePayload } from '@smseal/protocol';
import { encodeText, joinUserData } from '@smseal/sms';
import fc from 'fast-check';
import type { CarrierMessage } from '../../src/connector/connector.ts';
import { InboundDesk, type InboundText } from '../../src/inbound/inbound-desk.ts';

const LONG = `${'a'.repeat(153)}${'b'.repeat(153)}c`;

/** The parts of a text as a carrier brings them. */
function partsOf(text: string, referenceNumber = 7): CarrierMessage[] {
  return encodeText(text, { referenceNumber }).map((part) => ({
    from: '+447700900123',
    to: '+447700900999',
    octets: joinUserData(part),
    encoding: part.encoding,
    hasHeader: part.header.length > 0,
  }));
}

/** A server that outlives gateways. */
class Account {
  readonly records: MessagePayload[] = [];
  readonly arrived: InboundText[] = [];
  failing = 0;
  now = Date.parse('2026-11-25T12:00:00Z');

  gateway(holdMs: number): InboundDesk {
    return new InboundDesk({
      store: {
        put: async (payload) => {
          await new Promise((resolve) => setImmediate(resolve));
          if (this.failing-- > 0) throw new Error('cut off');
          return `record-${this.records.push(payload)}`;
        },
      },
      gateway: 'gateway',
      connector: 'c',
      now: () => this.now,
      arrived: async (text) => void this.arrived.push(text),
      holdMs,
    });
  }

  /** What a person sees: records of parts give way to the whole text. */
  get shown(): string[] {
    const covered = new Set(this.records.flatMap(({ replaces = [] }) => replaces));
    return this.records.filter((_, i) => !covered.has(`record-${i + 1}`)).map(({ text }) => text);
  }
}

const moment = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

test('parts that come at once are one record, and are answered for when it is stored', async () => {
  const account = new Account();
  const desk = account.gateway(60_000);
  const answered: number[] = [];
  const taken = partsOf(LONG).map((part, i) => desk.take(part).then(() => answered.push(i)));
  assert.deepEqual([answered, account.records], [[], []]);
  await Promise.all(taken);
  assert.deepEqual(account.shown, [LONG]);
  assert.equal(account.records.length, 1);
  assert.equal(account.arrived[0]?.text, LONG);
});

test('a carrier that brings the next part only after an answer is answered, and the whole takes the place of parts', async () => {
  const account = new Account();
  const desk = account.gateway(10);
  for (const part of partsOf(LONG)) await desk.take(part);
  assert.deepEqual(account.shown, [LONG]);
  assert.equal(account.records.length, 3);
  assert.match(account.records[0]?.text ?? '', /^a+\[…\]$/);
  assert.deepEqual(
    account.arrived.map(({ text }) => text),
    [LONG],
    'programs hear of the whole alone',
  );
});

test('whatever was answered for is in the account, whenever the gateway is killed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom('part', 'kill', 'fail'), { maxLength: 12 }),
      async (lengths, steps) => {
        const account = new Account();
        const parts = lengths.flatMap((length, n) =>
          partsOf(String.fromCharCode(97 + n).repeat(length), n).map((part) => ({ part, n })),
        );
        const answered = new Map<number, number>();
        let desk = account.gateway(2);
        for (const step of [...steps, ...parts.map(() => 'part')]) {
          if (step === 'fail') account.failing = 1;
          if (step === 'kill') desk = account.gateway(2);
          const [next] = parts;
          if (step !== 'part' || !next) continue;
          // The carrier brings a part again until it is answered for, one at a time.
          const taken = await desk.take(next.part).then(
            () => true,
            () => false,
          );
          if (!taken) continue;
          parts.shift();
          const octets = next.part.hasHeader ? next.part.octets.length - 6 : next.part.octets.length;
          answered.set(next.n, (answered.get(next.n) ?? 0) + octets);
        }
        for (const [n, octets] of answered) {
          const letter = String.fromCharCode(97 + n);
          const kept = account.shown.join('').split(letter).length - 1;
          assert.ok(kept >= octets, `${octets} of “${letter}” were answered for, and ${kept} are there`);
        }
      },
    ),
    { numRuns: 80, seed: 20261125 },
  );
});

test('a part that is brought again is answered for, and neither stored nor shown twice', async () => {
  const account = new Account();
  const desk = account.gateway(5);
  const parts = partsOf(LONG);
  await Promise.all(parts.map((part) => desk.take(part)));
  for (const part of parts) await desk.take(part);
  await moment(20);
  assert.equal(account.records.length, 1);
});

test('what the server does not take is not answered for', async () => {
  const account = new Account();
  const desk = account.gateway(5);
  account.failing = 1;
  const [first] = partsOf(LONG);
  assert.ok(first);
  await assert.rejects(desk.take(first));
  await desk.take(first);
  assert.equal(account.records.length, 1);
});

test('a text whose end never comes is told of when its time is over, as it was stored', async () => {
  const account = new Account();
  const desk = account.gateway(5);
  const [first, second] = partsOf(LONG);
  assert.ok(first && second);
  await desk.take(first);
  await desk.take(second);
  account.now += 31 * 60_000;
  await desk.sweep();
  assert.deepEqual(account.shown, [`${'a'.repeat(153)}${'b'.repeat(153)}[…]`]);
  assert.equal(account.records.length, 2);
  assert.equal(account.arrived[0]?.record, 'record-2');
});

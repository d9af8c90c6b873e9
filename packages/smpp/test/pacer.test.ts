import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Pacer } from '../src/link/pacer.ts';
import { RequestWindow } from '../src/link/request-window.ts';
import { segmentsOf } from '../src/link/segments-of.ts';
import { Backoff } from '../src/session/backoff.ts';
import { seed } from './arbitrary-pdu.ts';

/** Sends all that the pacer allows; `wake` says when it is looked at. Returns the times of sending. */
function run(pacer: Pacer, wake: Iterable<number>): number[] {
  const sent: number[] = [];
  for (const now of wake)
    for (let room = pacer.available(now); room > 0; room--) {
      pacer.take(1, now);
      sent.push(now);
    }
  return sent;
}

/** Most that was sent in any half-open second. */
function mostInASecond(sent: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < sent.length; last++) {
    while (sent[last]! - sent[first]! >= 1_000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function* every(ms: number, until: number): Generator<number> {
  for (let now = 0; now <= until; now += ms) yield now;
}

test('[SMPP-20] no second has more segments than the rate, however irregularly room is looked for', () => {
  const rate = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 2_000 }));
  const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 5_000 })), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(rate, gaps, (rate, gaps) => {
      let now = 0;
      const times = gaps.map((gap) => (now += gap));
      assert.ok(mostInASecond(run(new Pacer(rate, 0), times)) <= rate);
    }),
    { seed, numRuns: 500 },
  );
});

test('[SMPP-20] a burst after idle is no second with more', () => {
  for (const rate of [1, 49, 51, 100, 250, 1_000, 2_000]) {
    const idle = [...every(1, 3_000)].map((now) => now + 10_000);
    assert.ok(mostInASecond(run(new Pacer(rate, 0), idle)) <= rate, String(rate));
  }
});

for (const [rate, least] of [
  [1, 60],
  [10, 600],
  [100, 58 * 100],
  [1_000, 58 * 1_000],
] as const)
  test(`[SMPP-20] ${rate} in a second is reached when room is looked for each 5 ms`, () => {
    const sent = run(new Pacer(rate, 0), every(5, 60_000)).length;
    assert.ok(sent >= least && sent <= rate * 60 + 1, String(sent));
  });

test('[SMPP-20] one in four seconds is kept', () => {
  const sent = run(new Pacer(0.25, 0), every(10, 40_000));
  assert.equal(sent.length, 11);
  for (const [index, at] of sent.entries()) assert.ok(at >= index * 4_000 - 5);
});

test('[SMPP-20] whoever waits as long as told may send', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 5_000, noNaN: true }),
      fc.integer({ min: 1, max: 9 }),
      (rate, cost) => {
        const pacer = new Pacer(rate, 0);
        let now = 0;
        for (let n = 0; n < 20; n++) {
          now += pacer.waitMs(now);
          assert.ok(pacer.available(now) >= 1);
          pacer.take(cost, now);
        }
        // Each message but the first waits until the one before is paid off.
        assert.ok(now >= ((19 * cost - 1 - rate / 50) / rate) * 1_000 - 20);
      },
    ),
    { seed },
  );
});

test('[SMPP-20] a message_payload counts as what the carrier cuts it into', () => {
  const payload = (octets: number, dataCoding = 0) =>
    segmentsOf({ dataCoding, tlvs: { messagePayload: new Uint8Array(octets) } });
  assert.equal(segmentsOf({ shortMessage: new Uint8Array(140) }), 1);
  assert.deepEqual([payload(160), payload(161), payload(306), payload(307)], [1, 2, 2, 3]);
  assert.deepEqual([payload(140, 8), payload(142, 8), payload(268, 8), payload(270, 8)], [1, 2, 2, 3]);
});

test('[SMPP-21] a refusal halves the rate once, however many come of the same flight', () => {
  const pacer = new Pacer(100, 0);
  run(pacer, every(10, 1_000));
  for (let n = 0; n < 50; n++) pacer.slowDown(900 + n, 1_000 + n);
  assert.equal(pacer.rate, 50);
  pacer.slowDown(1_060, 1_100);
  assert.equal(pacer.rate, 25);
  assert.equal(pacer.available(1_100), 0);
});

test('[SMPP-21] the rate grows by equal steps after a while, and never above what was allowed', () => {
  const pacer = new Pacer(100, 0);
  run(pacer, every(10, 1_000));
  pacer.slowDown(1_000, 1_010);
  const at = [1_500, 2_010, 3_010, 4_010, 5_010];
  const rates = at.map((now) => (pacer.available(now), Math.round(pacer.rate)));
  assert.deepEqual(rates, [50, 50, 55, 60, 65]);
  pacer.available(60_000);
  assert.equal(pacer.rate, 100);
});

test('[SMPP-21] a single refused message does not slow the link down for long', () => {
  const pacer = new Pacer(100, 0);
  pacer.take(1, 0);
  pacer.slowDown(0, 10);
  assert.ok(pacer.rate <= 5);
  pacer.available(62_000);
  assert.equal(pacer.rate, 100);
});

test('[SMPP-21] without a limit the rate is found from what was sent', () => {
  const pacer = new Pacer(Infinity, 0);
  assert.equal(pacer.available(0), Infinity);
  for (let now = 0; now < 2_000; now++) pacer.take(1, now);
  pacer.slowDown(1_990, 2_000);
  assert.ok(Math.abs(pacer.rate - 500) < 10, String(pacer.rate));
});

test('[SMPP-21] a carrier near congestion is sent no more, a congested one less', () => {
  const pacer = new Pacer(100, 0);
  run(pacer, every(10, 1_000));
  pacer.congestion(50, 1_000, 1_000);
  assert.equal(pacer.rate, 100);
  pacer.congestion(95, 1_000, 1_000);
  assert.equal(pacer.rate, 50);
  for (let now = 1_100; now <= 5_000; now += 100) {
    pacer.congestion(85, now - 1, now);
    pacer.available(now);
  }
  assert.equal(pacer.rate, 50);
});

test('[SMPP-22] each wait is at most twice the one before, at least half of it is certain, and a refusal waits longer', () => {
  for (const random of [0, 1]) {
    const backoff = new Backoff(1_000, 60_000, () => random);
    const waits = Array.from({ length: 8 }, () => backoff.next(false));
    const full = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => (seconds * 1_000 * (1 + random)) / 2);
    assert.deepEqual(waits, full);
    backoff.reset();
    assert.equal(backoff.next(true), (5_000 * (1 + random)) / 2);
  }
});

test('[SMPP-26] numbers begin again at 1 and go past those that are unanswered', () => {
  const window = new RequestWindow(0x7ffffffe);
  assert.equal(window.nextSequence(), 0x7fffffff);
  const request = { response: 'submit_sm_resp', at: 0, burst: 0, token: null, settle: () => {} } as const;
  window.add(1, request);
  window.add(2, request);
  assert.equal(window.nextSequence(), 3);
});

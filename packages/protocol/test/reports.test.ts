import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { MAX_BATCH_TEXTS, packReports, RawSegment, TEXT_STATES, unpackReports } from '../src/index.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261125);
const reports = fc.array(
  fc.record(
    { index: fc.nat(MAX_BATCH_TEXTS - 1), state: fc.constantFrom(...TEXT_STATES) },
    { noNullPrototype: true },
  ),
  { maxLength: 200 },
);
const RawStates = Compile(RawSegment.properties.states);

test('packed reports are read as they were written, and three octets each', () => {
  fc.assert(
    fc.property(reports, (given) => {
      const packed = packReports(given);
      assert.equal(packed.length, 3 * given.length);
      assert.deepEqual(unpackReports(packed), given);
      assert.ok(RawStates.Check(packed));
    }),
    { seed: SEED },
  );
});

test('octets that no reports could have given are refused', () => {
  const bad = [
    [0, 0],
    [0, 0, TEXT_STATES.length],
    [MAX_BATCH_TEXTS >> 8, MAX_BATCH_TEXTS & 0xff, 0],
    Array.from({ length: 3 * (MAX_BATCH_TEXTS + 1) }, () => 0),
  ];
  for (const octets of bad) assert.ok(!RawStates.Check(Uint8Array.from(octets)), octets.slice(0, 9).join());
  assert.ok(!RawStates.Check([0, 0, 0]), 'a list of numbers is no octets');
  assert.ok(RawStates.Check(new Uint8Array(0)));
});

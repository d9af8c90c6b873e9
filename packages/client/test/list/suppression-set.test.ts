import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SuppressionSet, type SuppressionState } from '@smseal/client';
import type { SuppressionListEntry, SuppressionMeaning } from '@smseal/protocol';
import fc from 'fast-check';
import { entry } from './list-server.ts';

const NUMBER = '+4915112345678';

function after(...said: [SuppressionMeaning, number][]): SuppressionState | null {
  const set = new SuppressionSet();
  // Reasons in the order that would decide for the other word.
  for (const [meaning, second] of said)
    set.take({ ...entry(NUMBER, meaning, second), why: meaning.endsWith('start') ? 'z' : 'a' });
  return set.get(NUMBER);
}

test('the newest word counts, of STOP and START in one instant STOP, whatever came first', () => {
  const cases: [boolean, ...[SuppressionMeaning, number][]][] = [
    [true, ['stop', 1]],
    [false, ['stop', 1], ['start', 2]],
    [true, ['stop', 2], ['start', 1]],
    [true, ['stop', 1], ['start', 1]],
    [false, ['start', 1]],
    [false, ['deactivated', 1], ['start', 2]],
    [true, ['member-stop', 1], ['start', 2]],
    [true, ['stop', 1], ['member-start', 2]],
    [true, ['member-stop', 1], ['stop', 2], ['member-start', 3]],
    [false, ['member-stop', 1], ['stop', 2], ['member-start', 3], ['start', 4]],
    [true, ['member-stop', 3], ['member-start', 3]],
  ];
  for (const [suppressed, ...said] of cases) {
    assert.equal(after(...said)?.suppressed, suppressed, JSON.stringify(said));
    assert.equal(after(...said.toReversed())?.suppressed, suppressed, JSON.stringify(said));
  }
});

test('what is known of a number says who closed it, why and when', () => {
  const set = new SuppressionSet();
  const source = { gateway: 'A'.repeat(22) };
  const causes: [Partial<SuppressionListEntry>, string][] = [
    [{ meaning: 'stop', source }, 'reply'],
    [{ meaning: 'stop', source: { text: 'A'.repeat(22) } }, 'reply'],
    [{ meaning: 'stop', source: {} }, 'import'],
    [{ meaning: 'deactivated', source }, 'deactivated'],
    [{ meaning: 'member-stop', source: {} }, 'member'],
  ];
  for (const [at, [given, cause]] of causes.entries()) {
    const number = `+4860000000${at}`;
    set.take({ ...entry(number, 'stop', 1), ...given });
    const { why, at: said } = entry(number, 'stop', 1);
    const known = { suppressed: true, cause, why, at: Date.parse(said), helped: null };
    assert.deepEqual(set.get(number), known);
  }
});

test('only numbers in E.164 are in it', () => {
  const set = new SuppressionSet();
  set.take(entry('+1000000', 'stop'));
  for (const number of ['1000000', '+01000000', '+1000000 ', '+', '', '+1e6', '+10000000000000000', 'SHOP'])
    assert.equal(set.get(number), null, number);
  assert.equal(set.get('+1000000')?.suppressed, true);
  assert.equal(set.accepts({ ...entry('+1000000', 'stop'), at: '2026-13-45T99:99:99.999Z' }), false);
});

test('it holds what a plain map of words would hold', () => {
  const entries = fc.array(
    fc
      .record({
        number: fc.bigInt({ min: 1_000_000n, max: 1_000_040n }).map((digits) => `+${digits}`),
        meaning: fc.constantFrom<SuppressionMeaning>('stop', 'start', 'member-stop', 'member-start'),
        second: fc.nat({ max: 3 }),
      })
      .map(({ number, meaning, second }) => entry(number, meaning, second)),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(entries, (all) => {
      const set = new SuppressionSet();
      const words = new Map<string, SuppressionListEntry>();
      for (const said of all) {
        set.take(said);
        const key = `${said.number} ${said.meaning.startsWith('member')}`;
        const held = words.get(key);
        const closes = said.meaning.endsWith('stop');
        if (!held || said.at > held.at || (said.at === held.at && closes)) words.set(key, said);
      }
      const closed = new Set(
        [...words.values()].filter(({ meaning }) => meaning.endsWith('stop')).map(({ number }) => number),
      );
      assert.deepEqual([...set.suppressed()].sort(), [...closed].sort());
      for (const { number } of all) assert.equal(set.get(number)?.suppressed, closed.has(number));
    }),
  );
});

test('a million numbers take less than 120 MB', () => {
  const before = process.memoryUsage();
  const set = new SuppressionSet();
  const said = entry(NUMBER, 'stop');
  for (let i = 0; i < 1_000_000; i++) set.take({ ...said, number: `+${48_500_000_000 + i * 17}` });
  const { arrayBuffers } = process.memoryUsage();
  assert.ok(arrayBuffers - before.arrayBuffers < 120e6, `${arrayBuffers - before.arrayBuffers} octets`);
  for (let i = 0; i < 1_000_000; i += 999)
    assert.equal(set.get(`+${48_500_000_000 + i * 17}`)?.suppressed, true);
  assert.equal(set.get('+48500000001'), null);
});

/** Which span a webhook is told again, before anything is drawn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REMEMBERED_MS, replaySpan, toField } from '../src/gateway/replay-span.ts';

const NOW = Date.UTC(2026, 10, 25, 12, 30, 15);

test('what a field shows is read back to the second, whatever the zone', () => {
  fc.assert(
    fc.property(fc.integer({ min: NOW - REMEMBERED_MS, max: NOW }), (ms) => {
      const span = replaySpan(toField(ms), toField(NOW + 60_000), NOW);
      assert.ok('since' in span);
      assert.equal(Date.parse(span.since), Math.floor(ms / 1000) * 1000);
    }),
  );
});

test('a span that is empty, backwards, without a time or forgotten is refused in a sentence', () => {
  const fault = (since: string, until: string) => {
    const span = replaySpan(since, until, NOW);
    return 'fault' in span ? span.fault : null;
  };
  assert.match(fault('', toField(NOW)) ?? '', /both times/);
  assert.match(fault(toField(NOW), toField(NOW)) ?? '', /before the end/);
  assert.match(fault(toField(NOW), toField(NOW - 1_000)) ?? '', /before the end/);
  const old = NOW - REMEMBERED_MS;
  assert.match(fault(toField(old - 7_200_000), toField(old - 3_600_000)) ?? '', /24 hours/);
  assert.equal(fault(toField(old - 3_600_000), toField(NOW)), null);
});

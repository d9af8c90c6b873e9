import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressPrefix, RateLimit } from '../../src/security/rate-limit.ts';

test('a burst passes, then the rate, then a wait that is long enough', () => {
  const limit = new RateLimit({ burst: 3, perSecond: 2 });
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.wait('a', 0)),
    [0, 0, 0, 0.5],
  );
  assert.equal(limit.wait('a', 500), 0);
  assert.equal(limit.wait('b', 500), 0, 'others are not held up');
});

test('never more than burst and rate allow, whatever the times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      const limit = new RateLimit({ burst: 5, perSecond: 10 });
      let now = 0;
      let passed = 0;
      for (const gap of gaps) {
        now += gap;
        if (limit.wait('a', now) === 0) passed++;
      }
      assert.ok(passed <= 5 + (now / 1000) * 10 + 1e-6);
    }),
    { seed: 11 },
  );
});

test('a clock that goes back gives nothing away', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 });
  assert.equal(limit.wait('a', 10_000), 0);
  assert.ok(limit.wait('a', 0) > 0);
});

test('memory is bounded', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 }, 100);
  for (let n = 0; n < 10_000; n++) limit.wait(`key ${n}`, n);
  assert.equal(limit.size, 100);
});

test('addresses count by the network that one customer has', () => {
  const cases = {
    '203.0.113.7': '203.0.113.0/24',
    '::ffff:203.0.113.9': '203.0.113.0/24',
    '2001:db8:1:ff12::1': '2001:db8:1:ff00::/56',
    '2001:db8:1:ff99:a:b:c:d': '2001:db8:1:ff00::/56',
    '2001:db8:1:fe00::1': '2001:db8:1:fe00::/56',
    '::1': '0:0:0:0::/56',
    'fe80::1%eth0': 'fe80:0:0:0::/56',
    nonsense: 'unknown',
  };
  for (const [address, prefix] of Object.entries(cases))
    assert.equal(addressPrefix(address), prefix, address);
});

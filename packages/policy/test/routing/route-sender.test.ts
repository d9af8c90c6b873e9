import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { routeSender, type Carrier } from '../../src/index.ts';

const SEED = 20261125;
const north = { id: 'north', senders: ['North', '+447700900001'], isUp: true };
const south = { id: 'south', senders: ['South', '+447700900001'], isUp: true };

test('a named sender’s texts go by those that list it, in the order of the settings', () => {
  assert.deepEqual(routeSender('South', [north, south]), { connectors: ['south'], from: 'South' });
  const both = routeSender('+447700900001', [south, north]);
  assert.deepEqual(both, { connectors: ['south', 'north'], from: '+447700900001' });
});

test('a carrier that is away is passed over, and its own senders wait for it', () => {
  const away = { ...north, isUp: false };
  assert.deepEqual(routeSender('+447700900001', [away, south]).connectors, ['south']);
  assert.deepEqual(routeSender('North', [away, south]).connectors, []);
});

test('texts without a sender leave as the first carrier’s that is up, and by others only as the same', () => {
  assert.deepEqual(routeSender(null, [north, south]), { connectors: ['north'], from: 'North' });
  const shared = { ...south, senders: ['South', 'North'] };
  assert.deepEqual(routeSender(null, [north, shared]), { connectors: ['north', 'south'], from: 'North' });
  const away = { ...north, isUp: false };
  assert.deepEqual(routeSender(null, [away, south]), { connectors: ['south'], from: 'South' });
  const open = { id: 'open', senders: [], isUp: true };
  assert.deepEqual(routeSender(null, [open, north]), { connectors: ['open'], from: null });
  assert.deepEqual(routeSender(null, [away]), { connectors: [], from: null });
});

test('a sender that nobody lists goes by any', () => {
  assert.deepEqual(routeSender('Bank', [north, south]), { connectors: ['north', 'south'], from: 'Bank' });
});

const carriers: fc.Arbitrary<Carrier[]> = fc
  .array(
    fc.record({
      senders: fc.oneof(fc.constant('any' as const), fc.subarray(['A', 'B', 'C'])),
      isUp: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((one, place) => ({ ...one, id: `carrier-${place}` })));

test('texts go by every carrier that is up and lists their sender, by none that is away, and in the order of the settings', () => {
  fc.assert(
    fc.property(fc.constantFrom(null, 'A', 'B', 'C', 'D'), carriers, (from, all) => {
      const { connectors, from: as } = routeSender(from, all);
      const places = connectors.map((id) => all.findIndex((one) => one.id === id));
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
      assert.ok(places.every((place) => all[place]?.isUp));
      const lists = ({ senders }: Carrier) => senders === 'any' || senders.includes(as ?? from ?? '');
      if (from !== null && all.some(lists))
        assert.deepEqual(
          connectors,
          all.filter((one) => one.isUp && lists(one)).map(({ id }) => id),
        );
      else
        assert.equal(
          connectors.length > 0,
          all.some(({ isUp }) => isUp),
        );
    }),
    { seed: SEED },
  );
});

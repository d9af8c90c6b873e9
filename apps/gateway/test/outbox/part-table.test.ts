import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomId } from '@smseal/seal';
import fc from 'fast-check';
import { BatchWork } from '../../src/outbox/batch-work.ts';
import { PartTable, type PartPlace } from '../../src/outbox/part-table.ts';

const TEXT = { to: ['+48600000001'], text: 'Hi', simSlot: null };

function workUntil(expires: number): BatchWork {
  const contentKey = new Uint8Array(32);
  const head = { id: randomId(), priority: 5, expires, contentKey };
  return new BatchWork({ ...head, texts: [TEXT], states: ['leased'], lastSegment: -1 });
}

const WORKS = [1, 2, 3].map(workUntil);

/** Few ids, so that they are set again and deleted again. */
const id = fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.string({ unit: 'binary', maxLength: 3 }));
const step = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    id,
    work: fc.constantFrom(...WORKS),
    index: fc.integer({ min: 0, max: 999 }),
    k: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ do: fc.constant('delete' as const), id }),
  fc.record({ do: fc.constant('forget' as const), work: fc.constantFrom(...WORKS) }),
);

test('a table of parts answers as a map of them would, whatever is set, deleted and forgotten', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const table = new PartTable();
      const model = new Map<string, PartPlace>();
      for (const one of steps) {
        if (one.do === 'set') {
          const { work, index, k } = one;
          table.set(one.id, { work, index, k });
          model.set(one.id, { work, index, k });
        } else if (one.do === 'delete') {
          table.delete(one.id);
          model.delete(one.id);
        } else {
          table.forget((work) => work === one.work);
          for (const [name, { work }] of model) if (work === one.work) model.delete(name);
        }
        assert.equal(table.size, model.size);
      }
      for (const one of steps)
        if (one.do !== 'forget') assert.deepEqual(table.get(one.id), model.get(one.id) ?? null);
    }),
  );
});

test('a hundred thousand ids in a row are told apart, as the table grows and as it shrinks', () => {
  const table = new PartTable();
  const [work] = WORKS;
  assert.ok(work);
  const COUNT = 100_000;
  const idOf = (n: number): string => (0x1f00_0000 + n).toString(16);
  for (let n = 0; n < COUNT; n++) table.set(idOf(n), { work, index: n % 1_000, k: (n % 255) + 1 });
  assert.equal(table.size, COUNT);
  for (let n = 0; n < COUNT; n += 2) table.delete(idOf(n));
  for (let n = 0; n < COUNT; n++) {
    const place = table.get(idOf(n));
    if (n % 2 === 0) assert.equal(place, null);
    else assert.deepEqual([place?.index, place?.k], [n % 1_000, (n % 255) + 1]);
    if (n % 2 === 1) table.delete(idOf(n));
  }
  assert.equal(table.size, 0);
  assert.equal(table.has(idOf(1)), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cacheKey, generateCacheSecret, openPage, sealPage } from '@smseal/seal';
import {
  decodeItems,
  encodeItems,
  itemKey,
  keyOf,
  type CacheItem,
} from '../../src/engine/cache/cache-item.ts';
import { PAGE_ITEMS, PageBook } from '../../src/engine/cache/page-book.ts';
import { text } from './some-mailbox.ts';

test('a page comes back from its octets item by item', () => {
  const items: CacheItem[] = [
    { record: text({ id: 'a', from: '+1', text: 'żółć 👍🏽\u0000"', at: 1 }) },
    { gone: { kind: 'contact', id: 'b' } },
  ];
  assert.deepEqual(decodeItems(encodeItems(items)), items);
  assert.deepEqual(items.map(keyOf), ['message:a', 'contact:b']);
});

test('a sealed page opens under its own name and key alone', async () => {
  const key = await cacheKey(await generateCacheSecret());
  const sealed = await sealPage(key, 'page:1', encodeItems([]));
  assert.deepEqual(decodeItems(await openPage(key, 'page:1', sealed)), []);
  await assert.rejects(openPage(key, 'page:2', sealed));
  await assert.rejects(openPage(await cacheKey(await generateCacheSecret()), 'page:1', sealed));
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  await assert.rejects(openPage(key, 'page:1', sealed));
});

test('an item keeps its page, pages fill to their size, and a book read back is the same book', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_000), { maxLength: 4_000 }), (numbers) => {
      const book = new PageBook();
      const placed = new Map<string, number>();
      for (const n of numbers) {
        const key = itemKey('message', String(n));
        const page = book.place(key);
        assert.equal(placed.get(key) ?? page, page);
        placed.set(key, page);
      }
      assert.equal(book.items, placed.size);
      const again = new PageBook();
      for (let page = 0; page < book.pages; page++) {
        assert.ok(book.keysOn(page).length <= PAGE_ITEMS);
        assert.ok(page === book.pages - 1 || book.keysOn(page).length === PAGE_ITEMS);
        again.restore(page, book.keysOn(page));
      }
      for (const [key, page] of placed) assert.equal(again.place(key), page);
      assert.equal(again.place('message:new'), book.place('message:new'));
    }),
    { seed: 20261122, numRuns: 30 },
  );
});

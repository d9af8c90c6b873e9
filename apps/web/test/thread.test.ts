/** What a thread makes of its texts, before anything is drawn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ConversationRow, ThreadItem, ThreadWindow } from '../src/engine/engine-api.ts';
import { placing } from '../src/thread/grouping.ts';
import { mergeWindow } from '../src/thread/merge-window.ts';
import { oneTimeCode, textParts } from '../src/thread/text-parts.ts';

const SEED = 20_261_122;

function item(index: number, rest: Partial<ThreadItem> = {}): ThreadItem {
  return {
    id: `m${index}`,
    mine: false,
    from: null,
    text: `text ${index}`,
    subject: null,
    attachments: [],
    at: new Date(Date.UTC(2026, 10, 22, 12, index)).toISOString(),
    transport: 'sms',
    status: 'received',
    error: null,
    sim: null,
    route: '',
    late: false,
    goneFromPhone: false,
    sentAs: null,
    ...rest,
  };
}

const conversation: ConversationRow = {
  id: 'c1',
  title: 'Ada',
  parties: [],
  picture: null,
  last: null,
  unread: 0,
  pinned: false,
  muted: false,
  archived: false,
  draft: '',
};

/** The part of a thread of `total` texts whose oldest text has the number `oldest`. */
function windowOf(oldest: number, total: number, [start, end]: readonly [number, number]): ThreadWindow {
  const items = Array.from({ length: end - start }, (_, place) => item(oldest + start + place));
  return { conversation, total, start, items, firstUnread: null, complete: true };
}

test('windows that touch are joined into one unbroken run, also when older texts arrived meanwhile', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 20 }),
      fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 8 }),
      (total, arrived, asked) => {
        let held: ThreadWindow | null = null;
        for (const [round, [from, count]] of asked.entries()) {
          const grown = round === 0 ? 0 : arrived;
          const whole = total + grown;
          const start = Math.min(from, whole - 1);
          const window = windowOf(100 - grown, whole, [start, Math.min(whole, start + count)]);
          held = mergeWindow(held, window);
          const numbers = held.items.map(({ id }) => Number(id.slice(1)));
          assert.deepEqual(
            numbers,
            numbers.map((_, place) => 100 - grown + (held?.start ?? 0) + place),
          );
          for (const { id } of window.items) assert.ok(held.items.some((each) => each.id === id));
        }
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});

test('a newer answer for the same texts wins', () => {
  const first = windowOf(0, 10, [0, 10]);
  const next = windowOf(0, 10, [4, 8]);
  next.items = next.items.map((each) => ({ ...each, status: 'delivered' }));
  const merged = mergeWindow(first, next);
  assert.equal(merged.items.length, 10);
  assert.deepEqual(
    merged.items.filter((each) => each.status === 'delivered').map((each) => each.id),
    ['m4', 'm5', 'm6', 'm7'],
  );
});

test('a long walk lets go of the far end', () => {
  let held = mergeWindow(null, windowOf(0, 5000, [4900, 5000]));
  for (let start = 4820; start > 0; start -= 80)
    held = mergeWindow(held, windowOf(0, 5000, [start, start + 100]));
  assert.ok(held.items.length <= 1500);
  assert.equal(held.items[0]?.id, `m${held.start}`);
  assert.ok(held.start < 80);
});

test('texts of one speaker within five minutes stand together; a pause, a day or another speaker parts them', () => {
  const a = item(0);
  assert.deepEqual(placing(a, item(4), item(5)), { newDay: false, first: false, last: false });
  assert.deepEqual(placing(a, item(5), undefined), { newDay: false, first: true, last: true });
  assert.deepEqual(placing(a, item(1, { mine: true }), item(2)), {
    newDay: false,
    first: true,
    last: true,
  });
  const other = item(1, { from: { number: '+4915100000000', name: null } });
  assert.equal(placing(a, other, undefined).first, true);
  assert.equal(placing(undefined, a, undefined).newDay, true);
  assert.equal(placing(item(-3000), a, undefined).newDay, true);
});

test('links are found without the punctuation around them, and nothing is lost', () => {
  assert.deepEqual(textParts('See (https://example.org/a?b=1), please.'), [
    { kind: 'plain', text: 'See (' },
    { kind: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    { kind: 'plain', text: '), please.' },
  ]);
  assert.deepEqual(textParts('javascript:alert(1) and data:text/html,x'), [
    { kind: 'plain', text: 'javascript:alert(1) and data:text/html,x' },
  ]);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl()), { maxLength: 5 }), (words) => {
      const text = words.join(' ');
      assert.equal(
        textParts(text)
          .map((part) => part.text)
          .join(''),
        text,
      );
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('one-time codes are found where a text speaks of one, and nowhere else', () => {
  assert.equal(oneTimeCode('Your one-time code is 482913. Valid for 5 minutes.'), '482913');
  assert.equal(oneTimeCode('Ihr Bestätigungscode: 123 456'), '123456');
  assert.equal(oneTimeCode('Код подтверждения: 9041'), '9041');
  assert.equal(oneTimeCode('G-502811 is your verification code'), '502811');
  assert.equal(oneTimeCode('See you at 1830, gate 4821'), null);
  assert.equal(oneTimeCode('Your promo code saves 5000€ on 12.500 items'), null);
  assert.equal(oneTimeCode('The code is on the door'), null);
});

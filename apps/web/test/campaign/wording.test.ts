/** What a text to many comes to, and what its results look like as a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Mapping, Wording } from '../../src/engine/campaign/campaign-api.ts';
import { countWording } from '../../src/engine/campaign/count-wording.ts';
import { Pace } from '../../src/engine/campaign/pace.ts';
import { columnsOf, listRecipients } from '../../src/engine/campaign/recipient-list.ts';
import { textWriter } from '../../src/engine/campaign/word-texts.ts';
import { writeCsv } from '../../src/engine/campaign/write-csv.ts';

const breathe = () => Promise.resolve();
const rows = (...lines: string[]) =>
  lines.map((line, at) => ({ line: at + 1, cells: line.split(';'), problem: null }));
const MAPPING: Mapping = { numbers: 0, header: true, country: 'PL', dropLandlines: false };
const wording = (change: Partial<Wording>): Wording => ({
  text: '',
  instead: {},
  smart: 'off',
  target: null,
  from: null,
  ...change,
});
const listOf = (lines: string[], mapping = MAPPING, suppressed: string[] = []) =>
  listRecipients(rows(...lines), { mapping, isSuppressed: (number) => suppressed.includes(number), breathe });
const count = async (lines: string[], change: Partial<Wording>) =>
  countWording(await listOf(lines), wording(change), { tables: [], breathe });

const PEOPLE = ['phone;name', '600100200;Ola', '600100201;', '600100202;Żaneta'];

test('every line gets a text or a reason, each number once', async () => {
  const cell = fc.oneof(
    fc.integer({ min: 600_100_200, max: 600_100_210 }).map(String),
    fc.constantFrom('', 'none', '4.86E+10', '+48 600 100 205', '22 123 45 67'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 30 }), async (cells) => {
      const list = await listOf(['phone', ...cells], { ...MAPPING, dropLandlines: true }, ['+48600100207']);
      assert.equal(list.numbers.length + list.refused.length, cells.length);
      assert.equal(new Set(list.numbers).size, list.numbers.length);
      assert.ok(!list.numbers.includes('+48600100207') && !list.numbers.includes('+48221234567'));
      const lines = [...list.rows, ...list.refused].map(({ line }) => line);
      assert.deepEqual(
        lines.toSorted((a, b) => a - b),
        cells.map((_, at) => at + 2),
      );
    }),
  );
});

test('a line that could not be read is told, not sent to', async () => {
  const broken = [...rows('600100200', '600100201')].map((row, at) => ({
    ...row,
    problem: at === 1 ? ('unclosed-quote' as const) : null,
  }));
  const list = await listRecipients(broken, {
    mapping: { ...MAPPING, header: false },
    isSuppressed: () => false,
    breathe,
  });
  assert.deepEqual([list.numbers, list.view.refused], [['+48600100200'], { unreadable: 1 }]);
});

test('columns without a heading have names, too', () => {
  assert.deepEqual(columnsOf(rows('600100200;Ola'), false), [
    { title: 'Column 1', field: 'column_1' },
    { title: 'Column 2', field: 'column_2' },
  ]);
});

test('the sums are those of the single texts', async () => {
  const part = fc.constantFrom(
    'Dear ',
    '{name}',
    'ł',
    '“',
    ', the shop is open until nine tonight. ',
    '{{x}}',
    '€',
  );
  const smart = fc.constantFrom<Wording['smart']>('off', 'lossless', 'all');
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), smart, async (parts, how) => {
      const list = await listOf(PEOPLE);
      const written = wording({
        text: parts.join(''),
        smart: how,
        instead: { name: 'friend' },
      });
      const counts = await countWording(list, written, { tables: [], breathe });
      const writer = textWriter(list, written, []);
      const single = list.numbers
        .map((_, at) => writer.write(at))
        .flatMap(({ text, count: each }) => (text.trim() === '' ? [] : [each]));
      const sizes = single.map(({ segments }) => segments);
      assert.equal(
        counts.segments,
        sizes.reduce((sum, each) => sum + each, 0),
      );
      assert.deepEqual(
        [counts.least, counts.most],
        sizes.length === 0 ? [0, 0] : [Math.min(...sizes), Math.max(...sizes)],
      );
      assert.equal(counts.unicode, single.filter(({ encoding }) => encoding === 'ucs2').length);
      assert.equal(
        counts.bySegments.reduce((sum, { texts }) => sum + texts, 0),
        sizes.length,
      );
    }),
  );
});

test('what replacing saves is what is saved when it is chosen', async () => {
  const text = `Cześć {name}, “sklep” czeka: ${'a'.repeat(60)}`;
  const off = await count(PEOPLE, { text });
  const lossless = await count(PEOPLE, { text, smart: 'lossless' });
  const all = await count(PEOPLE, { text, smart: 'all' });
  assert.ok(off.saves.all > 0);
  assert.equal(off.segments - lossless.segments, off.saves.lossless);
  assert.equal(off.segments - all.segments, off.saves.all);
  assert.ok(
    off.saves.characters.some(({ character, replacement }) => character === 'ś' && replacement === 's'),
  );
});

test('of a long list a part tells what would be saved, and says that it is a part', async () => {
  const many = Array.from({ length: 9_000 }, (_, at) => `60010${String(at).padStart(4, '0')};Ola`);
  const text = `{name} ł ${'a'.repeat(70)}`;
  const { saves, segments } = await count(['phone;name', ...many], { text });
  assert.deepEqual([segments, saves.all, saves.lossless, saves.about], [18_000, 9_000, 0, true]);
  const same = await count(['phone;name', ...many], { text: `ł ${'a'.repeat(70)}` });
  assert.deepEqual([same.saves.all, same.saves.about], [9_000, false]);
});

test('unknown and empty fields are counted, and what stands instead counts', async () => {
  const counts = await count(PEOPLE, { text: '{name} {city}' });
  assert.deepEqual(
    [counts.unknown, counts.blank, counts.empty],
    [['city'], [{ field: 'name', texts: 1 }], 1],
  );
  const mended = await count(PEOPLE, { text: '{name}', instead: { name: 'friend' } });
  assert.deepEqual([mended.blank, mended.empty], [[], 0]);
  assert.equal((await count(PEOPLE, { text: 'x'.repeat(1_601) })).tooLong, 3);
});

test('a field’s own braces are no field', async () => {
  const list = await listOf(['phone;name', '600100200;{phone}']);
  const writer = textWriter(list, wording({ text: 'Dear {name}' }), []);
  assert.equal(writer.write(0).text, 'Dear {phone}');
});

test('a file holds no formula, and numbers stay numbers', async () => {
  const file = writeCsv([
    ['+48600100200', '=HYPERLINK("http://evil")', '@SUM(A1)', '-2+3', '-5', 'a,b', 'say "x"', 'two\nlines'],
  ]);
  const text = await file.text();
  // A mark of UTF-8 stands first; `text()` leaves it out, its octets do not.
  assert.deepEqual([...new Uint8Array(await file.arrayBuffer()).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal(
    text.replace('\ufeff', ''),
    `+48600100200,"'=HYPERLINK(""http://evil"")","'@SUM(A1)","'-2+3",-5,"a,b","say ""x""","two\nlines"\r\n`,
  );
});

test('the pace is that of the last seconds, and null while nothing moves', () => {
  const pace = new Pace();
  assert.deepEqual(pace.note(1_000, 0), { rate: null, secondsLeft: null });
  assert.deepEqual(pace.note(900, 1_000), { rate: 100, secondsLeft: 9 });
  assert.deepEqual(pace.note(0, 2_000), { rate: 500, secondsLeft: null });
  assert.deepEqual(pace.note(0, 12_000), { rate: null, secondsLeft: null });
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { TableReader, type TableReaderOptions, type TableRow } from '../../src/index.ts';

const utf8 = new TextEncoder();

function read(file: Uint8Array | string, options?: TableReaderOptions, step = 7): TableRow[] {
  const octets = typeof file === 'string' ? utf8.encode(file) : file;
  const reader = new TableReader(options);
  const rows: TableRow[] = [];
  for (let at = 0; at < octets.length; at += step) rows.push(...reader.push(octets.subarray(at, at + step)));
  return [...rows, ...reader.end()];
}
const cells = (rows: TableRow[]): string[][] => rows.map((row) => row.cells);

function utf16(text: string, { big = false, mark = true } = {}): Uint8Array {
  const units = [
    ...(mark ? [0xfeff] : []),
    ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
  ];
  return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
}

const POLISH = 'telefon;imię\n+48600100100;Zażółć\n';
const POLISH_CELLS = [
  ['telefon', 'imię'],
  ['+48600100100', 'Zażółć'],
];

test('reads UTF-8 and UTF-16 with and without a byte order mark', () => {
  assert.deepEqual(cells(read(POLISH)), POLISH_CELLS);
  assert.deepEqual(cells(read(`\ufeff${POLISH}`)), POLISH_CELLS);
  for (const big of [false, true])
    for (const mark of [false, true])
      assert.deepEqual(cells(read(utf16(POLISH, { big, mark }))), POLISH_CELLS, `${big} ${mark}`);
});

test('reads what is no UTF-8 as Windows wrote it', () => {
  const polish = Uint8Array.from([
    ...utf8.encode('telefon;imi'),
    0xea,
    0x0a,
    ...utf8.encode('1;Za'),
    0xbf,
    0xf3,
  ]);
  assert.deepEqual(cells(read(polish, { fallback: 'windows-1250' })), [
    ['telefon', 'imię'],
    ['1', 'Zażó'],
  ]);
  const german = Uint8Array.from([...utf8.encode('a;M'), 0xfc, ...utf8.encode('ller')]);
  assert.deepEqual(cells(read(german)), [['a', 'Müller']]);
});

test('marks the one row whose octets are no character, and reads on', () => {
  const file = Uint8Array.from([...utf8.encode('1,Zoë\n2,A'), 0xff, ...utf8.encode('\n3,Bea\n')]);
  // The broken octet comes after the beginning of the file was told to be UTF-8.
  const rows = read(file, {}, 6);
  assert.deepEqual(
    rows.map(({ line, problem }) => [line, problem]),
    [
      [1, null],
      [2, 'unreadable-character'],
      [3, null],
    ],
  );
});

test('tells what parts the cells', () => {
  assert.deepEqual(cells(read('a,b\n1,2\n')), [
    ['a', 'b'],
    ['1', '2'],
  ]);
  assert.deepEqual(cells(read('a\tb, c\n1\t2\n')), [
    ['a', 'b, c'],
    ['1', '2'],
  ]);
  assert.deepEqual(cells(read('a|b\n1|2')), [
    ['a', 'b'],
    ['1', '2'],
  ]);
  assert.deepEqual(cells(read('name;sum\nAnn;1,50\nBen;2,50\n')), [
    ['name', 'sum'],
    ['Ann', '1,50'],
    ['Ben', '2,50'],
  ]);
  assert.deepEqual(cells(read('+48600100100\n+48600100101\n')), [['+48600100100'], ['+48600100101']]);
});

test('takes the delimiter that a spreadsheet names in the first line, which is no row', () => {
  const rows = read('sep=;\r\na,b;c\r\n');
  assert.deepEqual(rows, [{ line: 2, cells: ['a,b', 'c'], problem: null }]);
});

test('reads quotes, doubled quotes and line breaks inside them, and says on which line each row begins', () => {
  const rows = read('a,b\r\n"x ""y"", z","one\r\ntwo"\r\n\r\n;,\n5" pipe,"q"r\r\n');
  assert.deepEqual(
    rows.map((row) => [row.line, ...row.cells]),
    [
      [1, 'a', 'b'],
      [2, 'x "y", z', 'one\r\ntwo'],
      [5, ';', ''],
      [6, '5" pipe', 'qr'],
    ],
  );
});

test('leaves out rows of blank cells, as spreadsheets leave them at the end', () => {
  assert.deepEqual(cells(read('a;b\n1;2\n;\n ; \n;\n')), [
    ['a', 'b'],
    ['1', '2'],
  ]);
  assert.deepEqual(read(''), []);
  assert.deepEqual(read('\n\n'), []);
});

test('a quote that never closes costs one row', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `+4860010${String(i).padStart(4, '0')},x`).join('\n');
  const rows = read(`number,name\n+48600100100,"Ann\n${many}\n`, {}, 65_536);
  assert.equal(rows.length, 20_002);
  assert.deepEqual(rows[1], { line: 2, cells: [], problem: 'unclosed-quote' });
  assert.deepEqual(rows.at(-1)?.line, 20_002);
});

test('a line without end costs one row and no memory', () => {
  const reader = new TableReader();
  const rows = reader.push(utf8.encode('number,name\n'));
  for (let i = 0; i < 200; i++) rows.push(...reader.push(utf8.encode('x'.repeat(65_536))));
  rows.push(...reader.push(utf8.encode('\n+48600100100,Ann\n')), ...reader.end());
  assert.deepEqual(rows, [
    { line: 1, cells: ['number', 'name'], problem: null },
    { line: 2, cells: [], problem: 'too-long' },
    { line: 3, cells: ['+48600100100', 'Ann'], problem: null },
  ]);
});

test('reads back whatever is written by the rules, in whatever pieces it comes', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'ż', '"', ',', ';', '\n', '\r', ' ', '😀'),
    maxLength: 6,
  });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (table, step, end) => {
        const text = table
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join(end);
        const seen = cells(read(text, { delimiter: ',' }, step));
        assert.deepEqual(
          seen,
          table.filter((row) => row.some((one) => one.trim() !== '')),
        );
      },
    ),
  );
});

const SPECTRUM = path.join(import.meta.dirname, '../../../../../shared/data/csv-spectrum');

test('agrees with csv-spectrum', { skip: !existsSync(SPECTRUM) && 'no ../shared/data' }, () => {
  const files = readdirSync(path.join(SPECTRUM, 'csvs'));
  assert.ok(files.length > 5);
  for (const file of files) {
    const [header = [], ...body] = cells(
      read(readFileSync(path.join(SPECTRUM, 'csvs', file)), { delimiter: ',' }),
    );
    const said = readFileSync(path.join(SPECTRUM, 'json', file.replace(/csv$/, 'json')), 'utf8');
    // Line ends inside cells are kept as they stand.
    const expected = JSON.parse(said.replaceAll('\\r\\n', '\\n')) as Record<string, string>[];
    const found = body.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
    assert.deepEqual(JSON.parse(JSON.stringify(found).replaceAll('\\r\\n', '\\n')), expected, file);
  }
});

/** Lists as spreadsheets, mails and people leave them: read whole, or refused with a reason. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCell } from '../../src/engine/campaign/read-cell.ts';
import { readSheet, type Sheet } from '../../src/engine/campaign/read-sheet.ts';

const read = (source: string | Uint8Array<ArrayBuffer>, language = 'en'): Promise<Sheet> =>
  readSheet(typeof source === 'string' ? source : new Blob([source]), {
    fallback: null,
    language,
    breathe: () => Promise.resolve(),
  });
const cellsOf = ({ rows }: Sheet) => rows.map(({ cells }) => cells);
const octets = (text: string, encode: (code: number) => number[]) =>
  Uint8Array.from([...text].flatMap((letter) => encode(letter.charCodeAt(0))));

test('numbers side by side, as in a mail, are a list; one person’s line is not', async () => {
  assert.equal((await read('+48600100200, +48600100201, 600 100 202')).rows.length, 3);
  assert.equal((await read('600100200,Anna,Warsaw')).rows.length, 1);
});

describe('encodings', () => {
  const text = 'telefon;imię\r\n600100200;Żółć\r\n';
  const plain = [
    ['telefon', 'imię'],
    ['600100200', 'Żółć'],
  ];
  const little = (code: number) => [code & 255, code >> 8];
  const big = (code: number) => [code >> 8, code & 255];

  test('UTF-8 and UTF-16, with and without their mark', async () => {
    const files: [string, Uint8Array<ArrayBuffer>][] = [
      ['utf-8', new TextEncoder().encode(text)],
      ['utf-8', new TextEncoder().encode(`\ufeff${text}`)],
      ['utf-16le', octets(`\ufeff${text}`, little)],
      ['utf-16le', octets(text, little)],
      ['utf-16be', octets(`\ufeff${text}`, big)],
      ['utf-16be', octets(text, big)],
    ];
    for (const [encoding, file] of files) {
      const sheet = await read(file);
      assert.deepEqual([sheet.encoding, cellsOf(sheet)], [encoding, plain], encoding);
    }
    assert.deepEqual(cellsOf(await read(`\ufeff${text}`)), plain);
  });

  test('an old Windows file is told by its letters, and a doubt is settled by the language', async () => {
    const polish = [0x69, 0x6d, 0x69, 0xea, 0x3b, 0x31, 0x0a, 0xaf, 0xf3, 0xb3, 0xe6, 0x3b, 0x32];
    const sheet = await read(Uint8Array.from(polish));
    assert.equal(sheet.encoding, 'windows-1250');
    assert.deepEqual(cellsOf(sheet), [
      ['imię', '1'],
      ['Żółć', '2'],
    ]);
    const doubtful = Uint8Array.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0xe6, 0x3b, 0x31]);
    assert.equal((await read(doubtful, 'de-DE')).encoding, 'windows-1252');
    assert.equal((await read(doubtful, 'pl')).encoding, 'windows-1250');
  });

  test('what is no text is refused in words', async () => {
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 9]);
    await assert.rejects(read(zip), { code: 'workbook' });
    await assert.rejects(read(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])), { code: 'workbook' });
    await assert.rejects(read(Uint8Array.from([1, 0, 0, 0, 9, 9])), { code: 'not-a-list' });
    await assert.rejects(read(' \n\r\n\t\n'), { code: 'no-list' });
    await assert.rejects(read('1\n'.repeat(250_001)), { code: 'too-many-lines' });
  });
});

describe('numbers of a cell', () => {
  test('are read as people write them', () => {
    for (const cell of ['600 100 200', '+48 600-100-200', '0048600100200', '(600) 100 200', '48600100200'])
      assert.deepEqual(
        [cell, 'number' in readCell(cell, 'PL') && readCell(cell, 'PL')],
        [cell, { number: '+48600100200', mended: null }],
      );
  });

  test('that lost their + are mended, and so is an exponent that lost nothing', () => {
    assert.deepEqual(readCell('447700900123', 'PL'), { number: '+447700900123', mended: 'plus' });
    assert.deepEqual(readCell('48 600 100 200', undefined), { number: '+48600100200', mended: 'plus' });
    assert.deepEqual(readCell('4.8600100200E+10', 'GB'), { number: '+48600100200', mended: 'exponent' });
  });

  test('that lost digits, or never were numbers, are refused with the reason', () => {
    assert.deepEqual(readCell('4.86E+10', 'PL'), { because: 'scientific-notation' });
    assert.deepEqual(readCell('4,86001E+10', 'PL'), { because: 'scientific-notation' });
    assert.deepEqual(readCell('', 'PL'), { because: 'empty' });
    for (const cell of ['Anna', '112', '600 100', '600100200 / 600100201', '#N/A', '0'])
      assert.deepEqual(readCell(cell, 'PL'), { because: 'not-a-number' }, cell);
  });
});

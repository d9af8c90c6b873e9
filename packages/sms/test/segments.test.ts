import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  countSegments,
  gsmReplacement,
  NATIONAL_TABLES,
  normaliseText,
  splitSegments,
  toGsmText,
} from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 23038);
const vectors = (name: string) => readFileSync(new URL(`vectors/gsm/${name}.csv`, import.meta.url), 'utf8');
const NAMED: Record<string, string> = { SP: ' ', QM: '"', LF: '\n', CR: '\r' };

/** Code to character as published: one row for each low nibble, one column for each high one. */
function published(name: string): Map<number, string> {
  const cells = new Map<number, string>();
  for (const [low, line] of vectors(name).trim().split(/\r?\n/).slice(1).entries())
    for (const [high, [, quoted = '']] of [...line.matchAll(/"([^"]*)"(?:,|$)/g)].slice(1).entries()) {
      const code = high * 16 + low;
      if (quoted === '' || code === 0x1b) continue;
      const hex = /^[0-9A-F]{4}$/.test(quoted);
      cells.set(code, hex ? String.fromCodePoint(Number.parseInt(quoted, 16)) : (NAMED[quoted] ?? quoted));
    }
  return cells;
}

function characters(runs: Readonly<Record<number, string>>): Map<number, string> {
  const cells = new Map<number, string>();
  for (const [start, text] of Object.entries(runs))
    for (const [offset, character] of Array.from(text).entries())
      cells.set(Number(start) + offset, character);
  return cells;
}

const sorted = (cells: Map<number, string>) => [...cells].sort(([a], [b]) => a - b);

test('[SMS-1] every national table is the published one', () => {
  for (const [language, { locking, single }] of Object.entries(NATIONAL_TABLES)) {
    const file = language === 'portuguese' ? 'portugese' : language;
    assert.deepEqual(sorted(characters(single)), sorted(published(`${file}_shift`)), language);
    if (locking) assert.deepEqual(sorted(characters(locking)), sorted(published(`${file}_lock`)), language);
  }
});

test('[SMS-1] the default alphabet costs one septet, its extension two, everything else is Unicode', () => {
  const basic = new Set(published('default_lock').values());
  const extension = new Set(published('default_shift').values());
  assert.equal(basic.size, 127);
  assert.equal(extension.size, 10);
  for (let code = 0; code < 0x3000; code++) {
    const character = String.fromCodePoint(code);
    if (normaliseText(character) !== character) continue;
    const count = countSegments(character);
    const septets = basic.has(character) ? 1 : extension.has(character) ? 2 : 0;
    assert.equal(count.encoding, septets ? 'gsm7' : 'ucs2', `U+${code.toString(16)}`);
    assert.equal(count.used, septets || 1);
  }
  assert.equal(countSegments('\x1b').encoding, 'ucs2');
});

test('[SMS-3] [SMS-4] [SMS-5] known lengths', () => {
  const family = '👨‍👩‍👧‍👦';
  const known: [string, 'gsm7' | 'ucs2', number][] = [
    ['', 'gsm7', 0],
    ['a'.repeat(160), 'gsm7', 1],
    ['a'.repeat(161), 'gsm7', 2],
    ['a'.repeat(306), 'gsm7', 2],
    ['a'.repeat(307), 'gsm7', 3],
    ['€'.repeat(80), 'gsm7', 1],
    ['€'.repeat(81), 'gsm7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 3],
    ['ą'.repeat(70), 'ucs2', 1],
    ['ą'.repeat(71), 'ucs2', 2],
    ['ą'.repeat(134), 'ucs2', 2],
    ['ą'.repeat(135), 'ucs2', 3],
    ['😜'.repeat(35), 'ucs2', 1],
    ['😜'.repeat(36), 'ucs2', 2],
    ['😜'.repeat(67), 'ucs2', 3],
    [`${'ą'.repeat(66)}😜${'ą'.repeat(66)}`, 'ucs2', 3],
    [family.repeat(6), 'ucs2', 1],
    [family.repeat(7), 'ucs2', 2],
    [`${'a'.repeat(159)}\t`, 'ucs2', 3],
    ['e\u0301'.repeat(160), 'gsm7', 1],
  ];
  for (const [text, encoding, segments] of known) {
    const count = countSegments(text);
    assert.deepEqual([count.encoding, count.segments], [encoding, segments], text.slice(0, 20));
  }
});

test('[SMS-3] a 16-bit reference leaves 152 septets or 66 code units a part', () => {
  assert.equal(countSegments('a'.repeat(161), { reference: 16 }).perSegment, 152);
  assert.equal(countSegments('ą'.repeat(71), { reference: 16 }).perSegment, 66);
});

test('[SMS-6] national tables pay for their header and are used only when they save something', () => {
  const tables = [NATIONAL_TABLES.turkish];
  const single = countSegments('ş'.repeat(70), { tables });
  assert.deepEqual(
    [single.encoding, single.locking, single.single, single.perSegment, single.segments],
    ['gsm7', null, 1, 155, 1],
  );
  const locking = countSegments('ş'.repeat(100), { tables });
  assert.deepEqual(
    [locking.locking, locking.single, locking.perSegment, locking.segments],
    [1, null, 155, 1],
  );
  assert.equal(countSegments('ı'.repeat(156), { tables }).perSegment, 149);
  assert.equal(countSegments(`${'ı'.repeat(150)}ì`, { tables }).single, 1, 'ì is not in the locking table');
  const both = countSegments(`${'ã'.repeat(200)}Π`, { tables: [NATIONAL_TABLES.portuguese] });
  assert.deepEqual([both.locking, both.single, both.perSegment], [3, 3, 146]);
  assert.deepEqual(countSegments('plain', { tables }), countSegments('plain'));
  assert.equal(countSegments('ş').encoding, 'ucs2');
});

const units = fc.constantFrom(
  'a',
  '€',
  '[',
  'ą',
  'ł',
  'é',
  'e\u0301',
  '😜',
  '👨‍👩‍👧‍👦',
  '🇵🇱',
  '\n',
  'न',
  'ş',
  '\ud800',
);
const texts = fc.oneof(
  fc.string({ unit: units, maxLength: 400, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', '€', '~', '\n', 'Ω'), maxLength: 700, size: 'max' }),
);

test('[SMS-2] [SMS-4] [SMS-5] parts join to the text, fit, and cut no character', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(8 as const, 16 as const), (text, reference) => {
      const parts = splitSegments(text, { reference });
      const count = countSegments(text, { reference });
      assert.equal(parts.join(''), normaliseText(text));
      assert.equal(parts.length, count.segments);
      for (const part of parts) {
        assert.ok(part.isWellFormed());
        const alone = countSegments(part);
        const capacity = count.encoding === 'ucs2' ? part.length : alone.used;
        assert.ok(capacity <= count.perSegment, `${capacity} of ${count.perSegment}`);
      }
    }),
    { seed, numRuns: 300 },
  );
});

test('[SMS-5] a flag or family is cut only when it is longer than a part, a line end anywhere', () => {
  assert.deepEqual(splitSegments(`${'ą'.repeat(66)}\r\n${'ą'.repeat(66)}`).length, 2);
  assert.deepEqual(splitSegments(`${'ą'.repeat(65)}🇵🇱ąą`), ['ą'.repeat(65), '🇵🇱ąą']);
  const long = `e${'\u0323\u0310'.repeat(60)}`;
  assert.equal(splitSegments(long).length, 2);
});

test('[SMS-7] what is left fits and one more does not', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '€', 'Ω', 'z'), minLength: 1, maxLength: 500, size: 'max' }),
      (text) => {
        const { left, segments, perSegment } = countSegments(text);
        assert.ok(left >= 0 && left < perSegment);
        assert.equal(countSegments(text + 'a'.repeat(left)).segments, segments);
        assert.ok(countSegments(text + 'a'.repeat(left + 1)).segments > segments);
      },
    ),
    { seed, numRuns: 200 },
  );
});

test('[SMS-8] names what forces Unicode, once each, with what could stand for it', () => {
  assert.deepEqual(countSegments('Łódź „tak” 😜 tak').culprits, [
    { character: 'Ł', replacement: 'L' },
    { character: 'ó', replacement: 'o' },
    { character: 'ź', replacement: 'z' },
    { character: '„', replacement: '"' },
    { character: '”', replacement: '"' },
    { character: '😜', replacement: null },
  ]);
  assert.deepEqual(countSegments('no culprit').culprits, []);
  const known: [string, string | null][] = [
    ['…', '...'],
    ['–', '-'],
    ['ç', 'c'],
    ['\u00a0', ' '],
    ['\u200b', ''],
    ['½', '1/2'],
    ['Ａ', 'A'],
    ['ﬁ', 'fi'],
    ['λ', 'Λ'],
    ['ώ', 'Ω'],
    ['α', 'A'],
    ['ж', null],
    ['日', null],
    ['न', null],
  ];
  for (const [character, replacement] of known)
    assert.equal(gsmReplacement(character), replacement, character);
});

test('[SMS-8] every replacement is in the alphabet, and a text without culprits left is 7-bit', () => {
  for (let code = 0; code <= 0x1ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!character.isWellFormed()) continue;
    const replacement = gsmReplacement(character);
    if (replacement !== null)
      assert.equal(countSegments(replacement).encoding, 'gsm7', `U+${code.toString(16)} → ${replacement}`);
  }
  assert.equal(toGsmText('Zażółć gęślą jaźń…'), 'Zazolc gesla jazn...');
  assert.equal(countSegments(toGsmText('Łódź „tak” – 😜')).encoding, 'ucs2');
  assert.equal(toGsmText('Übergröße €5'), 'Übergröße €5');
});

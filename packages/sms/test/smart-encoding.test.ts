import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  countSegments,
  explainReplacement,
  NATIONAL_TABLES,
  normaliseText,
  REPLACEMENT_REASONS,
  smartEncode,
  type Replacement,
} from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 628);

/** The text with exactly these replacements made. */
function apply(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let from = 0;
  for (const { at, character, replacement } of replacements) {
    assert.equal(text.slice(at, at + character.length), character);
    result += text.slice(from, at) + replacement;
    from = at + character.length;
  }
  return result + text.slice(from);
}

test('[SMS-23] each replacement says which character, where, what for and why', () => {
  const text = `“Cafe\u0301” – ${'x'.repeat(70)}…`;
  const { text: sent, replacements, offers, count } = smartEncode(text);
  assert.equal(sent, `"Café" - ${'x'.repeat(70)}...`);
  assert.deepEqual([count.encoding, count.segments], ['gsm7', 1]);
  assert.deepEqual(offers, []);
  assert.deepEqual(
    replacements.map(({ character, at, replacement, reason }) => [character, at, replacement, reason]),
    [
      ['“', 0, '"', 'quote'],
      ['”', 5, '"', 'quote'],
      ['–', 7, '-', 'dash'],
      ['…', 79, '...', 'punctuation'],
    ],
  );
});

const units = [
  'a',
  '€',
  '“',
  '’',
  '–',
  '…',
  '\u00a0',
  '\u200b',
  'Ａ',
  'ł',
  'ą',
  'ş',
  '½',
  '²',
  'Α',
  'ω',
  'x̂',
  '😜',
  'ж',
  'ﬁ',
  '≠',
];
const texts = fc.string({ unit: fc.constantFrom(...units), maxLength: 200, size: 'max' });

test('[SMS-23] what is sent is the text with the listed replacements and nothing else', () => {
  fc.assert(
    fc.property(texts, fc.boolean(), fc.integer({ min: 0, max: 7 }), (text, force, mask) => {
      const tables = mask & 1 ? [NATIONAL_TABLES.turkish, NATIONAL_TABLES.portuguese] : [];
      const choose = ({ at }: Replacement) => ((at >> 1) & 3) !== mask >> 1;
      const result = smartEncode(text, { tables, force, choose });
      const normalised = normaliseText(text);
      assert.equal(result.text, apply(normalised, result.replacements));
      assert.deepEqual(result.count, countSegments(result.text, { tables }));
      for (const replacement of result.replacements) assert.ok(choose(replacement));
      const all = [...result.replacements, ...result.offers].sort((a, b) => a.at - b.at);
      assert.equal(countSegments(apply(normalised, all), { tables }).segments, result.segmentsWithOffers);
    }),
    { seed, numRuns: 400 },
  );
});

test('[SMS-24] nothing is replaced that saves nothing', () => {
  assert.equal(smartEncode('“short”').text, '“short”', 'one segment either way');
  assert.equal(smartEncode('“short”', { force: true }).text, '"short"');
  const emoji = `“${'a'.repeat(80)}” 😜`;
  assert.equal(smartEncode(emoji).text, emoji, 'Unicode all the same');
  assert.deepEqual(smartEncode(emoji).offers, []);
  fc.assert(
    fc.property(texts, (text) => {
      const { text: sent, count, replacements, segmentsWithOffers, offers } = smartEncode(text);
      const before = countSegments(text);
      if (replacements.length > 0) {
        assert.equal(count.encoding, 'gsm7');
        assert.ok(count.segments < before.segments);
      } else assert.equal(sent, normaliseText(text));
      assert.ok(offers.length === 0 || segmentsWithOffers < count.segments);
    }),
    { seed, numRuns: 400 },
  );
});

test('[SMS-24] a national table spares the letters that it has', () => {
  const text = `“${'ş'.repeat(60)}” ${'a'.repeat(20)}`;
  const result = smartEncode(text, { tables: [NATIONAL_TABLES.turkish] });
  assert.equal(result.text, `"${'ş'.repeat(60)}" ${'a'.repeat(20)}`);
  assert.deepEqual([result.count.encoding, result.count.segments], ['gsm7', 1]);
  const eager = smartEncode(text, { tables: [NATIONAL_TABLES.turkish], choose: () => true });
  assert.equal(eager.text, result.text);
});

test('[SMS-25] letters are left alone and offered with what they would save', () => {
  const text = `„${'Zażółć gęślą jaźń '.repeat(4)}”`;
  const result = smartEncode(text);
  assert.equal(result.text, text);
  assert.deepEqual(result.replacements, []);
  assert.deepEqual([result.count.segments, result.segmentsWithOffers], [2, 1]);
  assert.deepEqual(
    result.offers
      .slice(0, 4)
      .map(({ character, replacement, reason, loss }) => [character, replacement, reason, loss]),
    [
      ['„', '"', 'quote', false],
      ['ż', 'z', 'accent', true],
      ['ó', 'o', 'accent', true],
      ['ł', 'l', 'letter', true],
    ],
  );
  const taken = smartEncode(text, { choose: () => true });
  assert.equal(taken.text, `"${'Zazolc gesla jazn '.repeat(4)}"`);
  assert.equal(taken.replacements.length, result.offers.length);
});

test('[SMS-25] without being asked, no letter, figure or mark is ever changed', () => {
  const lossy = ['ł', 'č', 'đ', 'ž', 'ř', 'ő', 'ș', 'ı', '²', '½', '①', 'µ', 'λ', 'þ', '\u0331'];
  for (const character of lossy) {
    const explained = explainReplacement(character);
    assert.ok(explained && REPLACEMENT_REASONS[explained.reason].loss, character);
    assert.ok(smartEncode(`${character}${'b'.repeat(100)}`, { force: true }).text.includes(character));
  }
  for (const character of ['“', '–', '\u00a0', '\u200d', 'Ｂ', 'ﬀ', '、', '™', 'Α', '𝐁'])
    assert.equal(
      REPLACEMENT_REASONS[explainReplacement(character)?.reason ?? 'letter'].loss,
      false,
      character,
    );
});

test('[SMS-26] no replacement turns the meaning round', () => {
  const known: [string, string | null][] = [
    ['≠', '!='],
    ['≮', null],
    ['≯', null],
    ['\u0338', null],
    ['µ', 'u'],
    ['˚', null],
    ['→', '->'],
    ['℃', null],
    ['\x1b', ''],
    ['đ', 'd'],
    ['Ǆ', 'DZ'],
    ['ẞ', 'SS'],
    ['５', '5'],
    ['\t', ' '],
  ];
  for (const [character, replacement] of known)
    assert.equal(explainReplacement(character)?.replacement ?? null, replacement, character);
});

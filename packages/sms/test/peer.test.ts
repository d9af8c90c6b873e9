import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import calculator from 'sms-segments-calculator';
import smartEncoding from 'sms-segments-calculator/dist/libs/SmartEncodingMap.js';
import { countSegments, gsmReplacement, normaliseText, smartEncode, splitSegments } from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 130);
const { SegmentedMessage } = calculator;
const ENCODINGS = { 'GSM-7': 'gsm7', 'UCS-2': 'ucs2' } as const;

/** What the peer says: encoding, segments, bits without and with headers. */
function peer(text: string) {
  const message = new SegmentedMessage(text);
  const { encodingName, segmentsCount, messageSize, totalSize } = message;
  return { encoding: ENCODINGS[encodingName], segments: segmentsCount, messageSize, totalSize };
}

function ours(text: string) {
  const { encoding, segments, used } = countSegments(text);
  const messageSize = used * (encoding === 'gsm7' ? 7 : 16);
  return { encoding, segments, messageSize, totalSize: messageSize + (segments > 1 ? segments * 48 : 0) };
}

const digits = (count: number) => Array.from({ length: count }, (_, i) => String((i + 1) % 10)).join('');

test('[SMS-29] the peer’s own cases', () => {
  const cases = [
    [`{${digits(159).slice(1)}`, 'gsm7', 1, 1120, 1120],
    [`{${digits(160).slice(1)}`, 'gsm7', 2, 1127, 1223],
    [`😜${digits(69).slice(1)}`, 'ucs2', 1, 1120, 1120],
    [`😜${digits(70).slice(1)}`, 'ucs2', 2, 1136, 1232],
  ] as const;
  for (const [text, encoding, segments, messageSize, totalSize] of cases) {
    assert.deepEqual(ours(text), { encoding, segments, messageSize, totalSize }, text);
    assert.deepEqual(peer(text), ours(text));
  }
  assert.deepEqual(
    splitSegments(digits(307)).map((part) => part.length),
    [153, 153, 1],
  );
  const emoji = `😜${digits(134).slice(1)}`;
  assert.deepEqual(
    splitSegments(emoji).map((part) => part.length),
    [67, 67, 1],
  );
  assert.deepEqual(peer(emoji), ours(emoji));
  assert.deepEqual(
    countSegments('más').culprits.map(({ character }) => character),
    new SegmentedMessage('más').getNonGsmCharacters(),
  );
});

const family = '👨‍👩‍👧‍👦';
const CASES: [string, number][] = [
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['ą'.repeat(70), 1],
  ['ą'.repeat(71), 2],
  ['ą'.repeat(134), 2],
  ['ą'.repeat(135), 3],
  ['😜'.repeat(35), 1],
  ['😜'.repeat(36), 2],
  ['😜'.repeat(67), 3],
  [`${'ą'.repeat(66)}😜${'ą'.repeat(66)}`, 3],
  [family.repeat(6), 1],
  [family.repeat(7), 2],
  [`${'a'.repeat(159)}\t`, 3],
];

test('[SMS-29] lengths at the edges are those of the peer', () => {
  for (const [text, segments] of CASES) {
    assert.equal(ours(text).segments, segments, text.slice(0, 20));
    assert.deepEqual(peer(text), ours(text), text.slice(0, 20));
  }
});

test('[SMS-29] every character of the plane costs what the peer says', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    if (normaliseText(character) !== character) continue;
    assert.deepEqual(ours(character), peer(character), `U+${code.toString(16)}`);
  }
});

test('[SMS-29] texts of several scripts are counted as the peer counts them', () => {
  const units = [
    'a',
    'Z',
    ' ',
    '\n',
    '\r\n',
    '€',
    '[',
    'é',
    'ą',
    'ł',
    '“',
    '…',
    '😜',
    '🇵🇱',
    family,
    'ж',
    '日',
    'א',
  ];
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 300, size: 'max' }),
      (text) => {
        assert.deepEqual(ours(text), peer(normaliseText(text)));
      },
    ),
    { seed, numRuns: 400 },
  );
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '€', '{', 'Ω'), minLength: 1, maxLength: 700, size: 'max' }),
      (text) => {
        assert.deepEqual(ours(text), peer(text));
      },
    ),
    { seed, numRuns: 200 },
  );
});

test('[SMS-29] where we differ from the peer, and how', () => {
  assert.equal(peer('e\u0301').encoding, 'ucs2');
  assert.equal(ours('e\u0301').encoding, 'gsm7', 'composed first');
  assert.equal(peer('').segments, 1);
  assert.equal(ours('').segments, 0, 'nothing is sent');
  const tower = `e${'\u0323\u0310'.repeat(60)}`;
  assert.ok(
    new SegmentedMessage(tower).segments.some((segment) => segment.sizeInBits() > 1120),
    'larger than a message',
  );
  assert.equal(splitSegments(tower).length, 2);
  const conjuncts = `अअ${'क्ष'.repeat(44)}`;
  assert.deepEqual([peer(conjuncts).segments, ours(conjuncts).segments], [2, 3], 'no conjunct is cut');
  assert.deepEqual(new SegmentedMessage('ąą').getNonGsmCharacters(), ['ą', 'ą']);
  assert.equal(countSegments('ąą').culprits.length, 1, 'each once');
});

/** Characters for which we say something else than the peer's smart encoding, and what: null is nothing. */
const DIFFERENCES: [string, string | null][] = [
  // One space stands for one space, one line end for one line end.
  ...Array.from(
    '\t\u00a0\u2000\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
    (c) => [c, ' '] as [string, string],
  ),
  ['\u2028', '\n'],
  ['\u2029', '\n'],
  // Controls show nothing.
  ...Array.from('\u0080\u008d\u0090\u009b\u009f', (c) => [c, ''] as [string, string]),
  // A mark on a letter is no character after it; one that strikes it out is not left out silently.
  ...Array.from('\u0302\u0303\u0313\u0314\u0326\u0330\u0332\u0347\u1dcd', (c) => [c, ''] as [string, string]),
  ...Array.from('\u0334\u0337\u0338\u20d2\u20d3\u20e5', (c) => [c, null] as [string, null]),
  // A low quotation mark is a quotation mark, an upright comma a comma, a bullet a star.
  ['‚', "'"],
  ['\ufe10', ','],
  ['\ufe11', ','],
  ['•', '*'],
];

test('[SMS-29] smart encoding says what the peer’s says, but for what is listed', () => {
  const differences = new Map(DIFFERENCES);
  const characters = Object.entries(smartEncoding.default);
  assert.ok(characters.length > 250);
  for (const [character, expected] of characters)
    assert.equal(
      gsmReplacement(character),
      differences.has(character) ? differences.get(character) : expected,
      `U+${character.charCodeAt(0).toString(16)}`,
    );
  for (const [character, replacement] of DIFFERENCES)
    assert.notEqual(smartEncoding.default[character], replacement, 'no difference any more');
});

test('[SMS-29] smart encoding makes as few segments as the peer’s', () => {
  const units = ['a', 'b', ' ', '“', '”', '’', '–', '…', '\u200b', '½', 'Ａ', '«'];
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 300, size: 'max' }),
      (text) => {
        const { count } = smartEncode(text, { choose: () => true });
        const { segmentsCount } = new SegmentedMessage(text, 'auto', true);
        assert.ok(count.segments <= segmentsCount, `${count.segments} > ${segmentsCount}`);
      },
    ),
    { seed, numRuns: 200 },
  );
});

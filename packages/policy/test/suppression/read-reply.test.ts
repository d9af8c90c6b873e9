import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KEYWORDS, LANGUAGES, readReply, type Language } from '../../src/index.ts';
import { CASES } from './cases.ts';

const SEED = 20261122;
const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[];
const COUNTRIES = [...new Set(LANGUAGE_NAMES.map((language) => CASES[language].country))];

for (const language of LANGUAGE_NAMES) {
  const { country, stop, other } = CASES[language];
  test(`people who ask in ${LANGUAGES[language]} to be left alone are understood, wherever their number is from`, () => {
    for (const text of stop) {
      const reading = readReply(text, country);
      assert.deepEqual([reading?.meaning, reading?.language], ['stop', language], text);
      assert.equal(readReply(text)?.meaning, 'stop', `${text}, without a country`);
    }
  });
  test(`ordinary texts in ${LANGUAGES[language]} stop nothing, wherever the number is from`, () => {
    for (const text of other)
      for (const from of [undefined, ...COUNTRIES])
        assert.equal(readReply(text, from), null, `${text}, ${from}`);
  });
}

test('a keyword is known whatever its case, accents, width, punctuation, quotes, emoji and white space', () => {
  const dress = fc.record({
    word: fc.constantFrom(
      'STOP',
      'stop',
      'Stop',
      'sToP',
      'ＳＴＯＰ',
      'ştöp',
      's.t.o.p',
      'S T O P',
      'ST\u00adOP',
      'st\u200bop',
    ),
    before: fc.constantFrom('', ' ', '\n', '“', '„', '«', '🛑', '🙏🏽 ', '\ufeff', '*'),
    after: fc.constantFrom('', ' ', '.', '!!', '?', '”', '»', '…', ' 🛑', '\r\n', ' :-)'),
  });
  fc.assert(
    fc.property(dress, ({ word, before, after }) => {
      const reading = readReply(before + word + after, 'PL');
      assert.deepEqual(reading, {
        meaning: 'stop',
        confidence: 'keyword',
        language: 'pl',
        why: 'keyword STOP (Polish)',
      });
    }),
    { seed: SEED },
  );
});

test('every keyword of every language means what its table says in the countries of that language', () => {
  for (const language of LANGUAGE_NAMES)
    for (const meaning of ['stop', 'start', 'help'] as const)
      for (const word of KEYWORDS[language][meaning]) {
        const reading = readReply(`${word.toLocaleUpperCase(language)}!`, CASES[language].country);
        assert.deepEqual(
          [reading?.meaning, reading?.confidence],
          [meaning, 'keyword'],
          `${word} (${language})`,
        );
      }
});

test('the replies that the law names as a revocation are understood in every country', () => {
  for (const word of ['stop', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'])
    for (const country of COUNTRIES)
      assert.equal(readReply(word, country)?.meaning, 'stop', `${word}, ${country}`);
});

test('a reading says why, and of the text holds the words that decided alone', () => {
  assert.equal(readReply('Stop.', 'RS')?.why, 'keyword STOP (Serbian, Latin script)');
  assert.equal(readReply('Стоп', 'RS')?.why, 'keyword СТОП (Serbian, Cyrillic script)');
  assert.deepEqual(readReply('My order 1234 came late, please stop texting me'), {
    meaning: 'stop',
    confidence: 'phrase',
    language: 'en',
    why: 'phrase “stop texting me” (English)',
  });
});

test('STOP said thrice, or with thanks, is STOP; STOP inside other words is not', () => {
  assert.equal(readReply('stop stop stop')?.confidence, 'keyword');
  assert.equal(readReply('STOP '.repeat(1000))?.confidence, 'keyword');
  assert.equal(readReply('Hello, stop please. Thanks!')?.confidence, 'phrase');
  assert.equal(readReply('Stop! Hammer time'), null);
  assert.equal(readReply('Go straight. Stop. Turn left.'), null);
});

test('START and HELP are words, not phrases, and YES opens nothing', () => {
  assert.equal(readReply('Start')?.meaning, 'start');
  assert.equal(readReply('pomoc', 'PL')?.meaning, 'help');
  for (const text of ['yes', 'tak', 'ok', 'please start texting me', 'can you help me move on Sunday'])
    assert.equal(readReply(text, 'PL'), null, text);
});

test('letters, digits and nothing at all are read without harm, however long', () => {
  for (const text of ['', ' ', '🛑', '.', '1', 'please '.repeat(64), 'a '.repeat(200)])
    assert.ok(readReply(text) === null, text.slice(0, 20));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...COUNTRIES), (text, country) => {
      readReply(text, country);
    }),
    { seed: SEED },
  );
});

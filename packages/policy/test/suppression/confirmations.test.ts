import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countSegments } from '@smseal/sms';
import {
  CONFIRMATIONS,
  confirmationText,
  LANGUAGES,
  MAX_CONFIRMED_NAME,
  readReply,
  type Language,
  type Meaning,
} from '../../src/index.ts';

const MEANINGS: readonly Meaning[] = ['stop', 'start', 'help'];
const IN_UNICODE: ReadonlySet<Language> = new Set(['sr-Cyrl', 'uk', 'ru'] as const);
const ALL = (Object.keys(LANGUAGES) as Language[]).flatMap((language) =>
  MEANINGS.map((meaning) => ({ language, meaning })),
);

test('every confirmation is one segment with the longest name, in GSM letters where the script has them', () => {
  for (const { language, meaning } of ALL) {
    const text = confirmationText(meaning, language, 'Ż'.repeat(MAX_CONFIRMED_NAME));
    const { encoding, segments } = countSegments(text);
    assert.equal(segments, 1, text);
    assert.equal(encoding, IN_UNICODE.has(language) ? 'ucs2' : 'gsm7', text);
    assert.match(text, /(Ż|Z){20}/);
  }
});

test('whatever a sender is called, the confirmation is one segment', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ALL),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      ({ language, meaning }, name) =>
        assert.equal(countSegments(confirmationText(meaning, language, name)).segments, 1),
    ),
    { seed: 20261122 },
  );
});

test('a name is shown as it is, even with a dollar sign, and a long one is cut', () => {
  assert.match(confirmationText('stop', 'en', ' A$& Ltd '), /^A\$& Ltd: you are unsubscribed/);
  assert.match(confirmationText('help', 'en', 'Northern Valley Allotments'), /^Northern Valley Allo: /);
});

test('each says how to change one’s mind, in words that are understood', () => {
  for (const { language, meaning } of ALL) {
    const template = CONFIRMATIONS[language][meaning];
    assert.ok(template.startsWith('{name}'));
    assert.equal(/\bSTART\b/.test(template), meaning !== 'start', template);
    assert.equal(/\bSTOP\b/.test(template), meaning !== 'stop', template);
  }
});

test('a confirmation that comes back to us means nothing, so that two machines never answer each other', () => {
  for (const { language, meaning } of ALL)
    for (const name of ['Acme', ''])
      assert.equal(readReply(confirmationText(meaning, language, name)), null, `${language} ${meaning}`);
});

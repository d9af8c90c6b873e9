import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  canonicalParty,
  conversationParties,
  countryOfNumber,
  formatNumber,
  normaliseNumber,
  sameParty,
  toGsmText,
} from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 164);

test('[SMS-9] numbers as people write them become E.164', () => {
  const known: [string, string | undefined, string | null][] = [
    ['+48 600 123 456', undefined, '+48600123456'],
    ['0048 600-123-456', undefined, '+48600123456'],
    ['600 123 456', 'PL', '+48600123456'],
    ['600 123 456', 'pl', '+48600123456'],
    ['0048600123456', 'PL', '+48600123456'],
    ['(202) 555-0123', 'US', '+12025550123'],
    ['07700 900123', 'GB', '+447700900123'],
    ['tel:+48600123456', undefined, '+48600123456'],
    ['+٤٨٦٠٠١٢٣٤٥٦', undefined, '+48600123456'],
    ['＋４８６００１２３４５６', undefined, '+48600123456'],
    ['\u202a+48600123456\u202c', undefined, '+48600123456'],
    ['600 123 456', undefined, null],
    ['600 123 456', 'XX', null],
    ['', 'PL', null],
    ['+', 'PL', null],
    ['+12', undefined, null],
    ['+48600123456789012', undefined, null],
    ['INFO', 'PL', null],
    ['call 600123456', 'PL', null],
    ['+48600123456 ext 5', undefined, null],
    ['1-800-FLOWERS', 'US', null],
    ['a@b.example', 'PL', null],
  ];
  for (const [text, country, number] of known) assert.equal(normaliseNumber(text, country), number, text);
});

test('[SMS-11] a number of possible length in no assigned range is a number', () => {
  assert.equal(normaliseNumber('+48 000 123 456'), '+48000123456');
});

test('[SMS-10] short codes, names and e-mail addresses are kept', () => {
  assert.equal(normaliseNumber('26 1234', 'PL'), null);
  assert.deepEqual(canonicalParty('7 38 50', 'FR'), { kind: 'short-code', value: '73850' });
  assert.deepEqual(canonicalParty('*100#', 'PL'), { kind: 'name', value: '*100#' });
  assert.deepEqual(canonicalParty(' mBank ', 'PL'), { kind: 'name', value: 'mBank' });
  assert.deepEqual(canonicalParty('Ana@Example.ORG'), { kind: 'email', value: 'ana@example.org' });
  assert.deepEqual(canonicalParty('600 123 456'), { kind: 'short-code', value: '600123456' });
});

test('[SMS-12] the same party in any spelling, and nobody else', () => {
  assert.ok(sameParty('600 123 456', '+48600123456', 'PL'));
  assert.ok(!sameParty('+49600123456', '+48600123456', 'PL'));
  assert.ok(!sameParty('123 456', '+48600123456', 'PL'));
  assert.ok(!sameParty('mBank', 'MBANK'));
});

const numbers = fc.integer({ min: 100_000_000, max: 999_999_998 }).map((digits) => `+48${digits}`);
const spellings = (number: string) =>
  fc.constantFrom(
    number,
    number.replace('+', '00'),
    number.slice(3),
    ` ${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6)} `,
  );

test('[SMS-9] normalising twice changes nothing, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        numbers,
        fc.string(),
        fc.string({ unit: fc.constantFrom('+', '0', '1', '4', '8', '6', '9', ' ', '-', '(', ')', '٣') }),
      ),
      (text) => {
        const party = canonicalParty(text, 'PL');
        assert.deepEqual(canonicalParty(party.value, 'PL'), party);
        assert.equal(canonicalParty(party.value).value, party.value);
      },
    ),
    { seed, numRuns: 500 },
  );
});

test('[SMS-13] order, repeats and spelling do not change the parties of a conversation', () => {
  const addresses = fc.uniqueArray(numbers, { minLength: 1, maxLength: 5, size: 'max' });
  fc.assert(
    fc.property(
      addresses.chain((plain) =>
        fc.record({ plain: fc.constant(plain), spelt: fc.tuple(...plain.map(spellings)), seed: fc.nat() }),
      ),
      ({ plain, spelt, seed }) => {
        const turned = [...spelt.slice(seed % spelt.length), ...spelt];
        const own = '+48 999 999 999';
        const parties = conversationParties([...turned, own], { own: [own], country: 'PL' });
        assert.deepEqual(parties, [...plain].sort());
      },
    ),
    { seed, numRuns: 200 },
  );
  assert.deepEqual(conversationParties(['600123456'], { own: ['+48600123456'], country: 'PL' }), [
    '+48600123456',
  ]);
  assert.deepEqual(conversationParties([], { country: 'PL' }), []);
});

test('numbers are shown the way their readers write them', () => {
  assert.equal(formatNumber('+48600123456', 'PL'), '600 123 456');
  assert.equal(formatNumber('+48600123456', 'DE'), '+48 600 123 456');
  assert.equal(formatNumber('mBank', 'PL'), 'mBank');
  assert.equal(formatNumber('73850', 'PL'), '73850');
  assert.equal(toGsmText(formatNumber('+48600123456')), '+48 600 123 456');
});

test('[SMS-9] a number tells its country where its plan does', () => {
  assert.equal(countryOfNumber('+48600000001'), 'PL');
  assert.equal(countryOfNumber('+381641234567'), 'RS');
  assert.equal(countryOfNumber('600000001'), undefined);
});

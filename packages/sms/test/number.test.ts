import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { normaliseNumber, readNumber } from '../src/number/number.ts';

const codes = [
  ...new Set(getCountries().map((country) => getCountryCallingCode(country))),
  '800',
  '808',
  '870',
  '999',
];
const digits = fc.stringMatching(/^[0-9]{0,14}$/);
const country = fc.constantFrom(undefined, 'GB', 'US', 'PL', 'AR', 'MX', 'XX');

test('a number in E.164 gets the same answer by its plan as taken apart', () => {
  const number = fc.tuple(fc.constantFrom(...codes), digits).map(([code, rest]) => `+${code}${rest}`);
  fc.assert(
    fc.property(number, country, (text, within) => {
      assert.equal(normaliseNumber(text, within), readNumber(text, within));
    }),
    { numRuns: 5_000 },
  );
});

test('so does anything else that could be taken for one', () => {
  const near = fc.stringMatching(/^[+ ]?[0-9 ()-]{3,18}$/);
  fc.assert(
    fc.property(near, country, (text, within) => {
      assert.equal(normaliseNumber(text, within), readNumber(text, within));
    }),
  );
});

test('a trunk prefix that is written too is left out, and an impossible length is no number', () => {
  assert.equal(normaliseNumber('+4407700900123'), '+447700900123');
  assert.equal(normaliseNumber('+447700900123'), '+447700900123');
  assert.equal(normaliseNumber('+44770090012345'), null);
});

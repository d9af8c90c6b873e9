import {
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min';
import { isPossibleByPlan } from './numbering-plans.ts';

/** E.164: `+` and at most fifteen digits (ITU-T E.164 §6). */
const E164 = /^\+[1-9][0-9]{6,14}$/;
/** What people put between digits. */
const DIALLED = /^\+?[0-9\s().\-/\u2010-\u2015]+$/;
/** National digits up to here are a short code, whatever a numbering plan says. */
const SHORT_CODE_DIGITS = 6;

function country(code: string | undefined): CountryCode | undefined {
  const upper = code?.toUpperCase() as CountryCode | undefined;
  return upper !== undefined && isSupportedCountry(upper) ? upper : undefined;
}

function parse(text: string, defaultCountry: string | undefined) {
  if (!DIALLED.test(text)) return null;
  const fallback = country(defaultCountry);
  // "00" is the international prefix of most countries; without a country to ask, it is taken as one.
  const dialled = fallback ? text : text.replace(/^(\s*)00(?=\s*[1-9])/, '$1+');
  const number = parsePhoneNumberFromString(dialled, {
    extract: false,
    ...(fallback ? { defaultCountry: fallback } : {}),
  });
  return number && number.ext === undefined && number.isPossible() && E164.test(number.number)
    ? number
    : null;
}

/** The text with decimal digits of every script written as ASCII ones, and without invisible direction marks. */
export function withAsciiDigits(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/\p{Nd}/gu, (character) => {
    const code = character.normalize('NFKC').codePointAt(0) ?? 0;
    let zero = code;
    // Apart from those that NFKC folds, decimal digits stand in separate runs of ten, in order (Unicode 16 §4.6).
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String(code - zero);
  });
}

/**
 * A subscriber's number as people write it, in E.164; null for anything else (short code, name, impossible length).
 * `defaultCountry` is an ISO 3166-1 alpha-2 code and is what national forms are read in; without it only the
 * international form is a number. Possible lengths decide, not assigned ranges, which age faster than this code.
 */
export function normaliseNumber(text: string, defaultCountry?: string): string | null {
  const settled = E164.test(text) ? isPossibleByPlan(text) : null;
  if (settled !== null) return settled ? text : null;
  return readNumber(text, defaultCountry);
}

/** As {@link normaliseNumber}, always by taking the number apart. */
export function readNumber(text: string, defaultCountry?: string): string | null {
  const dialled = withAsciiDigits(text)
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\uff0b/, '+');
  if (!dialled.startsWith('+') && dialled.replace(/[^0-9]/g, '').length <= SHORT_CODE_DIGITS) return null;
  return parse(dialled, defaultCountry)?.number ?? null;
}

/** A number for people: national form inside `country`, else international; what is no number comes back as it is. */
export function formatNumber(number: string, inCountry?: string): string {
  if (!E164.test(number)) return number;
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (!parsed) return number;
  const here = country(inCountry);
  return here !== undefined && parsed.country === here
    ? parsed.formatNational()
    : parsed.formatInternational();
}

/** ISO 3166-1 alpha-2 country of an E.164 number; undefined when its plan is shared and the number does not tell. */
export function countryOfNumber(number: string): string | undefined {
  return E164.test(number) ? parsePhoneNumberFromString(number, { extract: false })?.country : undefined;
}

/** ISO 3166-1 alpha-2 codes of the countries whose national forms are known. */
export function knownCountries(): readonly string[] {
  return getCountries();
}

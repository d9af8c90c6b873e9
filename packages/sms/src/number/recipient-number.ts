import { normaliseNumber } from './number.ts';

/** `4.477E+11`, also where a form has made a blank of the `+`. */
const SCIENTIFIC = /^\s*\+?[0-9](?:[.,]([0-9]+))?[eE][+ ]?([0-9]{1,2})\s*$/;
/** What makes a spreadsheet keep digits as they are: `'0770…`, `="0770…"`. */
const GUARDED = /^\s*(?:'|=\s*"?)(.*?)"?\s*$/;
/** A whole number as programs write one that they took for a fraction: `447700900123.0`. */
const FRACTION = /^(\s*\+?[0-9]{7,})\.0+\s*$/;

/** A recipient's number in E.164, or what is wrong with it. */
export type ReadNumber = { number: string } | { reason: 'not-a-number' | 'scientific-notation' };

/** Reads a number as people, spreadsheets and programs write it. `country`: what national forms are read in. */
export function readRecipientNumber(text: string, country: string | undefined): ReadNumber {
  const number = normaliseNumber(text, country);
  if (number !== null) return { number };
  const bare = text.replace(GUARDED, '$1').replace(FRACTION, '$1');
  const meant = bare === text ? null : normaliseNumber(bare, country);
  if (meant !== null) return { number: meant };
  return { reason: SCIENTIFIC.test(bare) ? 'scientific-notation' : 'not-a-number' };
}

/**
 * The digits of a number that a spreadsheet wrote with an exponent and lost none of: its mantissa has them all
 * (`4.8600100200E+10`). Null where digits were lost, and for anything else.
 */
export function exactDigits(text: string): string | null {
  const bare = text.replace(GUARDED, '$1');
  const [, fraction = '', exponent] = SCIENTIFIC.exec(bare) ?? [];
  if (exponent === undefined || fraction.length < Number(exponent)) return null;
  const digits = bare.replace(/[eE].*$/, '').replace(/[^0-9]/g, '');
  return digits.slice(0, Number(exponent) + 1);
}

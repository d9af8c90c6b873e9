import { normaliseNumber } from '@smseal/sms';

/** `4.477E+11`, also where a form has made a blank of the `+`. */
const SCIENTIFIC = /^\s*\+?[0-9](?:[.,][0-9]+)?[eE][+ ]?[0-9]{1,2}\s*$/;

/** A recipient's number in E.164, or what is wrong with it. */
export type ReadNumber = { number: string } | { reason: 'not-a-number' | 'scientific-notation' };

/** Reads a number as people and spreadsheets write it. `country`: what national forms are read in. */
export function readRecipientNumber(text: string, country: string | undefined): ReadNumber {
  const number = normaliseNumber(text, country);
  if (number !== null) return { number };
  return { reason: SCIENTIFIC.test(text) ? 'scientific-notation' : 'not-a-number' };
}

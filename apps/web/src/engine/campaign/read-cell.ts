import { exactDigits, normaliseNumber, readRecipientNumber } from '@smseal/sms';
import type { RefusedBecause } from './campaign-api.ts';

/** A cell's number in E.164, with what had to be mended; or why there is none. */
export type ReadCell =
  | { number: string; mended: 'plus' | 'exponent' | null }
  | { because: Extract<RefusedBecause, 'empty' | 'not-a-number' | 'scientific-notation'> };

/** Digits with a country's code: a national number that long would have been read as one. */
const WITH_CODE = /^[1-9][0-9]{9,14}$/;

/** Reads the number of a cell as {@link readRecipientNumber}, and mends what spreadsheets do where no digit was lost. */
export function readCell(cell: string, country: string | undefined): ReadCell {
  if (cell === '') return { because: 'empty' };
  const read = readRecipientNumber(cell, country);
  if ('number' in read) return { number: read.number, mended: null };
  if (read.reason === 'scientific-notation') {
    const digits = exactDigits(cell);
    if (digits === null) return { because: read.reason };
    const number = normaliseNumber(digits, country) ?? normaliseNumber(`+${digits}`);
    return number === null ? { because: 'not-a-number' } : { number, mended: 'exponent' };
  }
  const digits = cell.replace(/[\s().\-\u00a0]/g, '');
  const number = WITH_CODE.test(digits) ? normaliseNumber(`+${digits}`) : null;
  return number === null ? { because: 'not-a-number' } : { number, mended: 'plus' };
}

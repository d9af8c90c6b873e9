import { normaliseNumber } from '@smseal/sms';

/** One recipient of a request. */
export type RecipientVerdict =
  | { verdict: 'first'; number: string }
  /** The same number stands earlier in the request, at index `of`. */
  | { verdict: 'duplicate'; number: string; of: number }
  | { verdict: 'no-number' };

/**
 * Which recipients of one request are new, repeated or no numbers, in their order. Numbers are compared in E.164, so that
 * `+48 600 000 001`, `0048600000001` and, in Poland, `600 000 001` are one person who gets one text.
 * `country` (ISO 3166-1 alpha-2) is what national forms are read in.
 */
export function findRepeats(recipients: readonly string[], country?: string): RecipientVerdict[] {
  const seen = new Map<string, number>();
  return recipients.map((recipient, index) => {
    const number = normaliseNumber(recipient, country);
    if (number === null) return { verdict: 'no-number' };
    const of = seen.get(number);
    if (of !== undefined) return { verdict: 'duplicate', number, of };
    seen.set(number, index);
    return { verdict: 'first', number };
  });
}

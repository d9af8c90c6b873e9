import { CodedError } from '@smseal/protocol';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Guesses that a password must take, as a power of ten; ten characters without any pattern count as ten. */
const LEAST_LOG10 = 9;
/** The estimate's time grows with the square of the length; what is behind cannot make a password weaker. */
const LOOKED_AT = 64;
/** Ours: a password about this service is guessed early. */
const OWN_WORDS = ['smseal', 'sms', 'seal'];

let estimator: ZxcvbnFactory | null = null;

/** Made at first need: the dictionary takes some megabytes. */
function zxcvbn(): ZxcvbnFactory {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return estimator;
}

/**
 * Refuses passwords that are guessed early: the commonest, patterns, dates, repeats, and what is made of the holder's
 * own e-mail or number. No rule of composition (NIST SP 800-63B §3.1.1.2).
 * @throws CodedError `weak-password`
 */
export function checkPasswordStrength(password: string, holder: { email: string; mobile: string }): void {
  const { guessesLog10 } = zxcvbn().check(password.slice(0, LOOKED_AT), [...OWN_WORDS, ...wordsOf(holder)]);
  if (guessesLog10 < LEAST_LOG10) throw new CodedError('weak-password');
}

/** The e-mail and its words; the number and its ends, as people abbreviate it. */
function wordsOf({ email, mobile }: { email: string; mobile: string }): string[] {
  const digits = mobile.replace(/^\+/, '');
  const parts = email.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2);
  return [email, ...parts, digits, ...[1, 2, 3].map((prefix) => digits.slice(prefix))];
}

import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/** Life of a code, ms. */
export const CODE_MS = 10 * 60_000;
/** Wrong tries before a code is dead. */
export const CODE_TRIES = 5;

/** What a code is for, and whose it is: a code for one thing opens no other. */
export interface CodePurpose {
  purpose: 'sign-up' | 'reset' | 'kept-key' | 'change';
  /** E-mail of a sign-up, account and detail of a change, else the account. */
  subject: string;
}

/** Six random digits (20 bits: enough with few tries and little time, OWASP ASVS 6.5.4). */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** What is stored of a code. */
export function codeMac(secret: Buffer, { purpose, subject }: CodePurpose, code: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['one-time-code', purpose, subject, code]))
    .digest();
}

/** Compares in constant time; what has another length never matches. */
export function sameMac(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

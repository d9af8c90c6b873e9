import { CodedError } from '@smseal/protocol';
import type { PostMessages } from './message-schema.ts';

/** What has not left by then never leaves, unless said. */
export const LIFE_MS = 2 * 24 * 60 * 60 * 1000;
const FAR_MS = 366 * 24 * 60 * 60 * 1000;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** When a text may leave. */
export interface Life {
  /** ms since 1970; null for at once. */
  notBefore: number | null;
  /** ms since 1970. */
  expires: number;
}

/** @throws CodedError `invalid-request` for what is no time, and for an expiry before the beginning. */
export function lifeOf({ sendAt, expiresAt }: Pick<PostMessages, 'sendAt' | 'expiresAt'>, now: number): Life {
  const asked = sendAt === undefined ? null : timeOf(sendAt, '/sendAt');
  const notBefore = asked !== null && asked > now ? asked : null;
  const begins = notBefore ?? now;
  // Alike texts of one second share a batch, so the expiry that nobody asked for is told by the minute.
  const expires =
    expiresAt === undefined
      ? Math.ceil((begins + LIFE_MS) / 60_000) * 60_000
      : timeOf(expiresAt, '/expiresAt');
  if (begins > now + FAR_MS) throw new CodedError('invalid-request', { at: '/sendAt' });
  if (expires <= begins || expires > begins + FAR_MS)
    throw new CodedError('invalid-request', { at: '/expiresAt' });
  return { notBefore, expires };
}

function timeOf(text: string, at: string): number {
  const ms = RFC3339.test(text) ? Date.parse(text) : NaN;
  if (!Number.isFinite(ms)) throw new CodedError('invalid-request', { at });
  return ms;
}

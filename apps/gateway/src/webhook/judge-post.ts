import type { PostAnswer } from './poster.ts';

/** What follows from an answer. */
export type PostVerdict =
  | { verdict: 'taken' }
  /** The receiver wants nothing more, ever. */
  | { verdict: 'gone' }
  /** The receiver says how long it wants to be left alone. */
  | { verdict: 'slow-down'; waitMs: number }
  /** `error` is null where the status says it all. */
  | { verdict: 'failed'; error: string | null };

const MOST_WAIT_MS = 24 * 60 * 60 * 1000;
const LEAST_WAIT_MS = 1_000;

/** Judges the answer to one post. A redirect is a failure: where it leads was not signed by anybody. `now` in ms. */
export function judgePost(answer: Exclude<PostAnswer, { outcome: 'ended' }>, now: number): PostVerdict {
  if (answer.outcome === 'failed') return { verdict: 'failed', error: answer.error };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { verdict: 'taken' };
  if (status === 410) return { verdict: 'gone' };
  if (status >= 300 && status < 400) return { verdict: 'failed', error: 'redirect' };
  if ((status === 429 || status === 503) && retryAfter !== null) {
    const waitMs = readRetryAfter(retryAfter, now);
    if (waitMs !== null) return { verdict: 'slow-down', waitMs };
  }
  return { verdict: 'failed', error: null };
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3); null when it is neither. A day at most. */
function readRetryAfter(text: string, now: number): number | null {
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, ms));
}

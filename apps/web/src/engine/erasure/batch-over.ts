import { expandBatch } from '@smseal/client';
import { isFinal, isLeaving } from '@smseal/policy';
import type { TextState } from '@smseal/protocol';
import type { HeldBatch } from '../cache/cache-item.ts';

/** For so long after a batch's texts have expired a carrier's last word on the others may come. */
const LATE_MS = 24 * 60 * 60 * 1000;

/**
 * Whether texts of a batch can be blanked without taking anything from the others: nothing of it may leave, and nothing more is
 * to be heard of the others. What is reported on a batch that was sealed anew is lost.
 */
export function isBatchOver(
  { states, expires }: { states: readonly TextState[]; expires: string },
  erased: readonly number[],
  now: number,
): boolean {
  if (states.some(isLeaving)) return false;
  const those = new Set(erased);
  return now > Date.parse(expires) + LATE_MS || states.every((state, i) => those.has(i) || isFinal(state));
}

/** How far each text of a batch is, as its segments say: what the feed brought of it in the clear may be older. */
export function statesOf({ stored, content, segments }: HeldBatch): TextState[] {
  return expandBatch({ batch: stored, content }, segments).map(({ state }) => state);
}

/** When it is over at the latest: RFC 3339. */
export function overBy({ expires }: { expires: string }): string {
  return new Date(Date.parse(expires) + LATE_MS).toISOString();
}

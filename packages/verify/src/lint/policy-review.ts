import { REVIEW } from '@smseal/inventory';
import { isOver, startOfDay } from '@smseal/policy';
import { red, verdict, type Outcome } from '../probe/outcome.ts';

/** A year and a day: nobody looks at a policy less often. */
const LONGEST_MS = 366 * 86_400_000;

/** The day by which the policy is looked at again is named, near, and not over at `now` (ms since 1970). */
export function policyReview(_release: string, now = Date.now()): Outcome {
  const { last, next } = REVIEW;
  if (isOver(next, now)) return red(`it was to be looked at by ${next}`);
  const apart = startOfDay(next) - startOfDay(last);
  const faults = apart > 0 && apart <= LONGEST_MS ? [] : [`from ${last} to ${next} is no year`];
  if (startOfDay(last) > now) faults.push(`${last} has not been yet`);
  return verdict(faults, `looked at on ${last}, and by ${next} again`);
}

import { PROMISE, REGIMES, type Regime, type RegimeId, type Right, type Term } from '@smseal/inventory';
import { addDays, addMonths, addWorkingDays, startOfDay } from '../calendar/days.ts';

/** The last day of a term that begins with the day on which something was received; that day itself is not counted. */
export function endOfTerm(term: Term, received: string): string {
  if ('days' in term) return addDays(received, term.days);
  if ('months' in term) return addMonths(received, term.months);
  return addWorkingDays(received, term.workingDays);
}

/** The last day on which one law lets a request be answered. Days are UTC, `YYYY-MM-DD`. */
export function deadlineByLaw(regime: RegimeId, right: Right, received: string): string {
  const { answer, sooner }: Regime = REGIMES[regime];
  return endOfTerm(sooner[right] ?? answer, received);
}

/**
 * The last day on which a request has to be answered: the earliest of what is promised and of what each of the laws gives
 * that are kept for whoever asks.
 */
export function deadline(regimes: readonly RegimeId[], right: Right, received: string): string {
  return earliest([
    ...PROMISE.map((term) => endOfTerm(term, received)),
    ...regimes.map((regime) => deadlineByLaw(regime, right, received)),
  ]);
}

/** The last day on which the arrival of a request has to be confirmed; null where none of the laws asks for it. */
export function confirmedBy(regimes: readonly RegimeId[], received: string): string | null {
  const days = regimes.flatMap((regime) => {
    const { confirmed }: Regime = REGIMES[regime];
    return confirmed === null ? [] : [endOfTerm(confirmed, received)];
  });
  return days.length === 0 ? null : earliest(days);
}

/** Whether the last day of a term is over at `now` (ms since 1970). */
export function isOver(lastDay: string, now: number): boolean {
  return now >= startOfDay(addDays(lastDay, 1));
}

/** Days written like this sort as they follow each other. */
function earliest(days: readonly string[]): string {
  return days.reduce((first, day) => (day < first ? day : first));
}

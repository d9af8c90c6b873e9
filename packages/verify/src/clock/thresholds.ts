import { INVENTORY, retentionPlan, type RetentionStep } from '@smseal/inventory';
import { firstKeptDay, lastGoneInstant, utcDay } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';

const DAY_MS = 86_400_000;
/** Long after anything could be confused by the year 1970; a leap day lies ahead. */
const BORN = Date.UTC(2028, 1, 20, 13, 37, 11);
/** What accounts may choose. */
const PREFERENCES = [1, 30, 365, 3650];

/** Moves a virtual clock over the end of every step of the plan: there one tick before, gone at the tick. */
export function thresholds(): Outcome {
  const plan = retentionPlan(INVENTORY);
  const faults = plan.flatMap((step) => faultsOf(step).map((fault) => `${step.table}: ${fault}`));
  return verdict(faults, `${plan.length} steps begin exactly when they should`);
}

function faultsOf(step: RetentionStep): string[] {
  switch (step.ends) {
    case 'after-days':
      return dayFaults(step.days);
    case 'by-preference':
      return PREFERENCES.flatMap(dayFaults);
    case 'after-instant': {
      const goes = (now: number): boolean => BORN <= lastGoneInstant(now, step.ms);
      return [
        ...(goes(BORN + step.ms - 1) ? ['gone one tick early'] : []),
        ...(goes(BORN + step.ms) ? [] : ['still there at its time']),
      ];
    }
  }
}

/** A day is kept through `days` further days, and goes when the day after those begins. */
function dayFaults(days: number): string[] {
  const day = utcDay(BORN);
  const ends = Math.floor(BORN / DAY_MS) * DAY_MS + (days + 1) * DAY_MS;
  const goes = (now: number): boolean => day < firstKeptDay(now, days);
  return [
    ...(goes(ends - 1) ? [`gone one tick early where ${days} days are kept`] : []),
    ...(goes(ends) ? [] : [`still there at its time where ${days} days are kept`]),
  ];
}

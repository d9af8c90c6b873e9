import { REGIMES, RIGHTS, type RegimeId, type Right } from '@smseal/inventory';
import { addDays, deadline, deadlineByLaw, isOver, regimesOf, startOfDay } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';

const ALL = Object.keys(REGIMES) as RegimeId[];
const EVERY_RIGHT = Object.keys(RIGHTS) as Right[];
const DAY_MS = 86_400_000;
/** Four years with their leap day. */
const DAYS = Array.from({ length: 1_461 }, (_, i) => addDays('2027-01-01', i));
/** Where somebody may live: each law by itself, and nowhere. */
const PLACES = ['DE', 'GB', 'RS', 'CH', 'BR', 'US-CA', null] as const;

/** Receives a request of each kind on each day of four years, in each place. */
export function deadlines(): Outcome {
  const faults = new Set<string>();
  let later = 0;
  for (const day of DAYS) {
    const month = monthLater(day);
    if (addDays(day, 30) > month) later++;
    for (const place of PLACES) {
      const laws = regimesOf(place);
      for (const right of EVERY_RIGHT) {
        const end = deadline(laws, right, day);
        if (end > addDays(day, 30) || end > month) faults.add(`of ${day} it ends on ${end}`);
        for (const law of laws)
          if (end > deadlineByLaw(law, right, day)) faults.add(`${law} ends before ${end}`);
      }
    }
  }
  const [day] = DAYS as [string];
  const end = deadline(ALL, 'access', day);
  if (isOver(end, startOfDay(end) + DAY_MS - 1)) faults.add('it is over one tick early');
  if (!isOver(end, startOfDay(end) + DAY_MS)) faults.add('it is not over at its end');
  return verdict(
    [...faults],
    `${DAYS.length} days; on ${later} of them thirty days would be longer than the month`,
  );
}

/** By the calendar of the language, which the tables do not use: the same date, or the last of a shorter month. */
function monthLater(day: string): string {
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 2, 0));
  const date = Math.min(from.getUTCDate(), to.getUTCDate());
  return `${to.toISOString().slice(0, 8)}${String(date).padStart(2, '0')}`;
}

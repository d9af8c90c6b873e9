import type { ChangeClass, PolicyVersion, Weight } from '@smseal/inventory';
import { addDays, startOfDay } from '../calendar/days.ts';

/** Days between the announcement of a version and the first day on which it counts. */
export const NOTICE_DAYS = {
  first: 0,
  minor: 14,
  material: 30,
  protective: 0,
  law: 0,
} as const satisfies Record<ChangeClass, number>;

/** The first day on which a version may count that is announced on `published`. Days are UTC, `YYYY-MM-DD`. */
export function earliestDay(change: ChangeClass, published: string): string {
  return addDays(published, NOTICE_DAYS[change]);
}

/** Whether a version counts at `now` (ms since 1970): from the beginning of its day on, and never within its notice. */
export function hasBegun({ change, published, effective }: PolicyVersion, now: number): boolean {
  return now >= Math.max(startOfDay(effective), startOfDay(earliestDay(change, published)));
}

/** Whether a version may be called what it is called when its changes weigh so much: never less grave than they are. */
export function mayBeCalled(change: ChangeClass, weight: Weight): boolean {
  switch (change) {
    case 'first':
      return false;
    case 'law':
      return true;
    case 'minor':
    case 'material':
    case 'protective':
      return NOTICE_DAYS[change] >= NOTICE_DAYS[weight];
  }
}

/** What a version is judged by. */
export interface VersionInPlace {
  /** The one before; null for the first. */
  before: PolicyVersion | null;
  version: PolicyVersion;
  /** What its changes weigh as a whole; null for the first. */
  weight: Weight | null;
}

/** What is wrong with a version in the archive, in sentences; empty when nothing is. */
export function faultsOfVersion({ before, version, weight }: VersionInPlace): string[] {
  const { number, change, published, effective, hash, law } = version;
  const faults: string[] = [];
  const due = earliestDay(change, published);
  if (number !== (before?.number ?? 0) + 1) faults.push(`Version ${number} does not follow the one before.`);
  if ((change === 'first') !== (before === null))
    faults.push(`Version ${number} is called ${change}; that is what the first one is, and no other.`);
  if (weight !== null && change !== 'first' && !mayBeCalled(change, weight))
    faults.push(`Version ${number} is called ${change}, and its changes are ${weight}.`);
  if (startOfDay(effective) < startOfDay(due))
    faults.push(`Version ${number} is to count on ${effective}; announced on ${published} it may on ${due}.`);
  if ((change === 'law') !== (law !== undefined))
    faults.push(`Version ${number} has to name the law that demands it at once, and only such a one may.`);
  if (hash === null && before !== null)
    faults.push(`Version ${number} is a draft; only the first may be one.`);
  if (before !== null) faults.push(...faultsOfOrder(before, version));
  return faults;
}

function faultsOfOrder(before: PolicyVersion, { number, published, effective }: PolicyVersion): string[] {
  return [
    ...(before.hash === null ? [`Version ${number} follows a draft, which has to be published first.`] : []),
    ...(startOfDay(published) < startOfDay(before.published)
      ? [`Version ${number} is announced before version ${before.number}.`]
      : []),
    ...(startOfDay(effective) < startOfDay(before.effective)
      ? [`Version ${number} is to count before version ${before.number}.`]
      : []),
  ];
}

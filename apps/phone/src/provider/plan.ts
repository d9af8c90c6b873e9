import type { ProviderRow } from '@smseal/client';
import type { KnownRow } from './known-rows.ts';

/** What a look at a range of a table found, against what was known of it. */
export interface Plan {
  /** Rows that were not known by their number. */
  fresh: ProviderRow[];
  /** Rows whose number is known and whose content is another: edited, or the number was used again. */
  changed: { row: ProviderRow; known: KnownRow }[];
  /** Known rows of the range that are not there. */
  absent: KnownRow[];
}

/** Compares a range as a set; the order of rows says nothing. */
export function planRange(
  rows: readonly ProviderRow[],
  known: readonly KnownRow[],
  fingerprintOf: (row: ProviderRow) => string,
): Plan {
  const byRow = new Map(known.map((one) => [one.row, one]));
  const plan: Plan = { fresh: [], changed: [], absent: [] };
  for (const row of rows) {
    const name = String(row['_id']);
    const one = byRow.get(name);
    byRow.delete(name);
    if (one === undefined) plan.fresh.push(row);
    else if (one.fingerprint !== fingerprintOf(row)) plan.changed.push({ row, known: one });
  }
  plan.absent = [...byRow.values()];
  return plan;
}

/**
 * Whether the absence of a row can mean that it was deleted. Rows of a SIM that is not in the phone are hidden, not
 * deleted; rows without a SIM (−1, as after a restore) are always shown.
 */
export function isTellingAbsence(known: Pick<KnownRow, 'sub'>, presentSubs: ReadonlySet<number>): boolean {
  return known.sub === -1 || presentSubs.has(known.sub);
}

/** More than this, and more than a fifth of all, is not a person deleting texts. */
const MANY = 50;

/**
 * Whether so much is missing at once that it is a wiped or broken phone rather than somebody deleting: the account then
 * keeps everything, marked as no longer on the phone.
 */
export function isMassDisappearance(absent: number, known: number): boolean {
  return absent > MANY && absent > known / 5;
}

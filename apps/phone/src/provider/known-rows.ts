import type { Id } from '@smseal/protocol';
import type { Journal, JournalRow } from '../journal/journal.ts';

/** A provider row as it was when it was last read. */
export interface KnownRow {
  source: string;
  /** The provider's name for it: `_id`, or a contact's lookup key; `displaced:` and the record once it lost its number. */
  row: string;
  /** `_id`, or 0. */
  number: number;
  /** ms since 1970, or 0. */
  date: number;
  /** Subscription id; −1 when unknown. */
  sub: number;
  fingerprint: string;
  /** What the row says, as the id of the first among equals. */
  base: Id;
  /** The record that it became. */
  record: Id;
}

/** What this agent knows of the phone's tables. */
export class KnownRows {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Rows of a table with `from` ≤ `_id` ≤ `to`. */
  byNumber(source: string, range: { from: number; to: number }): KnownRow[] {
    return this.#journal
      .all('SELECT * FROM known WHERE source = ? AND number BETWEEN ? AND ?', source, range.from, range.to)
      .map(toKnown);
  }

  /** Rows of a table with `from` ≤ date, in ms. */
  byDate(source: string, from: number): KnownRow[] {
    return this.#journal.all('SELECT * FROM known WHERE source = ? AND date >= ?', source, from).map(toKnown);
  }

  all(source: string): KnownRow[] {
    return this.#journal.all('SELECT * FROM known WHERE source = ?', source).map(toKnown);
  }

  get(source: string, row: string): KnownRow | null {
    const found = this.#journal.get('SELECT * FROM known WHERE source = ? AND row = ?', source, row);
    return found === undefined ? null : toKnown(found);
  }

  /** Whether a row stands behind the record. */
  links(record: Id): boolean {
    return this.#journal.get('SELECT 1 FROM known WHERE record = ? LIMIT 1', record) !== undefined;
  }

  count(source: string): number {
    return Number(this.#journal.get('SELECT count(*) AS n FROM known WHERE source = ?', source)?.['n'] ?? 0);
  }

  put(known: KnownRow): void {
    this.#journal.run(
      `INSERT OR REPLACE INTO known (source, row, number, date, sub, fingerprint, base, record)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      known.source,
      known.row,
      known.number,
      known.date,
      known.sub,
      known.fingerprint,
      known.base,
      known.record,
    );
  }

  drop(source: string, row: string): void {
    this.#journal.run('DELETE FROM known WHERE source = ? AND row = ?', source, row);
  }
}

function toKnown(row: JournalRow): KnownRow {
  return {
    source: String(row['source']),
    row: String(row['row']),
    number: Number(row['number']),
    date: Number(row['date']),
    sub: Number(row['sub']),
    fingerprint: String(row['fingerprint']),
    base: String(row['base']),
    record: String(row['record']),
  };
}

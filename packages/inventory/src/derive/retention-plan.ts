import { RECORD_KINDS, type RecordKind } from '../record-kinds.ts';
import { RETENTION_RULES } from '../retention-rules.ts';
import type { Entry, RetentionId } from '../vocabulary.ts';
import { databaseTables, type InventoryTable } from './tables.ts';

/** One thing that the retention job does. */
export type RetentionStep =
  /** Rows go when the day in `column` is more than `days` days ago. */
  | { ends: 'after-days'; table: string; column: string; days: number; retention: RetentionId }
  /** Rows go `ms` after the instant in `column`. */
  | { ends: 'after-instant'; table: string; column: string; ms: number; retention: RetentionId }
  /** Rows go when the day in `column` is more than the account's own number of days ago; `kind` where the table has kinds. */
  | { ends: 'by-preference'; table: string; column: string; kind: RecordKind | null; retention: RetentionId };

/**
 * Everything that goes by itself, table by table.
 * @throws Error where a table's retention needs a clock that none of its columns is, or has one that nothing reads.
 */
export function retentionPlan(inventory: readonly Entry[]): RetentionStep[] {
  return databaseTables(inventory).flatMap(stepsOf);
}

function stepsOf(table: InventoryTable): RetentionStep[] {
  const entries = [...table.columns.values()];
  const timed = new Set(entries.map((entry) => entry.retention).filter(hasClock));
  const clocks = [...table.columns].filter(([, entry]) => entry.clock);
  if (timed.size === 0 && clocks.length === 0) return [];
  const [retention] = timed;
  const [clock] = clocks;
  if (timed.size !== 1 || clocks.length !== 1 || !retention || !clock)
    throw new Error(`${table.name} needs one retention with a clock, and one column that it counts from`);
  const [column] = clock;
  const rule = RETENTION_RULES[retention];
  switch (rule.ends) {
    case 'after-days':
      return [{ ends: rule.ends, table: table.name, column, days: rule.days, retention }];
    case 'after-instant':
      return [{ ends: rule.ends, table: table.name, column, ms: rule.ms, retention }];
    case 'by-preference':
      return preferenceSteps(table, column, retention);
    case 'by-rotation':
    case 'with-owner':
      return [];
  }
}

function hasClock(retention: RetentionId): boolean {
  const { ends } = RETENTION_RULES[retention];
  return ends !== 'with-owner' && ends !== 'by-rotation';
}

/** The records' table holds kinds of different clocks; some are kept until they are deleted. */
function preferenceSteps(table: InventoryTable, column: string, retention: RetentionId): RetentionStep[] {
  const step = { ends: 'by-preference', table: table.name, retention } as const;
  if (!table.columns.has('kind')) return [{ ...step, column, kind: null }];
  return Object.entries(RECORD_KINDS).flatMap(([kind, entry]) =>
    entry.expiresBy === 'never' ? [] : [{ ...step, column: entry.expiresBy, kind: kind as RecordKind }],
  );
}

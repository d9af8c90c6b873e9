import { RECORD_KIND_NAMES, RECORD_KINDS, type RecordKind } from '../record-kinds.ts';
import type { Entry } from '../vocabulary.ts';
import { databaseTables } from './tables.ts';

/** What the server can read of a record kind, and what it cannot. */
export interface ClearFieldsOfKind {
  kind: RecordKind;
  title: string;
  clear: string[];
  sealed: string;
}

/** The clear fields of each record kind, beside those that all kinds have. */
export function clearFieldsOfKinds(): ClearFieldsOfKind[] {
  return RECORD_KIND_NAMES.map((kind) => {
    const { title, clear, sealed } = RECORD_KINDS[kind];
    return { kind, title, clear: ['id', ...Object.keys(clear)], sealed };
  });
}

/** What the server can read of a table, and what it cannot. */
export interface ClearFieldsOfTable {
  table: string;
  clear: string[];
  /** Sealed, hashed or public by nature. */
  other: { column: string; protection: Exclude<Entry['protection'], 'clear'> }[];
}

/** The columns of each table by whether the server can read them. */
export function clearFieldsOfTables(inventory: readonly Entry[]): ClearFieldsOfTable[] {
  return databaseTables(inventory).map(({ name, columns }) => {
    const clear: string[] = [];
    const other: ClearFieldsOfTable['other'] = [];
    for (const [column, { protection }] of columns)
      if (protection === 'clear') clear.push(column);
      else other.push({ column, protection });
    return { table: name, clear, other };
  });
}

import type { Entry } from '../vocabulary.ts';

/** A table of the database as the inventory knows it. */
export interface InventoryTable {
  /** With its schema where that is not `public`. */
  name: string;
  /** Its columns by name. */
  columns: ReadonlyMap<string, Entry>;
}

/**
 * The database's tables, in the inventory's order.
 * @throws Error where a column has two entries.
 */
export function databaseTables(inventory: readonly Entry[]): InventoryTable[] {
  const tables = new Map<string, Map<string, Entry>>();
  for (const entry of inventory) {
    if (entry.place !== 'database') continue;
    const dot = entry.name.lastIndexOf('.');
    const table = entry.name.slice(0, dot);
    const column = entry.name.slice(dot + 1);
    const known = tables.get(table) ?? new Map<string, Entry>();
    if (known.has(column)) throw new Error(`${entry.name} has two entries`);
    tables.set(table, known.set(column, entry));
  }
  return Array.from(tables, ([name, held]) => ({ name, columns: held }));
}

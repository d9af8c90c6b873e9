import { FINE_TIMES, findingsOf, INVENTORY } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { DatabaseReader } from './database-reader.ts';

interface Column {
  name: string;
  type: string;
}

/** Columns of the live database as the inventory writes them; the queue's own schema is looked at by itself. */
function columnsOf(database: DatabaseReader): Promise<Column[]> {
  return database.rows<Column>(`
    SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name || '.' || column_name AS name,
      data_type AS type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') ORDER BY 1`);
}

/** The tables, against the inventory, both ways. */
export async function columns(database: DatabaseReader): Promise<Outcome> {
  const live = await columnsOf(database);
  const { unlisted, missing } = findingsOf(
    INVENTORY,
    'database',
    live.map(({ name }) => name),
  );
  const faults = [
    ...unlisted.map((name) => `${name} is held and not listed`),
    ...missing.map((name) => `${name} is listed and not held`),
  ];
  return verdict(faults, `${live.length} columns, all listed`);
}

/** Columns of a time finer than a day. */
export async function times(database: DatabaseReader): Promise<Outcome> {
  const fine = (await columnsOf(database)).filter(({ type }) => /^(timestamp|time|interval)/.test(type));
  const allowed = new Set<string>(FINE_TIMES);
  const faults = fine.filter(({ name }) => !allowed.has(name)).map(({ name }) => `${name} holds a time`);
  return verdict(faults, `${fine.length} columns hold a time, all of them named`);
}

/** Columns of what is sealed, digested or encrypted. */
export async function sealedOctets(database: DatabaseReader): Promise<Outcome> {
  const types = new Map((await columnsOf(database)).map(({ name, type }) => [name, type]));
  const closed = INVENTORY.filter(
    ({ place, protection, atRest }) =>
      place === 'database' && (/^(sealed|hashed|wrapped)$/.test(protection) || atRest !== undefined),
  );
  const faults = closed
    .filter(({ name }) => types.get(name) !== 'bytea')
    .map(({ name }) => `${name} is ${types.get(name) ?? 'nowhere'}`);
  return verdict(faults, `${closed.length} columns are octets`);
}

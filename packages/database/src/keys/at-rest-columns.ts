import { INVENTORY, type Category } from '@smseal/inventory';

/** How a value looked before it was encrypted, which tells it from an encrypted one: text, or so many octets. */
type Before = 'text' | { octets: number } | { runsOf: number };

interface AtRestTable {
  /** What names a row within its account. */
  key: readonly string[];
  /** Its rows are many and go by age: each month has a key of its own, which goes when they are all gone. */
  byMonth?: true;
  columns: Readonly<Record<string, Before>>;
}

const WRAP: Before = { octets: 48 };
const WRAPS: Before = { runsOf: 80 };

/** Tables with columns that are encrypted under their account's keys; the inventory says which, and a test compares. */
export const AT_REST = {
  sealed_key: { key: ['recipient', 'scope', 'epoch'], columns: { sealed: WRAP } },
  inbound_session: { key: ['id'], columns: { enc: { octets: 32 } } },
  chain_entry: { key: ['index'], columns: { body: 'text' } },
  batch: { key: ['id'], byMonth: true, columns: { target_sealed: WRAP, account_sealed: WRAP } },
  pool_key_wrap: { key: ['key_id', 'member'], columns: { sealed: WRAP } },
  gateway_settings: { key: ['target'], columns: { account_sealed: WRAP, sealed: WRAPS } },
  list_key: { key: ['list'], columns: { account_sealed: WRAP, sealed: WRAPS } },
  activity: { key: ['id'], columns: { ip: 'text' } },
  'identity.holder': { key: [], columns: { email: 'text', mobile: 'text', password: 'text' } },
  'identity.passkey': { key: ['id'], columns: { name: 'text' } },
} as const satisfies Record<string, AtRestTable>;

export type AtRestTableName = keyof typeof AT_REST;

export const AT_REST_TABLES = Object.keys(AT_REST) as AtRestTableName[];

/** A column as those who encrypt and open need it. */
export interface AtRestColumn {
  name: string;
  /** `table.column`, as the inventory has it. */
  full: string;
  category: Category;
  before: Before;
}

const COLUMNS = new Map<AtRestTableName, readonly AtRestColumn[]>(
  AT_REST_TABLES.map((table) => [table, columnsOf(table)]),
);

function columnsOf(table: AtRestTableName): AtRestColumn[] {
  return Object.entries(AT_REST[table].columns as Record<string, Before>).map(([name, before]) => {
    const full = `${table}.${name}`;
    const entry = INVENTORY.find((one) => one.place === 'database' && one.name === full);
    if (entry?.atRest !== 'account') throw new Error(`the inventory does not say that ${full} is encrypted`);
    return { name, full, category: entry.category, before };
  });
}

/** Whether a table has such columns. */
export function isAtRest(table: string): table is AtRestTableName {
  return Object.hasOwn(AT_REST, table);
}

/** Whether what is written in it now is under its month's own key. */
export function isByMonth(table: AtRestTableName): boolean {
  return 'byMonth' in AT_REST[table];
}

/** Categories that have a key for as long as there is the account. */
export const LASTING_CATEGORIES: readonly Category[] = [
  ...new Set(
    AT_REST_TABLES.filter((table) => !isByMonth(table)).flatMap((table) =>
      columnsOf(table).map(({ category }) => category),
    ),
  ),
];

export function atRestColumns(table: AtRestTableName): readonly AtRestColumn[] {
  return COLUMNS.get(table) ?? [];
}

/** The row's name within its account. */
export function rowName(table: AtRestTableName, row: Readonly<Record<string, unknown>>): (string | number)[] {
  return AT_REST[table].key.map((column) => {
    const part = row[column];
    if (typeof part !== 'string' && typeof part !== 'number')
      throw new TypeError(`a row of ${table} without ${column}`);
    return part;
  });
}

/** The first octet of what is encrypted under an account's key; no text of ours begins with it. */
export const ACCOUNT_FORM = 1;

/** Whether a value has the form from before it was encrypted. */
export function isBefore(before: Before, value: Uint8Array): boolean {
  if (before === 'text') return value[0] !== ACCOUNT_FORM;
  return 'octets' in before ? value.length === before.octets : value.length % before.runsOf === 0;
}

/** Those of a table's encrypted columns that hold text. */
export function textColumns(table: AtRestTableName): ReadonlySet<string> {
  return new Set(atRestColumns(table).flatMap(({ name, before }) => (before === 'text' ? [name] : [])));
}

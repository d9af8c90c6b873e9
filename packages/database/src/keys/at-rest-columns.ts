import { INVENTORY, type Category } from '@smseal/inventory';

/**
 * How a value looked before it was encrypted, which tells it from an encrypted one: text, or so many octets. Of `plain`
 * values, which begin with an octet for it, what follows that octet is encrypted; all others were sealed by a device.
 */
type Before = 'text' | 'plain' | { octets: number } | { runsOf: number };

interface AtRestTable {
  /** What names a row within its account. */
  key: readonly string[];
  /**
   * Its rows are many and go by age: each month has a key of its own, which goes when they are all gone. It is the month of
   * the day in a column, or, where that is empty or `now`, the one in which a row is written.
   */
  byMonth?: string;
  columns: Readonly<Record<string, Before>>;
}

const WRAP: Before = { octets: 48 };
const WRAPS: Before = { runsOf: 80 };

/** Tables with columns that are encrypted under their account's keys; the inventory says which, and a test compares. */
export const AT_REST = {
  sealed_key: { key: ['recipient', 'scope', 'epoch'], columns: { sealed: WRAP } },
  inbound_session: { key: ['id'], columns: { enc: { octets: 32 } } },
  chain_entry: { key: ['index'], columns: { body: 'text' } },
  batch: { key: ['id'], byMonth: 'now', columns: { target_sealed: WRAP, account_sealed: WRAP } },
  pool_key_wrap: { key: ['key_id', 'member'], columns: { sealed: WRAP } },
  gateway_settings: { key: ['target'], columns: { account_sealed: WRAP, sealed: WRAPS } },
  list_key: { key: ['list'], columns: { account_sealed: WRAP, sealed: WRAPS } },
  record: { key: ['kind', 'id'], byMonth: 'day', columns: { envelope: 'plain' } },
  kept_key: { key: [], byMonth: 'now', columns: { secret: 'text' } },
  activity: { key: ['id'], columns: { ip: 'text' } },
  'identity.holder': { key: [], columns: { email: 'text', mobile: 'text', password: 'text' } },
  'identity.change': { key: ['what'], columns: { value: 'text' } },
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

/** Whether each month of a table has a key of its own. */
function isByMonth(table: AtRestTableName): boolean {
  return 'byMonth' in AT_REST[table];
}

/** The month (its first UTC day) whose key a row is under; null where its table has one key for life. */
export function monthOf(
  table: AtRestTableName,
  row: Readonly<Record<string, unknown>>,
  today: string,
): string | null {
  const { byMonth }: AtRestTable = AT_REST[table];
  if (byMonth === undefined) return null;
  const day = row[byMonth];
  return `${(typeof day === 'string' ? day : today).slice(0, 7)}-01`;
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

/** The first octet of a record in plain (SEAL-97): it stays in front of what is encrypted. */
export const PLAIN = Buffer.of(0);
const NOTHING = Buffer.alloc(0);

/** Whether a value has the form from before it was encrypted. */
export function isBefore(before: Before, value: Uint8Array): boolean {
  if (before === 'text') return value[0] !== ACCOUNT_FORM;
  if (before === 'plain') return false;
  return 'octets' in before ? value.length === before.octets : value.length % before.runsOf === 0;
}

/** The part of a value that is encrypted, and what stays in front of it; null where nothing is. */
export function encryptedPart(before: Before, value: Buffer): { front: Buffer; part: Buffer } | null {
  if (before !== 'plain') return { front: NOTHING, part: value };
  return value[0] === PLAIN[0] ? { front: PLAIN, part: value.subarray(1) } : null;
}

/** Those of a table's encrypted columns that hold text. */
export function textColumns(table: AtRestTableName): ReadonlySet<string> {
  return new Set(atRestColumns(table).flatMap(({ name, before }) => (before === 'text' ? [name] : [])));
}

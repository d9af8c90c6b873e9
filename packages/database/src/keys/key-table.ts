import { createHash, type Hash } from 'node:crypto';
import type { Database } from '../connection/database.ts';
import type { Executor } from './account-key.ts';
import { withKeyLock } from './key-lock.ts';
import type { Keyring } from './keyring.ts';

/** Two copies, written in turn: one that is cut off leaves the other whole. */
const COPIES = ['table.1', 'table.2'] as const;
const FORM = 'smseal key table 1';
const ROWS = 5_000;

export interface KeyTableInput {
  database: Database;
  keyring: Keyring;
  /** ms since 1970. */
  now: number;
}

/** A whole copy of the key table. */
export interface KeyTableCopy {
  name: (typeof COPIES)[number];
  /** RFC 3339: the state of which moment it holds. */
  at: string;
  lines: string[];
}

/**
 * Writes the state of the key table to the keyring's medium, over the older of two copies: what a restore from a backup puts
 * in place of the backup's own, so that a key destroyed after the backup is not in it. @returns how many rows.
 */
export async function exportKeyTable(input: KeyTableInput): Promise<number> {
  return withKeyLock(input.database, () => writeKeyTable(input));
}

/** Does so for whoever holds the keys' lock. */
export async function writeKeyTable({ database, keyring, now }: KeyTableInput): Promise<number> {
  const newest = await newestCopy(keyring);
  const name = newest?.name === COPIES[0] ? COPIES[1] : COPIES[0];
  // The one written last counts as the newest, also where the clock stood still or was set back.
  const at = new Date(Math.max(now, newest ? Date.parse(newest.at) + 1 : 0)).toISOString();
  let rows = 0;
  await database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      async function* octets(): AsyncGenerator<Buffer> {
        const hash = createHash('sha256');
        yield told(hash, `${FORM} ${at}\n`);
        for await (const lines of tableLines(transaction)) {
          rows += lines.length;
          yield told(hash, `${lines.join('\n')}\n`);
        }
        yield Buffer.from(`end ${hash.digest('hex')}\n`);
      }
      await keyring.overwrite(name, octets());
    });
  return rows;
}

function told(hash: Hash, text: string): Buffer {
  hash.update(text);
  return Buffer.from(text);
}

/** The rows as lines of words: `day`, `account` and `data` keys. */
async function* tableLines(executor: Executor): AsyncGenerator<string[]> {
  const days = await executor.selectFrom('day_key').selectAll().orderBy('id').execute();
  if (days.length > 0) yield days.map(({ id, day, state }) => `day ${id} ${day} ${state}`);
  for (let after = ''; ;) {
    const rows = await executor
      .selectFrom('account_key')
      .selectAll()
      .where('account_id', '>', after)
      .orderBy('account_id')
      .limit(ROWS)
      .execute();
    const last = rows.at(-1)?.account_id;
    if (last === undefined) return;
    yield rows.map(
      (row) => `account ${row.account_id} ${row.day_key} ${row.numbers} ${row.wrapped.toString('base64url')}`,
    );
    const data = await executor
      .selectFrom('data_key')
      .selectAll()
      .where('account_id', '>', after)
      .where('account_id', '<=', last)
      .orderBy('account_id')
      .orderBy('number')
      .execute();
    if (data.length > 0)
      yield data.map(
        (row) =>
          `data ${row.account_id} ${row.number} ${row.category} ${row.month ?? '-'} ${row.wrapped.toString('base64url')}`,
      );
    after = last;
  }
}

/** The newest whole copy; null where there is none. */
export async function newestCopy(keyring: Keyring): Promise<KeyTableCopy | null> {
  const copies: KeyTableCopy[] = [];
  for (const name of COPIES) {
    const copy = readCopy(name, await keyring.read(name));
    if (copy) copies.push(copy);
  }
  return copies.sort((a, b) => a.at.localeCompare(b.at)).at(-1) ?? null;
}

function readCopy(name: KeyTableCopy['name'], octets: Buffer | null): KeyTableCopy | null {
  const text = octets?.toString() ?? '';
  const [, body = '', digest] = /^(.*\n)end ([0-9a-f]{64})\n$/s.exec(text) ?? [];
  if (digest !== createHash('sha256').update(body).digest('hex')) return null;
  const [head = '', ...lines] = body.trimEnd().split('\n');
  return head.startsWith(`${FORM} `) ? { name, at: head.slice(FORM.length + 1), lines } : null;
}

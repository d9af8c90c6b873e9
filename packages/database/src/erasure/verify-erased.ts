import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { isAtRest } from '../keys/at-rest-columns.ts';
import { NotOpened } from '../keys/cipher.ts';
import { KeyDestroyed } from '../keys/keys.ts';
import type { ErasureMatter } from './journal-entry.ts';
import type { Sample } from './progress.ts';
import { tellingColumns, type TellingColumn } from './verifier-role.ts';

/**
 * Looks for what was erased, by another way than it went: not by the deletion plan but by asking PostgreSQL which columns
 * there are, over a connection of a role that can change nothing. It knows the journal's entry and what there was before.
 */

/** What was looked at, and how many things of it. */
export interface Check {
  check: string;
  looked: number;
}

/** What is left although it was erased. */
export class LeftOver extends Error {
  override readonly name = 'LeftOver';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`something that was erased is still there: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

export interface VerifyInput {
  /** As the verifier (`openVerifier`). */
  verifier: Database;
  matter: ErasureMatter;
  /** Encrypted rows from before, which nothing may open any more. */
  samples: readonly Sample[];
}

/** SHA-256 of this very code, base64url: what a certificate calls the verifier's build. */
export const VERIFIER_BUILD = createHash('sha256')
  .update(readFileSync(new URL(import.meta.url)))
  .digest('base64url');

/** Where the random id of a removed device stays until the account goes: what it has written, and what was signed for it. */
const KEPT_OF_DEVICE: ReadonlySet<string> = new Set([
  'batch.author',
  'batch.holder',
  'batch.pool_key',
  'batch.target',
  'device.id',
  'gateway_settings.author',
  'gateway_settings.members',
  'gateway_settings.target',
  'inbound_session.device_id',
  'list_key.author',
  'list_key.gateways',
  'list_segment.author',
  'pool_key.author',
  'pool_key.members',
  'pool_key.pool',
  'record.author',
  'segment.author',
]);
/** Where the random id of a deleted record stays for 90 days, so that every device hears of it. */
const KEPT_OF_RECORD: ReadonlySet<string> = new Set(['tombstone.id']);
const KEPT_OF_ACCOUNT: ReadonlySet<string> = new Set();

/** @returns what was looked at. @throws LeftOver */
export async function verifyErased({ verifier, matter, samples }: VerifyInput): Promise<Check[]> {
  const faults: string[] = [];
  const checks = [await searchColumns(verifier, matter, faults)];
  if (matter.kind === 'records' && matter.batches.length > 0)
    checks.push(await compareBatches(verifier, matter, faults));
  if (samples.length > 0) checks.push(await tryKeys(verifier, { account: matter.account, samples }, faults));
  if (faults.length > 0) throw new LeftOver(faults);
  return checks;
}

/** Ids that must be nowhere, and where they may be. */
function soughtOf(matter: ErasureMatter): { needles: readonly Id[]; kept: ReadonlySet<string> } {
  switch (matter.kind) {
    case 'account':
      return { needles: [matter.account, ...matter.devices], kept: KEPT_OF_ACCOUNT };
    case 'device':
      return { needles: [matter.device], kept: KEPT_OF_DEVICE };
    case 'removal':
      return { needles: matter.devices, kept: KEPT_OF_DEVICE };
    case 'records':
      return { needles: matter.records.map(({ id }) => id), kept: KEPT_OF_RECORD };
  }
}

async function searchColumns(verifier: Database, matter: ErasureMatter, faults: string[]): Promise<Check> {
  const { needles, kept } = soughtOf(matter);
  const columns = (await tellingColumns(verifier)).filter(
    ({ table, column }) => !kept.has(`${table}.${column}`),
  );
  if (columns.length === 0) throw new TypeError('there are no columns to look at');
  for (const [table, group] of Map.groupBy(columns, (one) => one.table)) {
    const found = await searchTable(verifier, { table, columns: group, needles, matter });
    if (found > 0) faults.push(`${found} rows of ${table}`);
  }
  return { check: 'no column that can hold an id has one that was erased', looked: columns.length };
}

interface TableSearch {
  table: string;
  columns: readonly TellingColumn[];
  needles: readonly Id[];
  matter: ErasureMatter;
}

/** One reading of a table. What belongs to one account is looked for among its rows; an account itself in all rows. */
async function searchTable(
  verifier: Database,
  { table, columns, needles, matter }: TableSearch,
): Promise<number> {
  if (needles.length === 0) return 0;
  const named = columns.some(({ column }) => column === 'account_id');
  const within = matter.kind !== 'account' && named ? sql`account_id = ${matter.account} AND` : sql``;
  const held = columns.map((one) => holds(one, needles));
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) FROM ${sql.table(table)} WHERE ${within} (${sql.join(held, sql` OR `)})`.execute(
    verifier,
  );
  return rows[0]?.count ?? 0;
}

/** So many are looked for inside texts; more only as whole texts. */
const FEW = 64;

function holds({ column, type }: TellingColumn, needles: readonly Id[]): RawBuilder<unknown> {
  const name = sql.ref(column);
  const isOctets = type === 'bytea';
  const text = isOctets ? sql`encode(${name}, 'hex')` : sql`${name}::text`;
  const sought = isOctets ? needles.map((id) => Buffer.from(id, 'base64url').toString('hex')) : needles;
  if (sought.length <= FEW)
    return sql`(${sql.join(
      sought.map((needle) => sql`strpos(${text}, ${needle}) > 0`),
      sql` OR `,
    )})`;
  if (/^(_|json)/.test(type))
    return sql`EXISTS (SELECT FROM unnest(${sought}::text[]) AS needle WHERE strpos(${text}, needle) > 0)`;
  return sql`${text} = ANY(${sought}::text[])`;
}

/** The envelopes that were replaced must be gone. */
async function compareBatches(
  verifier: Database,
  matter: Extract<ErasureMatter, { kind: 'records' }>,
  faults: string[],
): Promise<Check> {
  for (const { id, replaced } of matter.batches) {
    const { rows } = await sql`
      SELECT FROM batch WHERE account_id = ${matter.account} AND id = ${id}
        AND sha256(envelope) = ${Buffer.from(replaced, 'base64url')}`.execute(verifier);
    if (rows.length > 0) faults.push('a batch that should have been sealed anew');
  }
  return { check: 'no batch has the envelope that was replaced', looked: matter.batches.length };
}

/** Tries every key that is left on rows from before. */
async function tryKeys(
  verifier: Database,
  { account, samples }: { account: Id; samples: readonly Sample[] },
  faults: string[],
): Promise<Check> {
  verifier.keys.forget(account);
  for (const { table, row } of samples) {
    if (!isAtRest(table)) throw new TypeError(`nothing of ${table} is encrypted`);
    const stored = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'object' ? Buffer.from(value.octets, 'base64url') : value,
      ]),
    );
    if (await opens(verifier, table, { ...stored, account_id: account }))
      faults.push(`a row of ${table} from before still opens`);
  }
  return { check: 'rows from before open with no key that is left', looked: samples.length };
}

async function opens(
  { keys }: Database,
  table: Parameters<Database['keys']['open']>[0],
  row: { account_id: Id },
): Promise<boolean> {
  try {
    await keys.open(table, [row]);
    return true;
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof NotOpened) return false;
    throw error;
  }
}

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { deletionPlan, INVENTORY } from '@smseal/inventory';
import {
  CodedError,
  type AccountPlan,
  type DevicePlan,
  type ErasurePlan,
  type Id,
  type RecordsPlan,
  type SignedPlan,
} from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { deviceKey } from '../device/device-key.ts';
import { frame, isSignature } from '../device/signed-octets.ts';
import { AT_REST, AT_REST_TABLES, atRestColumns, rowName } from '../keys/at-rest-columns.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { announceErasure } from './append-erasure.ts';
import type { ErasureMatter } from './journal-entry.ts';
import type { ErasureProgress, Sample, TableCount } from './progress.ts';

export interface BeginGiven {
  database: Database;
  /** ms since 1970. */
  now: number;
}

/** A plan as it came, and what it says. */
export interface HandedPlan<Plan extends ErasurePlan = ErasurePlan> {
  signed: SignedPlan;
  plan: Plan;
}

/** SHA-256 of a plan's octets, base64url: what its device signs, with the erasure's id (SEAL-100). */
export function planHash({ plan }: Pick<SignedPlan, 'plan'>): string {
  return createHash('sha256').update(Buffer.from(plan, 'base64url')).digest('base64url');
}

/**
 * Begins the erasure of a whole account whose holder was recognised: what is there is counted, and from the commit on it will
 * be erased, whatever happens. @returns its id and the token for when the session is dead.
 */
export async function beginAccountErasure(
  { database, now }: BeginGiven,
  { account, handed }: { account: Id; handed: HandedPlan<AccountPlan> | null },
): Promise<{ id: Id; token: string }> {
  const id = handed?.plan.id ?? randomBytes(16).toString('base64url');
  const token = randomBytes(32);
  await inTransaction(database, async (transaction) => {
    if (handed) await refuseKnown(transaction, id);
    const devices = await transaction
      .selectFrom('device')
      .select('id')
      .where('account_id', '=', account)
      .execute();
    const matter = { kind: 'account', account, devices: devices.map((device) => device.id) } as const;
    const progress = {
      ...(await begun(transaction, { account, handed, now })),
      tables: await countRows(transaction, account),
      samples: await takeSamples(transaction, account, new Set(matter.devices)),
    };
    const digest = createHash('sha256').update(token).digest();
    await announceErasure(transaction, { id, kind: 'account', matter, progress, token: digest }, now);
  });
  return { id, token: token.toString('base64url') };
}

/**
 * Begins an erasure that a device has planned. The same plan again changes nothing.
 * @returns whether it is new.
 * @throws CodedError `erasure-unsigned`, `erasure-conflict`, `device-not-removed`.
 */
export async function beginPlannedErasure(
  { database, now }: BeginGiven,
  { account, handed }: { account: Id; handed: HandedPlan<DevicePlan | RecordsPlan> },
): Promise<boolean> {
  const { plan } = handed;
  return inTransaction(database, async (transaction) => {
    if (!(await refuseKnown(transaction, plan.id, { account, hash: planHash(handed.signed) }))) return false;
    const matter = await matterOf(transaction, plan);
    const progress = {
      ...(await begun(transaction, { account, handed, now })),
      tables: await countPlanned(transaction, matter),
    };
    await announceErasure(transaction, { id: plan.id, kind: plan.kind, matter, progress }, now);
    return true;
  });
}

async function matterOf(transaction: Transaction, plan: DevicePlan | RecordsPlan): Promise<ErasureMatter> {
  const { account } = plan;
  if (plan.kind !== 'device') {
    const batches = plan.batches.map(({ id, replaced, by }) => ({ id, replaced, by }));
    return { kind: 'records', account, records: plan.records, batches };
  }
  const device = await transaction
    .selectFrom('device')
    .select('removed')
    .where('account_id', '=', account)
    .where('id', '=', plan.erases)
    .executeTakeFirst();
  if (!device) throw new CodedError('not-found');
  if (device.removed === null) throw new CodedError('device-not-removed');
  return { kind: 'device', account, device: plan.erases };
}

/** @returns false where the very same plan is known. @throws CodedError `erasure-conflict` where another one is. */
async function refuseKnown(
  transaction: Transaction,
  id: Id,
  same?: { account: Id; hash: string },
): Promise<boolean> {
  const row = await transaction
    .selectFrom('erasure')
    .select(['account_id', 'progress'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return true;
  if (same && row.account_id === same.account && row.progress.signed?.plan === same.hash) return false;
  throw new CodedError('erasure-conflict');
}

interface Begun {
  account: Id;
  handed: HandedPlan | null;
  now: number;
}

async function begun(transaction: Transaction, { account, handed, now }: Begun): Promise<ErasureProgress> {
  const nonce = randomBytes(32);
  return {
    received: new Date(now).toISOString(),
    nonce: nonce.toString('base64url'),
    subject: createHmac('sha256', nonce).update(account).digest('base64url'),
    signed: handed && (await checkPlan(transaction, account, handed)),
    tables: [],
    samples: [],
    keys: null,
    verified: null,
    search: null,
  };
}

/** A plan must be that of a device of the account's chain: the certificate will say so. @throws CodedError `erasure-unsigned` */
async function checkPlan(
  transaction: Transaction,
  account: Id,
  { signed, plan }: HandedPlan,
): Promise<NonNullable<ErasureProgress['signed']>> {
  const hash = planHash(signed);
  const key = await deviceKey(transaction, account, plan.device);
  const octets = frame('erasure/plan', Buffer.from(plan.id), Buffer.from(hash, 'base64url'));
  if (
    plan.account !== account ||
    !key ||
    !isSignature(key, octets, Buffer.from(signed.signature, 'base64url'))
  )
    throw new CodedError('erasure-unsigned');
  return { plan: hash, signature: signed.signature, key };
}

async function countRows(transaction: Transaction, account: Id): Promise<TableCount[]> {
  const counts: TableCount[] = [];
  for (const { table, column, how } of deletionPlan(INVENTORY)) {
    if (how === 'detach') continue;
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${account}`.execute(transaction);
    counts.push({ table, before: rows[0]?.count ?? 0, after: 0 });
  }
  return counts;
}

/** What a plan names and is there: records and their blobs. */
async function countPlanned(transaction: Transaction, matter: ErasureMatter): Promise<TableCount[]> {
  if (matter.kind !== 'records') return [];
  const { account, records } = matter;
  const [kinds, ids] = [records.map(({ kind }) => kind), records.map(({ id }) => id)].map(arrayLiteral);
  const { rows } = await sql<{ records: number; blobs: number }>`
    WITH planned AS (
      SELECT DISTINCT kind, id FROM unnest(${kinds}::text[], ${ids}::text[]) AS planned (kind, id)
    )
    SELECT
      (SELECT count(*) FROM planned CROSS JOIN LATERAL (
        SELECT FROM record WHERE account_id = ${account} AND kind = planned.kind AND id = planned.id LIMIT 1
      ) AS stored) AS records,
      (SELECT count(*) FROM planned JOIN blob
        ON blob.account_id = ${account} AND owner_kind = planned.kind AND owner = planned.id) AS blobs`.execute(
    transaction,
  );
  const { records: stored = 0, blobs = 0 } = rows[0] ?? {};
  return [
    { table: 'record', before: stored, after: 0 },
    { table: 'blob', before: blobs, after: 0 },
  ];
}

/** One row of each table that is encrypted and opens now, as it is stored; none whose name is that of a device, which must be nowhere. */
async function takeSamples(
  transaction: Transaction,
  account: Id,
  devices: ReadonlySet<unknown>,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const table of AT_REST_TABLES) {
    const columns = atRestColumns(table).map(({ name }) => name);
    const { rows } = await sql<Record<string, unknown>>`
      SELECT ${sql.join([...AT_REST[table].key, ...columns].map((name) => sql.ref(name)))} FROM ${sql.table(table)}
      WHERE account_id = ${account} LIMIT 1`.execute(transaction);
    const [row] = rows;
    if (!row || rowName(table, row).some((part) => devices.has(part))) continue;
    const named = AT_REST[table].key.map((name) => [name, row[name] as string | number] as const);
    const [opened] = await transaction.keys.open(table, [{ ...row, account_id: account }]);
    const held = columns.flatMap((name) => {
      const [stored, plain] = [row[name], (opened as Record<string, unknown> | undefined)?.[name]];
      const isClosed = Buffer.isBuffer(stored) && Buffer.isBuffer(plain) && !stored.equals(plain);
      return isClosed ? [[name, { octets: stored.toString('base64url') }] as const] : [];
    });
    if (held.length > 0) samples.push({ table, row: Object.fromEntries([...named, ...held]) });
  }
  return samples;
}

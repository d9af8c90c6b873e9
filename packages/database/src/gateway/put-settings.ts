import { isDeepStrictEqual } from 'node:util';
import { utcDay } from '@smseal/policy';
import { CodedError, type Id, type PutGatewaySettings } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { lockDevices } from '../device/lock-devices.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { toPutSettings, toSettingsColumns } from './stored-settings.ts';

export interface PutSettingsInput {
  account: Id;
  put: PutGatewaySettings;
  now: number;
}

/**
 * Stores the next version of what a gateway obeys in place of the one before. The very same one again changes nothing.
 * @returns whether it is new.
 * @throws CodedError `not-found` where the pool's first gateway never was one, or a member is none now, `member-elsewhere`, `version-conflict` with the version that is stored
 *   (0 where there is none), `wrong-epoch`, `root-missing`, `unauthenticated`.
 */
export async function putGatewaySettings(database: Database, input: PutSettingsInput): Promise<boolean> {
  const { account, put, now } = input;
  return inTransaction(database, async (transaction) => {
    const members = put.members.map(({ device }) => device);
    const devices = await lockDevices(transaction, account, [put.author, ...members]);
    if (!devices.has(put.author)) throw new CodedError('unauthenticated');
    if (members.some((id) => devices.get(id)?.platform !== 'gateway')) throw new CodedError('not-found');
    await requirePool(transaction, { account, pool: put.target, members });
    const stored = await transaction
      .selectFrom('gateway_settings')
      .selectAll()
      .where('account_id', '=', account)
      .where('target', '=', put.target)
      .execute();
    const [row] = await transaction.keys.open('gateway_settings', stored);
    if (row && isDeepStrictEqual(toPutSettings(row), put)) return false;
    const current = row?.version ?? 0;
    if (put.version !== current + 1)
      throw new CodedError('version-conflict', { record: put.target, current });
    const epoch = await currentEpoch(transaction, account);
    if (put.epoch !== epoch) throw new CodedError('wrong-epoch', { epoch });
    await requireFree(transaction, { account, pool: put.target, members });
    const place = { account_id: account, target: put.target, stored: utcDay(now) };
    const sealed = await transaction.keys.seal('gateway_settings', [{ ...place, ...toSettingsColumns(put) }]);
    await transaction
      .insertInto('gateway_settings')
      .values(sealed)
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'target']).doUpdateSet({ ...sealed[0], stored: row?.stored }),
      )
      .execute();
    return true;
  });
}

interface PoolMembers {
  account: Id;
  pool: Id;
  members: readonly Id[];
}

/**
 * A pool keeps the name of its first gateway when that is gone; while it is there it stays in.
 * @throws CodedError `not-found`, `invalid-request`.
 */
async function requirePool(transaction: Transaction, { account, pool, members }: PoolMembers): Promise<void> {
  const found = await transaction
    .selectFrom('device')
    .select('removed')
    .where('account_id', '=', account)
    .where('id', '=', pool)
    .where('platform', '=', 'gateway')
    .executeTakeFirst();
  if (!found) throw new CodedError('not-found');
  if (found.removed === null && !members.includes(pool))
    throw new CodedError('invalid-request', { at: '/members' });
}

/**
 * A gateway may have settings of its own, which wait, and be in one other pool. Nobody is taken in who is in another one, or
 * in whose own pool others are. @throws CodedError `member-elsewhere`.
 */
async function requireFree(transaction: Transaction, { account, pool, members }: PoolMembers): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    SELECT member AS id FROM gateway_settings, unnest(members) AS member
    WHERE account_id = ${account} AND target <> ${pool} AND member = ANY(${arrayLiteral(members)}::text[])
      AND (target <> member OR cardinality(members) > 1) AND member <> ${pool}`.execute(transaction);
  const [elsewhere] = rows;
  if (elsewhere) throw new CodedError('member-elsewhere', { record: elsewhere.id });
}

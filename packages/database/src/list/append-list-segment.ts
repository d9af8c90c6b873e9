import { isDeepStrictEqual } from 'node:util';
import { utcDay } from '@smseal/policy';
import { CodedError, type AppendListSegment, type DeviceEntry, type Id } from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { isSignature } from '../device/signed-octets.ts';
import { segmentDigest, segmentStatement } from './segment-octets.ts';
import { headOfList, toListSegment, toSegmentColumns } from './stored-list.ts';

export interface AppendListInput {
  account: Id;
  segment: AppendListSegment;
  now: number;
}

/**
 * Appends the next segment of a list; the very same one again changes nothing. Its signature is checked by devices, too;
 * here, so that one device gone astray cannot spoil a list, from which nothing is taken back.
 * @returns whether it is new.
 * @throws CodedError `list-conflict` with the list's head where it is not the next one, `list-key-replaced` with the
 *   version of the newest key (0 where the list has none), `list-invalid`, `forbidden` where a device neither reads nor
 *   follows the list, `unauthenticated`.
 */
export async function appendListSegment(database: Database, input: AppendListInput): Promise<boolean> {
  const { account, segment, now } = input;
  return inTransaction(database, async (transaction) => {
    const author = await lockAuthor(transaction, account, segment.author);
    const keys = await transaction
      .selectFrom('list_key')
      .select(['version', 'gateways', 'count', 'digest'])
      .where('account_id', '=', account)
      .where('list', '=', segment.list)
      .forUpdate()
      .executeTakeFirst();
    if (!keys) throw new CodedError('list-key-replaced', { current: 0 });
    if (!author.can.includes('read') && !keys.gateways.includes(segment.author))
      throw new CodedError('forbidden', { needs: 'read' });
    const head = headOfList(keys);
    if (segment.number < head.count && (await isStored(transaction, account, segment))) return false;
    if (segment.number !== head.count || segment.previous !== head.digest)
      throw new CodedError('list-conflict', { head });
    if (segment.keyVersion !== keys.version)
      throw new CodedError('list-key-replaced', { current: keys.version });
    const row = toSegmentColumns(segment);
    const statement = segmentStatement(account, row);
    if (author.sign === null || !isSignature(author.sign, statement, row.signature))
      throw new CodedError('list-invalid', { rule: 'signature' });
    await transaction
      .insertInto('list_segment')
      .values({ account_id: account, ...row, stored: utcDay(now) })
      .execute();
    await transaction
      .updateTable('list_key')
      .set({ count: head.count + 1, digest: segmentDigest(statement, row.signature) })
      .where('account_id', '=', account)
      .where('list', '=', segment.list)
      .execute();
    return true;
  });
}

interface Author {
  can: string[];
  /** Ed25519 public key, base64url; null where the chain does not tell it. */
  sign: string | null;
}

/** The device's row is held, so that its removal waits for the append or is seen by it. */
async function lockAuthor(transaction: Transaction, account: Id, author: Id): Promise<Author> {
  const row = await transaction
    .selectFrom('device')
    .leftJoin('chain_entry', (join) =>
      join
        .onRef('chain_entry.account_id', '=', 'device.account_id')
        .onRef('chain_entry.index', '=', 'device.admitted'),
    )
    .select(['device.account_id', 'device.can', 'device.admitted as index', 'chain_entry.body'])
    .where('device.account_id', '=', account)
    .where('device.id', '=', author)
    .where('device.removed', 'is', null)
    .forUpdate('device')
    .executeTakeFirst();
  if (!row) throw new CodedError('unauthenticated');
  const [opened] = await transaction.keys.open('chain_entry', [row]);
  const entry = opened?.body && (JSON.parse(opened.body.toString('utf8')) as Partial<DeviceEntry>);
  return { can: row.can, sign: entry?.device?.id === author ? entry.device.sign : null };
}

async function isStored(transaction: Transaction, account: Id, segment: AppendListSegment): Promise<boolean> {
  const row = await transaction
    .selectFrom('list_segment')
    .selectAll()
    .where('account_id', '=', account)
    .where('list', '=', segment.list)
    .where('number', '=', segment.number)
    .executeTakeFirst();
  return row !== undefined && isDeepStrictEqual(toListSegment(row), segment);
}

import { CodedError, LINK_MS, type Id, type Platform } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database } from '../connection/database.ts';
import { linkPlace, readPendingLinks } from './link-row.ts';

export interface OpenLinkInput {
  /** The account, or an id that no account has. */
  account: Id;
  id: Id;
  /** SHA-256 of the new device's secret for this link. */
  secret: Buffer;
  platform: Platform;
  name: string;
  commitment: string;
  credential: string;
  now: Date;
}

/** Opens a link. @returns when it expires. @throws CodedError `link-busy` while another one is under way. */
export async function openLink(database: Database, input: OpenLinkInput): Promise<Date> {
  const { account, now } = input;
  const expires = new Date(now.getTime() + LINK_MS);
  await inTransaction(database, async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`link ${account}`}, 0))`.execute(transaction);
    const pending = await readPendingLinks(transaction, account, now);
    if (pending.length > 0) throw new CodedError('link-busy');
    await transaction
      .insertInto('link')
      .values({
        account_id: account,
        id: input.id,
        secret: input.secret,
        platform: input.platform,
        name: await transaction.keys.sealForDay(linkPlace(input.id, 'name'), Buffer.from(input.name)),
        commitment: Buffer.from(input.commitment, 'base64url'),
        credential: Buffer.from(input.credential, 'base64url'),
        state: 'waiting',
        answer: null,
        reveal: null,
        expires,
        stored: now.toISOString().slice(0, 10),
      })
      .execute();
  });
  return expires;
}

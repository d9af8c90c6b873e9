import {
  CodedError,
  type AnswerLink,
  type Id,
  type LinkReveal,
  type LinkState,
  type Platform,
} from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { DayPlace } from '../keys/keys.ts';

/** A link as stored, its state judged by the clock. */
export interface Link {
  account: Id;
  id: Id;
  secret: Buffer;
  platform: Platform;
  name: string;
  commitment: Buffer;
  credential: Buffer;
  state: LinkState;
  answer: AnswerLink | null;
  reveal: LinkReveal | null;
  expires: Date;
}

const COLUMNS = sql.raw(
  'account_id, id, secret, platform, name, commitment, credential, state, answer, reveal, expires',
);

interface Row extends Omit<Link, 'account' | 'name' | 'reveal'> {
  account_id: Id;
  name: Buffer;
  reveal: Buffer | null;
}

/** Where what is encrypted of a link belongs. */
export function linkPlace(id: Id, column: 'name' | 'reveal'): DayPlace {
  return { table: 'link', column, row: id };
}

/** The link of this id. @throws CodedError `not-found` */
export async function readLink(database: Database, id: Id, now: Date): Promise<Link> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM link WHERE id = ${id}`.execute(database);
  return toLink(database, rows[0], now);
}

/** As {@link readLink}; nobody else moves it until the transaction ends. */
export async function lockLink(transaction: Transaction, id: Id, now: Date): Promise<Link> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM link WHERE id = ${id} FOR UPDATE`.execute(
    transaction,
  );
  return toLink(transaction, rows[0], now);
}

/** Links of an account that are under way. */
export async function readPendingLinks(database: Database, account: Id, now: Date): Promise<Link[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM link
    WHERE account_id = ${account} AND expires > ${now} AND state IN ('waiting', 'answered', 'revealed')`.execute(
    database,
  );
  return Promise.all(rows.map((row) => toLink(database, row, now)));
}

async function toLink({ keys }: Database, found: Row | undefined, now: Date): Promise<Link> {
  if (!found) throw new CodedError('not-found');
  const { account_id: account, name: sealedName, reveal: sealedReveal, ...row } = found;
  const name = (await keys.openForDay(linkPlace(row.id, 'name'), sealedName)).toString();
  const opened = sealedReveal && (await keys.openForDay(linkPlace(row.id, 'reveal'), sealedReveal));
  const reveal = opened && (JSON.parse(opened.toString()) as LinkReveal);
  const over = row.state === 'finished' || row.state === 'refused';
  return { ...row, account, name, reveal, state: over || row.expires > now ? row.state : 'expired' };
}

/** @throws CodedError `link-over`, `link-state` unless the link is at this step. */
export function requireState(link: Link, wanted: LinkState): void {
  if (link.state === wanted) return;
  if (link.state === 'finished' || link.state === 'refused' || link.state === 'expired')
    throw new CodedError('link-over');
  throw new CodedError('link-state', { state: link.state });
}

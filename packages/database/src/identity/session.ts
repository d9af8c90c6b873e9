import type { AccountKind, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';

export interface SessionInput {
  id: Id;
  account: Id;
  /** SHA-256 of the cookie's octets. */
  token: Buffer;
  now: Date;
}

/** Stores a session; beyond `most` of an account the oldest end. */
export async function startSession(
  transaction: Transaction,
  input: SessionInput,
  most: number,
): Promise<void> {
  await transaction
    .insertInto('identity.session')
    .values({
      id: input.id,
      account_id: input.account,
      token: input.token,
      started: input.now,
      last_used: input.now,
    })
    .execute();
  await sql`
    DELETE FROM identity.session WHERE id IN (
      SELECT id FROM identity.session WHERE account_id = ${input.account}
      ORDER BY started DESC, id OFFSET ${most}
    )`.execute(transaction);
}

/** A live session and what its holder can sign in with. Nothing in it has to be decrypted: it is read at every request. */
export interface SessionRow {
  id: Id;
  account: Id;
  started: Date;
  lastUsed: Date;
  hasPassword: boolean;
  passkeys: number;
  /** Whether the account's devices have a root yet. */
  hasRoot: boolean;
  /** When the account was closed; null while it is open. */
  closed: Date | null;
  kind: AccountKind;
}

/** A session lives while it began after `startedAfter` and was used after `usedAfter`. */
export interface SessionLife {
  startedAfter: Date;
  usedAfter: Date;
}

/** The live session of a cookie. */
export async function findSession(
  database: Database,
  token: Buffer,
  life: SessionLife,
): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    SELECT session.id, session.account_id AS account, session.started, session.last_used AS "lastUsed",
      holder.password IS NOT NULL AS "hasPassword",
      (SELECT count(*) FROM identity.passkey WHERE passkey.account_id = session.account_id) AS passkeys,
      EXISTS (SELECT FROM chain_entry WHERE chain_entry.account_id = session.account_id) AS "hasRoot",
      account.kind, account.closed
    FROM identity.session JOIN identity.holder USING (account_id)
      JOIN account ON account.id = session.account_id
    WHERE session.token = ${token}
      AND session.started > ${life.startedAfter} AND session.last_used > ${life.usedAfter}`.execute(database);
  return rows[0] ?? null;
}

/** Notes that a session was used. */
export async function touchSession(database: Database, id: Id, now: Date): Promise<void> {
  await database.updateTable('identity.session').set({ last_used: now }).where('id', '=', id).execute();
}

/** Live sessions of an account, newest first. */
export async function listSessions(
  database: Database,
  account: Id,
  life: SessionLife,
): Promise<{ id: Id; started: Date; last_used: Date }[]> {
  return database
    .selectFrom('identity.session')
    .select(['id', 'started', 'last_used'])
    .where('account_id', '=', account)
    .where('started', '>', life.startedAfter)
    .where('last_used', '>', life.usedAfter)
    .orderBy('started', 'desc')
    .orderBy('id')
    .execute();
}

/** Ends one session of an account. @returns whether there was one. */
export async function endSession(database: Database | Transaction, account: Id, id: Id): Promise<boolean> {
  const row = await database
    .deleteFrom('identity.session')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the session of a cookie, whatever its age. */
export async function endSessionByToken(transaction: Transaction, token: Buffer): Promise<void> {
  await transaction.deleteFrom('identity.session').where('token', '=', token).execute();
}

/** Ends every session of an account. */
export async function endSessions(transaction: Transaction, account: Id): Promise<void> {
  await transaction.deleteFrom('identity.session').where('account_id', '=', account).execute();
}

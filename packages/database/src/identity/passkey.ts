import type { Id } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { IdentityTables } from './identity-tables.ts';

/** A public-key credential as WebAuthn verifies it. */
export interface Passkey {
  id: Id;
  account: Id;
  /** Credential id of the authenticator. */
  credential: Buffer;
  /** COSE key. */
  publicKey: Buffer;
  counter: number;
  transports: string[];
  name: string;
  /** UTC day. */
  stored: string;
}

type Row = Selectable<IdentityTables['identity.passkey']>;

async function openPasskeys({ keys }: Database | Transaction, rows: readonly Row[]): Promise<Passkey[]> {
  const opened = await keys.open('identity.passkey', rows);
  return opened.map(({ account_id: account, public_key: publicKey, name, ...row }) => ({
    ...row,
    account,
    publicKey,
    name: name.toString(),
  }));
}

/** Passkeys of an account, oldest first. */
export async function listPasskeys(database: Database | Transaction, account: Id): Promise<Passkey[]> {
  const rows = await database
    .selectFrom('identity.passkey')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('stored')
    .orderBy('id')
    .execute();
  return openPasskeys(database, rows);
}

/** The passkey with this credential id, and whose it is. */
export async function findPasskey(database: Database, credential: Buffer): Promise<Passkey | null> {
  const rows = await database
    .selectFrom('identity.passkey')
    .selectAll()
    .where('credential', '=', credential)
    .execute();
  const [passkey] = await openPasskeys(database, rows);
  return passkey ?? null;
}

/** Stores a passkey. @returns false where the credential is stored already. */
export async function storePasskey(transaction: Transaction, passkey: Passkey): Promise<boolean> {
  const { account, publicKey, name, ...rest } = passkey;
  const [sealed] = await transaction.keys.seal('identity.passkey', [
    { ...rest, account_id: account, public_key: publicKey, name: Buffer.from(name) },
  ]);
  if (!sealed) return false;
  const row = await transaction
    .insertInto('identity.passkey')
    .values(sealed)
    .onConflict((conflict) => conflict.column('credential').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes the signature counter of a use. */
export async function countPasskeyUse(transaction: Transaction, id: Id, counter: number): Promise<void> {
  await transaction.updateTable('identity.passkey').set({ counter }).where('id', '=', id).execute();
}

/** Removes a passkey of an account. */
export async function deletePasskey(transaction: Transaction, account: Id, id: Id): Promise<void> {
  await transaction
    .deleteFrom('identity.passkey')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
}

/** Uses a challenge up. @returns false where it was answered before. */
export async function useChallenge(
  transaction: Transaction,
  input: { digest: Buffer; expires: Date },
): Promise<boolean> {
  const row = await transaction
    .insertInto('identity.used_challenge')
    .values(input)
    .onConflict((conflict) => conflict.doNothing())
    .returning('expires')
    .executeTakeFirst();
  return row !== undefined;
}

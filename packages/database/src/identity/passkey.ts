import type { Id } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';

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

const COLUMNS = [
  'id',
  'account_id as account',
  'credential',
  'public_key as publicKey',
  'counter',
  'transports',
  'name',
  'stored',
] as const;

/** Passkeys of an account, oldest first. */
export async function listPasskeys(database: Database | Transaction, account: Id): Promise<Passkey[]> {
  return database
    .selectFrom('identity.passkey')
    .select(COLUMNS)
    .where('account_id', '=', account)
    .orderBy('stored')
    .orderBy('id')
    .execute();
}

/** The passkey with this credential id, and whose it is. */
export async function findPasskey(database: Database, credential: Buffer): Promise<Passkey | null> {
  const row = await database
    .selectFrom('identity.passkey')
    .select(COLUMNS)
    .where('credential', '=', credential)
    .executeTakeFirst();
  return row ?? null;
}

/** Stores a passkey. @returns false where the credential is stored already. */
export async function storePasskey(transaction: Transaction, passkey: Passkey): Promise<boolean> {
  const { account, publicKey, ...rest } = passkey;
  const row = await transaction
    .insertInto('identity.passkey')
    .values({ ...rest, account_id: account, public_key: publicKey })
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

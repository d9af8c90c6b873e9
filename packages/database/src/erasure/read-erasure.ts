import { createHash } from 'node:crypto';
import {
  CodedError,
  type ErasureSearch,
  type ErasureView,
  type Id,
  type SignedSearch,
} from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import type { ErasureProgress } from './progress.ts';
import { frame, isSignature } from '../device/signed-octets.ts';

/** Who asks for an erasure: a device of the account, or whoever holds the token of the answer that ended it. */
export type ErasureAsker = { account: Id } | { token: string };

/** @throws CodedError `not-found` for an erasure that is not the asker's. */
export async function readErasure(database: Database, id: Id, asker: ErasureAsker): Promise<ErasureView> {
  const row = await database.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirst();
  const isAskers =
    'account' in asker ? row?.account_id === asker.account : row?.token?.equals(tokenHash(asker.token));
  if (!row || row.kind === 'deletion' || !isAskers) throw new CodedError('not-found');
  const { kind, state, certificate, progress } = row;
  // What was replayed on a restored database has no certificate of it.
  const { signed, nonce }: Partial<ErasureProgress> = progress;
  return { id, kind, state, plan: signed?.plan ?? null, nonce: nonce ?? '', certificate };
}

/** Whether a token is that of an erasure that still hands its certificate out. */
export async function isErasureToken(database: Database, id: Id, token: string): Promise<boolean> {
  const row = await database
    .selectFrom('erasure')
    .select('id')
    .where('id', '=', id)
    .where('token', '=', tokenHash(token))
    .executeTakeFirst();
  return row !== undefined;
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(Buffer.from(token, 'base64url')).digest();
}

/**
 * Takes a device's own search, before the certificate is issued; the same one again changes nothing.
 * @throws CodedError `erasure-unsigned` where it is of another plan or not signed by the device that signed this one,
 *   `erasure-conflict` where the certificate is there already.
 */
export async function noteSearch(
  database: Database,
  id: Id,
  { signed, search }: { signed: SignedSearch; search: ErasureSearch },
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const row = await transaction
      .selectFrom('erasure')
      .select(['progress', 'is_over'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const plan = row?.progress.signed;
    if (!row || !plan) throw new CodedError('erasure-unsigned');
    const statement = { statement: signed.search, signature: signed.signature };
    if (row.progress.search?.statement === statement.statement) return;
    if (row.is_over || row.progress.search) throw new CodedError('erasure-conflict');
    const octets = frame('erasure/search', Buffer.from(signed.search, 'base64url'));
    const isItsOwn = isSignature(plan.key, octets, Buffer.from(signed.signature, 'base64url'));
    if (search.id !== id || search.plan !== plan.plan || !isItsOwn) throw new CodedError('erasure-unsigned');
    await transaction
      .updateTable('erasure')
      .set({ progress: JSON.stringify({ ...row.progress, search: statement }) })
      .where('id', '=', id)
      .execute();
  });
}

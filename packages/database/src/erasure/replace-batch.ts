import { createHash } from 'node:crypto';
import type { Id, ResealedBatch } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { takePlaces } from '../record/sequence.ts';
import { ErasureError } from './erasure-error.ts';
import type { Journal } from './journal.ts';
import type { ReplacedBatch } from './journal-entry.ts';

/** A batch that was sealed anew, as it is kept beside the journal: a restored backup needs it, too. */
export interface KeptBatch extends ResealedBatch {
  /** The device that sealed it anew. */
  author: Id;
}

/** The name under which it is kept. */
export function keptName(erasure: Id, batch: Id): string {
  return `resealed.${erasure}.${batch}`;
}

export interface ReplaceBatchInput {
  account: Id;
  batch: ReplacedBatch;
  journal: Journal;
  /** The erasure that it belongs to. */
  erasure: Id;
  /** UTC day. */
  today: string;
}

/** What was replaced. */
export interface BatchReplaced {
  /** The account's seq afterwards. */
  seq: number;
  segments: number;
}

/**
 * Puts a batch that was sealed anew in the place of the one whose envelope has the named digest, and its segments in the
 * place of all that there are. @returns null where that envelope is not there (any more).
 */
export async function replaceBatch(
  database: Database,
  { account, batch, journal, erasure, today }: ReplaceBatchInput,
): Promise<BatchReplaced | null> {
  const octets = await journal.kept(keptName(erasure, batch.id));
  return inTransaction(database, async (transaction) => {
    const row = await transaction
      .selectFrom('batch')
      .select('envelope')
      .where('account_id', '=', account)
      .where('id', '=', batch.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row || digestOf(row.envelope) !== batch.replaced) return null;
    if (!octets)
      throw new ErasureError(
        `The erasure journal ${journal.where} lacks what a text was replaced by; put the keyring's folder “erasures” back as it was.`,
      );
    return write(
      transaction,
      { account, today, replaced: batch.replaced },
      JSON.parse(String(octets)) as KeptBatch,
    );
  });
}

export function digestOf(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('base64url');
}

const octetsOf = (text: string): Buffer => Buffer.from(text, 'base64url');

async function write(
  transaction: Transaction,
  { account, today, replaced }: { account: Id; today: string; replaced: string },
  batch: KeptBatch,
): Promise<BatchReplaced> {
  const [sealed] = await transaction.keys.seal('batch', [
    {
      account_id: account,
      id: batch.id,
      target_sealed: null,
      account_sealed: octetsOf(batch.accountWrap.sealed),
    },
  ]);
  const gone = await sql`
    DELETE FROM segment WHERE account_id = ${account} AND batch_id = ${batch.id}`.execute(transaction);
  const first = await takePlaces(transaction, account, 1 + batch.segments.length);
  await transaction
    .updateTable('batch')
    .set({
      seq: first,
      author: batch.author,
      epoch: batch.epoch,
      envelope: octetsOf(batch.envelope),
      target_enc: null,
      target_sealed: null,
      account_enc: octetsOf(batch.accountWrap.enc),
      account_sealed: sealed?.account_sealed ?? Buffer.alloc(0),
      signature: octetsOf(batch.signature),
      replaces: octetsOf(replaced),
    })
    .where('account_id', '=', account)
    .where('id', '=', batch.id)
    .execute();
  for (const [number, { envelope, signature }] of batch.segments.entries())
    await transaction
      .insertInto('segment')
      .values({
        account_id: account,
        batch_id: batch.id,
        number,
        seq: first + 1 + number,
        author: batch.author,
        envelope: octetsOf(envelope),
        signature: octetsOf(signature),
        stored: today,
      })
      .execute();
  return { seq: first + batch.segments.length, segments: Number(gone.numAffectedRows ?? 0) };
}

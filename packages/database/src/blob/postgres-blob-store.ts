import { CodedError, type Id } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';
import type { BlobStore, ChunkName } from './blob-store.ts';

/** Keeps chunks as `bytea`; they go with the blob's row. */
export class PostgresBlobStore implements BlobStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async put(name: ChunkName, octets: Buffer): Promise<boolean> {
    const inserted = await this.#database
      .insertInto('blob_chunk')
      .values({ account_id: name.account, blob_id: name.blob, number: name.number, octets })
      .onConflict((conflict) => conflict.doNothing())
      .returning('number')
      .executeTakeFirst()
      .catch(blobIsGone);
    if (inserted) return true;
    const stored = await this.get(name);
    return stored?.equals(octets) ?? false;
  }

  async get(name: ChunkName): Promise<Buffer | null> {
    const row = await this.#database
      .selectFrom('blob_chunk')
      .select('octets')
      .where('account_id', '=', name.account)
      .where('blob_id', '=', name.blob)
      .where('number', '=', name.number)
      .executeTakeFirst();
    return row?.octets ?? null;
  }

  async present(account: Id, blob: Id): Promise<number[]> {
    const rows = await this.#database
      .selectFrom('blob_chunk')
      .select('number')
      .where('account_id', '=', account)
      .where('blob_id', '=', blob)
      .orderBy('number')
      .execute();
    return rows.map((row) => row.number);
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

/** The blob went, with its owner or its account, while a chunk of it was on its way. */
function blobIsGone(error: unknown): never {
  throw (error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION ? new CodedError('not-found') : error;
}

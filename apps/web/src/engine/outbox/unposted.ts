import type { PostBatch } from '@smseal/protocol';
import { answered, inTransaction } from '../cache/browser-database.ts';

/** Sealed batches that the server has not yet taken: they survive a closed tab, and nobody but the account can open them. */
export class Unposted {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async all(): Promise<PostBatch[]> {
    const store = this.#database.transaction('unposted').objectStore('unposted');
    return answered(store.getAll() as IDBRequest<PostBatch[]>);
  }

  /** Durable when it resolves. */
  async keep(batch: PostBatch): Promise<void> {
    await inTransaction(this.#database, ['unposted'], (transaction) => {
      transaction.objectStore('unposted').put(batch, batch.id);
    });
  }

  async drop(id: string): Promise<void> {
    await inTransaction(this.#database, ['unposted'], (transaction) => {
      transaction.objectStore('unposted').delete(id);
    });
  }
}

import type { PostBatch } from '@smseal/protocol';
import { answered, inTransaction } from '../cache/browser-database.ts';

/**
 * Sealed batches that the server has not yet taken: they survive a closed tab, and nobody but the account can open them. Those
 * of a text to many lie under its id and their place in it, and are kept and found together.
 */
export class Unposted {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** Those that stand alone: names come before lists in the order of keys. */
  async all(): Promise<PostBatch[]> {
    return answered(this.#store().getAll(IDBKeyRange.upperBound([], true)) as IDBRequest<PostBatch[]>);
  }

  /** Durable when it resolves. */
  async keep(batch: PostBatch): Promise<void> {
    await this.#write((store) => store.put(batch, batch.id));
  }

  async drop(id: string): Promise<void> {
    await this.#write((store) => store.delete(id));
  }

  /** Texts to many of which some batch is here. */
  async campaigns(): Promise<string[]> {
    const keys = await answered(this.#store().getAllKeys(IDBKeyRange.lowerBound([])));
    return [...new Set(keys.flatMap((key) => (Array.isArray(key) ? [String(key[0])] : [])))];
  }

  /** Keeps all batches of a text to many, or none; durable when it resolves. */
  async keepAll(campaign: string, batches: readonly PostBatch[]): Promise<void> {
    await this.#write((store) => {
      for (const [place, batch] of batches.entries()) store.put(batch, [campaign, place]);
    });
  }

  /** Puts a batch in the place of another that was sealed before. */
  async replace(campaign: string, place: number, batch: PostBatch): Promise<void> {
    await this.#write((store) => store.put(batch, [campaign, place]));
  }

  /** The first of a campaign's batches, with their places: as many as weigh no more than a request may. */
  async next(campaign: string, limit: { batches: number; octets: number }): Promise<Kept[]> {
    const some: Kept[] = [];
    let octets = 0;
    const opening = this.#store().openCursor(ofCampaign(campaign));
    return new Promise((resolve, reject) => {
      opening.addEventListener('error', () =>
        reject(opening.error ?? new Error('the browser’s database failed')),
      );
      opening.addEventListener('success', () => {
        const cursor = opening.result;
        if (cursor === null) return resolve(some);
        const batch = cursor.value as PostBatch;
        octets += batch.envelope.length;
        if (some.length > 0 && (some.length === limit.batches || octets > limit.octets)) return resolve(some);
        some.push({ place: Number((cursor.key as IDBValidKey[])[1]), batch });
        cursor.continue();
      });
    });
  }

  async dropAll(campaign: string, places?: readonly number[]): Promise<void> {
    await this.#write((store) => {
      if (places === undefined) store.delete(ofCampaign(campaign));
      else for (const place of places) store.delete([campaign, place]);
    });
  }

  #store(): IDBObjectStore {
    return this.#database.transaction('unposted').objectStore('unposted');
  }

  #write(work: (store: IDBObjectStore) => void): Promise<void> {
    return inTransaction(this.#database, ['unposted'], (transaction) =>
      work(transaction.objectStore('unposted')),
    );
  }
}

/** A kept batch of a text to many, and its place in it. */
export interface Kept {
  place: number;
  batch: PostBatch;
}

function ofCampaign(campaign: string): IDBKeyRange {
  return IDBKeyRange.bound([campaign], [campaign, []]);
}

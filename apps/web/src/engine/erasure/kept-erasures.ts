import type { RecordsPlan, ResealedBatch } from '@smseal/protocol';
import { answered, inTransaction } from '../cache/browser-database.ts';
import type { ErasureCounts } from './erasure-api.ts';

/** Texts of one batch, by their places in it. */
export interface PlacedTexts {
  batch: string;
  indexes: number[];
}

/** One plan: what the server is asked to erase at once, and what has come of it. */
export interface KeptPart {
  /** The erasure's id at the server. */
  id: string;
  /** As they are posted. */
  plan: string;
  signature: string;
  /** SHA-256 of the plan's octets, base64url. */
  digest: string;
  /** Empty once the server has them. */
  batches: ResealedBatch[];
  records: RecordsPlan['records'];
  texts: PlacedTexts[];
  state: 'planned' | 'posted' | 'searched' | 'certified';
  certificate: string | null;
  /** Shows whose the certificate is. */
  nonce: string | null;
}

/** An erasure as this browser keeps it: ids, counts and certificates, and nothing that says who was erased. */
export interface KeptErasure {
  id: string;
  kind: RecordsPlan['kind'];
  at: string;
  counts: ErasureCounts;
  parts: KeptPart[];
  /** Texts whose batch is not over: they are erased after that. */
  waits: PlacedTexts[];
  trouble: { code: string; sentence: string } | null;
}

/** The erasures that this browser has ordered. They survive a closed tab, and go with the device. */
export class KeptErasures {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async all(): Promise<KeptErasure[]> {
    const store = this.#database.transaction('erasure').objectStore('erasure');
    return answered(store.getAll() as IDBRequest<KeptErasure[]>);
  }

  /** Whether there is any, without opening them. */
  async some(): Promise<boolean> {
    const store = this.#database.transaction('erasure').objectStore('erasure');
    return (await answered(store.count())) > 0;
  }

  /** Durable when it resolves. */
  async keep(erasure: KeptErasure): Promise<void> {
    await inTransaction(this.#database, ['erasure'], (transaction) => {
      transaction.objectStore('erasure').put(erasure, erasure.id);
    });
  }
}

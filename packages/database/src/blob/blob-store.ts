import type { Id } from '@smseal/protocol';

/** Names one sealed chunk. */
export interface ChunkName {
  account: Id;
  blob: Id;
  number: number;
}

/**
 * Where sealed chunks lie. The rows that say which blobs there are stay in PostgreSQL; an object store needs no more than this.
 * A chunk is written once: writing it again with the same octets is a no-op.
 */
export interface BlobStore {
  /** @returns false where other octets are there already. */
  put(name: ChunkName, octets: Buffer): Promise<boolean>;
  get(name: ChunkName): Promise<Buffer | null>;
  /** Numbers of the chunks that are there, ascending. */
  present(account: Id, blob: Id): Promise<number[]>;
}

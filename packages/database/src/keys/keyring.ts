/**
 * A medium for a few secrets, outside the database and its backups. It must have no history: no snapshots, no backups, no
 * versions; what is overwritten or destroyed there is gone. Names are lower-case words, days and ids with dots between.
 */
export interface Keyring {
  /** What sentences call it. */
  readonly where: string;
  list(): Promise<string[]>;
  /** Null where there is none of this name. */
  read(name: string): Promise<Buffer | null>;
  /** Stores a new secret; it is durable when this resolves. @returns false where the name is taken; what is there stays. */
  put(name: string, octets: Uint8Array): Promise<boolean>;
  /** Writes over what is there, in its place, as far as that goes. */
  overwrite(name: string, octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** Overwrites a secret and forgets it; one that is not there is left so. */
  destroy(name: string): Promise<void>;
}

/** The keyring cannot be used; its message is one sentence with the reason and the mend. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

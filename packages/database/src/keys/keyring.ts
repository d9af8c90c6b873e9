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
  /** A part of the medium that has names of its own, which {@link Keyring.list} leaves out. */
  within(part: string): Keyring;
}

/** Whether it may name a secret: nothing that leaves a folder, or hides in it. */
export function isKeyName(name: string): boolean {
  return /^[a-z0-9][A-Za-z0-9._-]*$/.test(name);
}

/** @throws TypeError for what may not name a secret. */
export function requireKeyName(name: string): string {
  if (isKeyName(name)) return name;
  throw new TypeError(`${name} is no name in a keyring`);
}

/** The keyring cannot be used; its message is one sentence with the reason and the mend. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

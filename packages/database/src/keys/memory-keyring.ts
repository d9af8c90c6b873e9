import { requireKeyName, type Keyring } from './keyring.ts';

/** A keyring that lies nowhere: what was opened from an escrow, to be tried. */
export class MemoryKeyring implements Keyring {
  readonly where = 'in memory';
  readonly #secrets: Map<string, Buffer>;
  readonly #parts = new Map<string, MemoryKeyring>();

  constructor(secrets: Iterable<readonly [string, Buffer]> = []) {
    this.#secrets = new Map(secrets);
  }

  list(): Promise<string[]> {
    return Promise.resolve([...this.#secrets.keys()].sort());
  }

  read(name: string): Promise<Buffer | null> {
    requireKeyName(name);
    const held = this.#secrets.get(name);
    return Promise.resolve(held ? Buffer.from(held) : null);
  }

  put(name: string, octets: Uint8Array): Promise<boolean> {
    requireKeyName(name);
    if (this.#secrets.has(name)) return Promise.resolve(false);
    this.#secrets.set(name, Buffer.from(octets));
    return Promise.resolve(true);
  }

  async overwrite(name: string, octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    requireKeyName(name);
    const parts: Uint8Array[] = [];
    for await (const part of octets) parts.push(part);
    this.#secrets.get(name)?.fill(0);
    this.#secrets.set(name, Buffer.concat(parts));
  }

  destroy(name: string): Promise<void> {
    this.#secrets.get(name)?.fill(0);
    this.#secrets.delete(name);
    return Promise.resolve();
  }

  within(part: string): MemoryKeyring {
    const known = this.#parts.get(requireKeyName(part)) ?? new MemoryKeyring();
    this.#parts.set(part, known);
    return known;
  }
}

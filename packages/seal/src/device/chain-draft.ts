import type { ChainBody, ChainEntry, Id } from '@smseal/protocol';
import type { Chain } from './chain.ts';
import { entryHash, signEntry } from './chain-entry.ts';
import type { DeviceKeys } from './device-keys.ts';
import { extendChain, verifyChain } from './verify-chain.ts';

/** Who signs entries: the root or a device, and with what. */
export interface Signer {
  name: 'root' | Id;
  key: CryptoKey;
}

/** What every entry has in common. */
export interface EntryHead {
  v: 1;
  account: Id;
  index: number;
  previous: string | null;
  at: string;
  signer: 'root' | Id;
}

export function deviceSigner(device: DeviceKeys): Signer {
  return { name: device.id, key: device.sign.privateKey };
}

/** Entries that one act adds to a chain, each following the last. */
export class ChainDraft {
  readonly entries: ChainEntry[] = [];
  readonly #account: Id;
  readonly #chain: Chain | null;
  readonly #at: string;
  #index: number;
  #previous: string | null;

  /** @param after the chain to extend, or the id of an account that has none. @param now ms since 1970. */
  constructor(after: Chain | Id, now: number) {
    this.#chain = typeof after === 'string' ? null : after;
    this.#account = typeof after === 'string' ? after : after.account;
    this.#index = this.#chain?.length ?? 0;
    this.#previous = this.#chain?.head ?? null;
    this.#at = new Date(now).toISOString();
  }

  /** The head of the next entry. */
  next(signer: Signer): EntryHead {
    const [index, previous] = [this.#index, this.#previous];
    return { v: 1, account: this.#account, index, previous, at: this.#at, signer: signer.name };
  }

  async add(body: ChainBody, signer: Signer): Promise<void> {
    const entry = await signEntry(body, signer.key);
    this.entries.push(entry);
    this.#index += 1;
    this.#previous = await entryHash(entry);
  }

  /** The chain with the new entries, verified like one from the wire: this room never sends what it would refuse. */
  async verified(): Promise<Chain> {
    return this.#chain ? extendChain(this.#chain, this.entries) : verifyChain(this.#account, this.entries);
  }
}

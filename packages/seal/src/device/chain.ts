import type { Capability, Id, Platform } from '@smseal/protocol';

/** A device as the chain tells it. */
export interface ChainDevice {
  readonly id: Id;
  readonly platform: Platform;
  readonly name: string;
  /** Ed25519 public key, base64url. */
  readonly sign: string;
  /** X25519 public key, base64url. */
  readonly agree: string;
  readonly can: readonly Capability[];
  readonly addedAt: string;
  readonly addedBy: 'root' | Id;
  /** Index of the entry that admitted it. */
  readonly addedIndex: number;
  readonly removedAt: string | null;
  readonly removedBy: 'root' | Id | null;
  /** Index of the entry that removed it. */
  readonly removedIndex: number | null;
}

/** An epoch as the chain tells it. */
export interface ChainEpoch {
  readonly epoch: number;
  /** Names the epoch's secret and commits to it: 32 octets, base64url. */
  readonly keyId: string;
  /** Inbound X25519 public key, base64url. */
  readonly inbound: string;
  /** Last author sequence that counts from each device under earlier epochs. */
  readonly cutoffs: ReadonlyMap<Id, number>;
  readonly startedBy: 'root' | Id;
  readonly at: string;
  /** Index of the entry that started it. */
  readonly index: number;
}

/** How much of a chain a device has seen; kept by it, never taken back. */
export interface ChainPin {
  length: number;
  /** Hash of the last entry, base64url. */
  head: string;
}

/** What every entry so far adds up to. */
export interface ChainState {
  readonly account: Id;
  /** Hash of each entry, in order, base64url. */
  readonly hashes: readonly string[];
  readonly devices: ReadonlyMap<Id, ChainDevice>;
  readonly epochs: ReadonlyMap<number, ChainEpoch>;
  /** The root's public keys, base64url. */
  readonly root: { readonly sign: string; readonly agree: string };
  readonly idKeyCommitment: string;
  /** Whether the account is open: it has no secret key of its own, and its records may be in plain. */
  readonly open: boolean;
}

/** A verified devices' chain; made by `verifyChain` and `extendChain` alone, and never changed. */
export class Chain {
  readonly account: Id;
  readonly devices: ReadonlyMap<Id, ChainDevice>;
  readonly epochs: ReadonlyMap<number, ChainEpoch>;
  readonly root: { readonly sign: string; readonly agree: string };
  /** Commitment to the id key, base64url. */
  readonly idKeyCommitment: string;
  /** Whether the account is open (SEAL-95). */
  readonly open: boolean;
  readonly hashes: readonly string[];

  constructor(state: ChainState) {
    this.account = state.account;
    this.devices = state.devices;
    this.epochs = state.epochs;
    this.root = state.root;
    this.idKeyCommitment = state.idKeyCommitment;
    this.open = state.open;
    this.hashes = state.hashes;
  }

  /** Number of entries. */
  get length(): number {
    return this.hashes.length;
  }

  /** Hash of the last entry, base64url. */
  get head(): string {
    return this.hashes.at(-1) ?? '';
  }

  /** The current epoch; 0 before the first. */
  get epoch(): number {
    return this.epochs.size;
  }

  /** A device that the chain ever admitted, removed ones too. */
  device(id: Id): ChainDevice | undefined {
    return this.devices.get(id);
  }

  /** Whether the device is live and has the capability. */
  may(id: Id, capability: Capability): boolean {
    const device = this.devices.get(id);
    return device !== undefined && device.removedIndex === null && device.can.includes(capability);
  }

  /** Devices that get each new epoch's key. */
  liveReaders(): ChainDevice[] {
    return [...this.devices.values()].filter((device) => this.may(device.id, 'read'));
  }
}

/** What to remember of a chain, so that a shorter or another one is refused later. */
export function chainPin(chain: Chain): ChainPin {
  return { length: chain.length, head: chain.head };
}

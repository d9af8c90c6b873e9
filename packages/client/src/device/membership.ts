import type { ChainEntry, SealedKey } from '@smseal/protocol';
import {
  chainPin,
  extendChain,
  openKeyring,
  SealError,
  verifyChain,
  type Chain,
  type ChainPin,
  type Keyring,
} from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { getChain, getKeys } from './chain-api.ts';
import type { DeviceIdentity } from './key-store.ts';

/** What a device keeps of its account's devices and keys, so that it can seal and open while the server is away. */
export interface MembershipState {
  entries: ChainEntry[];
  keys: SealedKey[];
  pin: ChainPin;
}

export interface MembershipStore {
  loadMembership(): Promise<MembershipState | null>;
  /** Durable when it resolves. */
  saveMembership(state: MembershipState): Promise<void>;
}

/** This device is no longer one of its account's: removed, or its account is gone. */
export class NotAMember extends Error {
  override readonly name = 'NotAMember';
  constructor() {
    super('this device is not, or no longer, one of the account’s devices');
  }
}

export interface MembershipOptions {
  api: ApiClient;
  identity: DeviceIdentity;
  store: MembershipStore;
  bell: AlarmBell;
}

/**
 * A device's standing in its account: the verified chain and the keys it holds, followed as they grow. What was seen is
 * pinned: a shorter or another chain is refused with an alarm, and the device goes on with what it knew.
 */
export class Membership {
  readonly #options: MembershipOptions;
  #state: MembershipState;
  #chain: Chain;
  #keyring: Keyring;
  #running: Promise<void> = Promise.resolve();
  #sealing = false;

  private constructor(options: MembershipOptions, known: Known) {
    this.#options = options;
    this.#state = known.state;
    this.#chain = known.chain;
    this.#keyring = known.keyring;
  }

  /** Opens what the store has, without the server; or fetches everything, held to the store's pin. */
  static async open(options: MembershipOptions, how: How = {}): Promise<Membership> {
    const stored = await options.store.loadMembership();
    if (stored !== null && stored.entries.length > 0) {
      const chain = await verifyChain(options.identity.account, stored.entries, stored.pin);
      const keyring = await openKeyring(chain, stored.keys, options.identity.keys);
      return new Membership(options, { state: stored, chain, keyring });
    }
    const known = await fetchAll(options, stored?.pin, how);
    await options.store.saveMembership(known.state);
    return new Membership(options, known);
  }

  get chain(): Chain {
    return this.#chain;
  }

  get keyring(): Keyring {
    return this.#keyring;
  }

  get identity(): DeviceIdentity {
    return this.#options.identity;
  }

  /**
   * Whether this device hands its records over in plain: the chain says that the account is open, and the service did not say
   * that it is being sealed. A service alone never makes a device write in plain.
   */
  get writesPlain(): boolean {
    return this.#chain.open && !this.#sealing;
  }

  /** The service takes nothing in plain any more (`account-sealed`): this device seals, and looks what the chain says. */
  async sealFromNow(how: How = {}): Promise<void> {
    this.#sealing = true;
    await this.refresh(how);
  }

  /** Whether the chain as known says that this device was removed. */
  get removed(): boolean {
    return this.#chain.device(this.identity.keys.id)?.removedIndex !== null;
  }

  /**
   * Takes what the chain has grown by, and the keys that came with it.
   * @throws NotAMember once the chain says so; SealError when the server's answer is refused (an alarm was rung).
   */
  refresh(how: How = {}): Promise<void> {
    const next = this.#running.catch(() => undefined).then(() => this.#refresh(how));
    this.#running = next;
    return next;
  }

  async #refresh(how: How): Promise<void> {
    try {
      await this.#follow(how);
    } catch (error) {
      if (error instanceof SealError) ringForChain(this.#options, error);
      throw error;
    }
    if (this.removed) throw new NotAMember();
  }

  async #follow(how: How): Promise<void> {
    const { api, store, identity } = this.#options;
    const known = this.#state.entries;
    // The last known entry is asked for again: a server that shows another one in its place has forked the chain.
    const page = await getChain(api, known.length - 1, how);
    const last = known.at(-1);
    if (page.length < known.length) throw new SealError('chain-shorter', 'the chain has become shorter');
    if (page.entries[0]?.body !== last?.body || page.entries[0]?.signature !== last?.signature) {
      throw new SealError('chain-forked', 'another entry stands where the last known one stood');
    }
    const grown = page.entries.slice(1);
    if (grown.length === 0 && this.#keyring.epochs.has(this.#chain.epoch)) return;
    const chain = await extendChain(this.#chain, grown);
    const gone = chain.device(identity.keys.id)?.removedIndex !== null;
    const keys = gone ? this.#state.keys : (await getKeys(api, null, how)).keys;
    const keyring = gone ? this.#keyring : await openKeyring(chain, keys, identity.keys);
    if (!gone) requireCurrentKey(chain, keyring, this.#options);
    this.#state = { entries: [...known, ...grown], keys, pin: chainPin(chain) };
    await store.saveMembership(this.#state);
    this.#chain = chain;
    this.#keyring = keyring;
  }
}

interface Known {
  state: MembershipState;
  chain: Chain;
  keyring: Keyring;
}

async function fetchAll(options: MembershipOptions, pin: ChainPin | undefined, how: How): Promise<Known> {
  const { api, identity } = options;
  const page = await getChain(api, 0, how);
  try {
    const chain = await verifyChain(identity.account, page.entries, pin);
    if (!chain.may(identity.keys.id, 'read') && !chain.may(identity.keys.id, 'write')) throw new NotAMember();
    const { keys } = await getKeys(api, null, how);
    const keyring = await openKeyring(chain, keys, identity.keys);
    requireCurrentKey(chain, keyring, options);
    return { state: { entries: page.entries, keys, pin: chainPin(chain) }, chain, keyring };
  } catch (error) {
    if (error instanceof SealError) ringForChain(options, error);
    throw error;
  }
}

/** A reader gets every epoch's key with the entry that begins it; a server that keeps it back must not go unnoticed. */
function requireCurrentKey(chain: Chain, keyring: Keyring, { bell, api, identity }: MembershipOptions): void {
  if (!chain.may(identity.keys.id, 'read') || keyring.epochs.has(chain.epoch)) return;
  bell(alarmOf('keys-withheld', api.clock.own()));
  throw new SealError('unknown-epoch', 'the current epoch’s key was not handed out');
}

function ringForChain({ bell, api }: MembershipOptions, error: SealError): void {
  if (error.code === 'unknown-epoch') return;
  const known = error.code === 'chain-shorter' || error.code === 'chain-forked' ? error.code : 'chain-broken';
  bell(alarmOf(known, api.clock.own(), error));
}

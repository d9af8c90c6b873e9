import type {
  DeviceIdentity,
  KeyStore,
  ListPin,
  ListStore,
  MembershipState,
  MembershipStore,
  SequenceStore,
  SettingsPin,
} from '@smseal/client';
import type { ListName } from '@smseal/protocol';
import { cacheKey, generateCacheSecret, openPage, sealPage, type DeviceKeys } from '@smseal/seal';
import { inTransaction, readValue } from '../cache/browser-database.ts';
import type { SettingsPins } from '../gateway/gateway-desk.ts';

/** A device's identity as IndexedDB holds it: keys that no script can export, the token sealed under one of them. */
interface StoredIdentity {
  account: string;
  keys: DeviceKeys;
  secret: CryptoKey;
  token: Uint8Array<ArrayBuffer>;
}

const TOKEN = 'token';

/** Keys, chain and counters of this browser as a device. Private keys are never extractable and never leave IndexedDB. */
export class Vault implements KeyStore, MembershipStore, SequenceStore, SettingsPins, ListStore {
  readonly #database: IDBDatabase;
  #counting: Promise<unknown> = Promise.resolve();

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async load(): Promise<DeviceIdentity | null> {
    const stored = await this.#get<StoredIdentity>('identity');
    if (!stored) return null;
    const key = await cacheKey(stored.secret);
    const token = new TextDecoder().decode(await openPage(key, TOKEN, stored.token));
    return { account: stored.account, keys: stored.keys, token };
  }

  async save(identity: DeviceIdentity): Promise<void> {
    const { account, keys, token } = identity;
    const secret = await generateCacheSecret();
    const sealed = await sealPage(await cacheKey(secret), TOKEN, new TextEncoder().encode(token));
    const stored: StoredIdentity = { account, keys, secret, token: sealed };
    await this.#put({ identity: stored });
  }

  async clear(): Promise<void> {
    await inTransaction(this.#database, ['vault'], (transaction) => {
      transaction.objectStore('vault').clear();
    });
  }

  /** What the cache's keys are derived from, together with an epoch's salt. */
  async cacheSecret(): Promise<CryptoKey> {
    const stored = await this.#get<StoredIdentity>('identity');
    if (!stored) throw new Error('this browser is not a device');
    return stored.secret;
  }

  async loadMembership(): Promise<MembershipState | null> {
    return (await this.#get<MembershipState>('membership')) ?? null;
  }

  async saveMembership(state: MembershipState): Promise<void> {
    await this.#put({ membership: state });
  }

  async loadSettingsPins(): Promise<Readonly<Record<string, SettingsPin>>> {
    return (await this.#get<Record<string, SettingsPin>>('settings-pins')) ?? {};
  }

  async saveSettingsPins(pins: Readonly<Record<string, SettingsPin>>): Promise<void> {
    await this.#put({ 'settings-pins': pins });
  }

  async loadListPin(list: ListName): Promise<ListPin | null> {
    return (await this.#get<ListPin>(`list-${list}`)) ?? null;
  }

  async saveListPin(list: ListName, pin: ListPin): Promise<void> {
    await this.#put({ [`list-${list}`]: pin });
  }

  reserve(counter: 'author' | 'live', count: number): Promise<number> {
    return this.#count(counter, (last) => last + count).then((last) => last - count + 1);
  }

  async raise(counter: 'author' | 'live', last: number): Promise<void> {
    await this.#count(counter, (known) => Math.max(known, last));
  }

  /** Moves a counter and answers where it stands; one at a time, so that no number is given out twice. */
  #count(counter: 'author' | 'live', move: (last: number) => number): Promise<number> {
    const next = this.#counting.then(async () => {
      const last = move((await this.#get<number>(counter)) ?? 0);
      await this.#put({ [counter]: last });
      return last;
    });
    this.#counting = next.catch(() => undefined);
    return next;
  }

  #get<T>(name: string): Promise<T | undefined> {
    return readValue<T>(this.#database, 'vault', name);
  }

  #put(values: Record<string, unknown>): Promise<void> {
    return inTransaction(this.#database, ['vault'], (transaction) => {
      for (const [name, value] of Object.entries(values)) transaction.objectStore('vault').put(value, name);
    });
  }
}

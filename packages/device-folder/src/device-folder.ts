/** Where a program keeps what makes it a device: a folder that only its user may enter. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type {
  DeviceIdentity,
  KeyStore,
  ListPin,
  ListStore,
  MembershipState,
  MembershipStore,
  ObeyedPin,
  SettingsStore,
} from '@smseal/client';
import type { ListName } from '@smseal/protocol';
import { exportDeviceKeys, importDeviceKeys, type StoredDeviceKeys } from '@smseal/seal';

interface StoredIdentity {
  v: 1;
  account: string;
  token: string;
  keys: StoredDeviceKeys;
}

export class DeviceFolder implements KeyStore, MembershipStore, SettingsStore, ListStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(): Promise<DeviceIdentity | null> {
    const stored = await this.#read<StoredIdentity>('device.json');
    if (stored === null) return null;
    return { account: stored.account, token: stored.token, keys: await importDeviceKeys(stored.keys) };
  }

  async save(identity: DeviceIdentity): Promise<void> {
    const { account, token } = identity;
    const stored: StoredIdentity = { v: 1, account, token, keys: await exportDeviceKeys(identity.keys) };
    await this.#write('device.json', stored);
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  loadMembership(): Promise<MembershipState | null> {
    return this.#read<MembershipState>('membership.json');
  }

  async saveMembership(state: MembershipState): Promise<void> {
    await this.#write('membership.json', state);
  }

  loadSettingsPin(): Promise<ObeyedPin | null> {
    return this.#read<ObeyedPin>('settings-pin.json');
  }

  async saveSettingsPin(pin: ObeyedPin): Promise<void> {
    await this.#write('settings-pin.json', pin);
  }

  loadListPin(list: ListName): Promise<ListPin | null> {
    return this.#read<ListPin>(`list-${list}.json`);
  }

  async saveListPin(list: ListName, pin: ListPin): Promise<void> {
    await this.#write(`list-${list}.json`, pin);
  }

  async #read<T>(name: string): Promise<T | null> {
    try {
      return JSON.parse(await readFile(path.join(this.#folder, name), 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Written beside and renamed over, so that a crash leaves the old file or the new one. */
  async #write(name: string, value: unknown): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const target = path.join(this.#folder, name);
    const file = await open(`${target}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(value));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${target}.new`, target);
  }
}

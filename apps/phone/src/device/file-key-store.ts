import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DeviceIdentity, KeyStore } from '@smseal/client';
import { fromBase64Url, toBase64Url } from '@smseal/protocol';
import { exportDeviceKeys, importDeviceKeys, type StoredDeviceKeys } from '@smseal/seal';

interface KeyFile {
  v: 1;
  /** Key of the journal: 32 octets, base64url. */
  journal: string;
  device?: { account: string; token: string; keys: StoredDeviceKeys };
}

/** The agent's keys in one file that only its owner reads (0600), in a directory that only its owner enters (0700). */
export class FileKeyStore implements KeyStore {
  readonly #home: string;
  readonly #file: string;

  constructor(home: string) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    this.#home = home;
    this.#file = join(home, 'keys.json');
  }

  /** The journal's key, made at first use. */
  journalKey(): Uint8Array {
    const known = this.#read();
    if (known) return fromBase64Url(known.journal);
    const made: KeyFile = { v: 1, journal: toBase64Url(randomBytes(32)) };
    this.#write(made);
    return fromBase64Url(made.journal);
  }

  async load(): Promise<DeviceIdentity | null> {
    const device = this.#read()?.device;
    if (!device) return null;
    return { account: device.account, token: device.token, keys: await importDeviceKeys(device.keys) };
  }

  async save({ account, token, keys }: DeviceIdentity): Promise<void> {
    const file = this.#read() ?? { v: 1 as const, journal: toBase64Url(randomBytes(32)) };
    this.#write({ ...file, device: { account, token, keys: await exportDeviceKeys(keys) } });
  }

  /** Forgets the device and everything that the journal's key opens. */
  clear(): Promise<void> {
    rmSync(this.#file, { force: true });
    return Promise.resolve();
  }

  #read(): KeyFile | null {
    if (!existsSync(this.#file)) return null;
    return JSON.parse(readFileSync(this.#file, 'utf8')) as KeyFile;
  }

  /** Written whole beside the old file and put in its place, so that an end at any moment leaves one of them. */
  #write(file: KeyFile): void {
    const fresh = join(this.#home, 'keys.json.new');
    const handle = openSync(fresh, 'w', 0o600);
    writeSync(handle, JSON.stringify(file));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, this.#file);
  }
}

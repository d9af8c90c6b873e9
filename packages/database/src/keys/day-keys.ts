import { createHmac, randomBytes } from 'node:crypto';
import { KEY } from './cipher.ts';
import { KeyringError, type Keyring } from './keyring.ts';

const INDEX = 'index';
const DAY_NAME = /^day\.(\d{4}-\d{2}-\d{2})\.([A-Za-z0-9_-]{22})$/;
/** What was read is read again after so long, so that a destroyed key is in no server's memory for longer. */
const KEPT_MS = 60_000;

/** A day's key by name; the keyring holds its octets. */
export interface DayKeyName {
  /** 128 random bits. */
  id: string;
  /** UTC day on which it was made. */
  day: string;
}

/** The keyring's keys, kept in memory for a minute, and wiped there when they go. */
export class DayKeys {
  readonly keyring: Keyring;
  readonly #now: () => number;
  readonly #days = new Map<string, Buffer>();
  #index: Buffer | null = null;
  #readAt = -Infinity;
  #forgetting: NodeJS.Timeout | null = null;

  constructor(keyring: Keyring, now: () => number = () => performance.now()) {
    this.keyring = keyring;
    this.#now = now;
  }

  /** Does something with a day's key, which it must not keep. @throws KeyringError where the keyring lacks it. */
  async use<T>(id: string, work: (key: Buffer) => T): Promise<T> {
    if (!this.#isFresh() || !this.#days.has(id)) await this.#read();
    const key = this.#days.get(id);
    if (key) return work(key);
    throw new KeyringError(
      `The keyring ${this.keyring.where} lacks a day's key that the database names; run “smseal keys status”.`,
    );
  }

  /** HMAC-SHA-256 of a text, by which it is found. `purpose` keeps indexes of two columns apart. */
  async indexOf(purpose: 'email' | 'mobile', text: string): Promise<Buffer> {
    if (!this.#isFresh() || this.#index === null) await this.#read();
    if (this.#index === null) throw missingIndex(this.keyring);
    return createHmac('sha256', this.#index).update(`${purpose}\0${text}`).digest();
  }

  /** Names of the day keys that the keyring holds, oldest first. */
  async names(): Promise<DayKeyName[]> {
    return (await this.keyring.list()).flatMap((name) => {
      const [, day = '', id = ''] = DAY_NAME.exec(name) ?? [];
      return id ? [{ id, day }] : [];
    });
  }

  /** Sees to it that the keyring holds this day's key. It is made by the first who asks. */
  async ensure(name: DayKeyName): Promise<void> {
    await this.#ensure(fileOf(name));
  }

  async ensureIndex(): Promise<void> {
    await this.#ensure(INDEX);
  }

  /** @throws KeyringError without the key by which people are found. */
  async requireIndex(): Promise<void> {
    if ((await this.keyring.read(INDEX))?.length !== KEY) throw missingIndex(this.keyring);
  }

  async destroy(name: DayKeyName): Promise<void> {
    await this.keyring.destroy(fileOf(name));
    this.forget();
  }

  /** Wipes what is in memory. */
  forget(): void {
    for (const key of this.#days.values()) key.fill(0);
    this.#days.clear();
    this.#index?.fill(0);
    this.#index = null;
    this.#readAt = -Infinity;
    if (this.#forgetting) clearTimeout(this.#forgetting);
    this.#forgetting = null;
  }

  async #ensure(name: string): Promise<void> {
    const key = randomBytes(KEY);
    await this.keyring.put(name, key);
    key.fill(0);
  }

  #isFresh(): boolean {
    return this.#now() - this.#readAt < KEPT_MS;
  }

  /** One's own reading is done before anything is forgotten, so that whoever waits for it finds what it brought. */
  async #read(): Promise<void> {
    const days: [string, Buffer][] = [];
    for (const name of await this.names()) {
      const key = await this.keyring.read(fileOf(name));
      if (key?.length === KEY) days.push([name.id, key]);
    }
    const index = await this.keyring.read(INDEX);
    this.forget();
    for (const [id, key] of days) this.#days.set(id, key);
    this.#index = index?.length === KEY ? index : null;
    this.#readAt = this.#now();
    this.#forgetting = setTimeout(() => this.forget(), 2 * KEPT_MS).unref();
  }
}

function fileOf({ day, id }: DayKeyName): string {
  return `day.${day}.${id}`;
}

function missingIndex(keyring: Keyring): KeyringError {
  return new KeyringError(
    `The keyring ${keyring.where} lacks the key by which people are found; put back the keyring's file “index”, or run “smseal keys recover”.`,
  );
}

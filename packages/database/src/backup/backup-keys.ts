import { randomBytes } from 'node:crypto';
import { isBackupKeyOver, utcDay } from '@smseal/policy';
import { KEY } from '../keys/cipher.ts';
import { writeEscrow } from '../keys/escrow.ts';
import type { Keyring } from '../keys/keyring.ts';
import { BackupError } from './backup-error.ts';

const NAME = /^backup\.(\d{4}-\d{2}-\d{2})\.[A-Za-z0-9_-]{22}$/;

/** A key under which files of the store are encrypted. */
export interface BackupKey {
  /** As the keyring names it. */
  name: string;
  octets: Buffer;
}

/**
 * The store's own keys, in the keyring: one a UTC day, for the copies that begin on it and the write-ahead log that comes on
 * it. Destroying one closes what it encrypts wherever somebody has put it.
 */
export class BackupKeys {
  readonly #keyring: Keyring;
  readonly #held = new Map<string, Buffer>();
  #newest: Promise<BackupKey> | null = null;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  /** Today's, made by the first who asks. */
  async current(now: number): Promise<BackupKey> {
    const newest = await this.#newest?.catch(() => null);
    if (newest && dayOf(newest.name) === utcDay(now)) return newest;
    this.#newest = this.#ofDay(utcDay(now), now);
    return this.#newest;
  }

  /** @throws BackupError where the keyring lacks it. */
  async find(name: string): Promise<Buffer> {
    const held = this.#held.get(name) ?? (NAME.test(name) ? await this.#keyring.read(name) : null);
    if (held?.length !== KEY)
      throw new BackupError(
        `The keyring ${this.#keyring.where} lacks ${name}, which opens this backup; put the newest keyring back, or run “smseal keys recover” with its escrow.`,
      );
    this.#held.set(name, held);
    return held;
  }

  /** Destroys those whose files have had their time. @returns how many are left. */
  async destroyOld(now: number): Promise<number> {
    const names = await this.#names();
    const old = names.filter((name) => isBackupKeyOver(Date.parse(dayOf(name)), now));
    for (const name of old) {
      await this.#keyring.destroy(name);
      this.#held.get(name)?.fill(0);
      this.#held.delete(name);
    }
    if (old.length > 0) await writeEscrow(this.#keyring, now);
    return names.length - old.length;
  }

  /** Wipes what is in memory. */
  forget(): void {
    for (const octets of this.#held.values()) octets.fill(0);
    this.#held.clear();
    this.#newest = null;
  }

  async #names(): Promise<string[]> {
    return (await this.#keyring.list()).filter((name) => NAME.test(name));
  }

  async #ofDay(day: string, now: number): Promise<BackupKey> {
    const made = (await this.#names()).find((name) => dayOf(name) === day);
    const name = made ?? `backup.${day}.${randomBytes(16).toString('base64url')}`;
    if (!made) {
      const octets = randomBytes(KEY);
      await this.#keyring.put(name, octets);
      octets.fill(0);
      await writeEscrow(this.#keyring, now);
    }
    return { name, octets: await this.find(name) };
  }
}

function dayOf(name: string): string {
  return NAME.exec(name)?.[1] ?? '';
}

import type { PhoneReport, SettingPayload } from '@smseal/protocol';
import { settingId, type Keyring } from '@smseal/seal';
import type { Author } from '../record/author.ts';
import type { Ledger } from '../record/ledger.ts';

/** A report is written again after this long though only its time has changed. */
const REPORT_EVERY_MS = 15 * 60 * 1000;

/** The account's shared settings that a phone obeys and writes. */
export class SharedSettings {
  readonly #keyring: () => Keyring;
  readonly #ledger: Ledger;
  readonly #author: Author;

  constructor(parts: { keyring: () => Keyring; ledger: Ledger; author: Author }) {
    this.#keyring = parts.keyring;
    this.#ledger = parts.ledger;
    this.#author = parts.author;
  }

  /** Whether what is deleted on the phone is deleted in the account at once; true until somebody says otherwise. */
  async syncDeletions(): Promise<boolean> {
    const setting = await this.#read('sync-deletions');
    return setting === null || setting.name !== 'sync-deletions' || setting.value;
  }

  /** Writes what this phone says of itself, unless nothing but the time has changed for a while. */
  async report(value: PhoneReport, now: number): Promise<void> {
    const name = `phone:${value.device}` as const;
    const known = await this.#read(name);
    if (known !== null && typeof known.value === 'object') {
      const { completeUpTo: _then, ...before } = known.value;
      const { completeUpTo: _now, ...after } = value;
      const same = JSON.stringify(before) === JSON.stringify(after);
      if (same && now - Date.parse(known.at) < REPORT_EVERY_MS) return;
    }
    const payload: SettingPayload = { v: 1, name, value, at: new Date(now).toISOString() };
    await this.#author.write([{ kind: 'setting', id: await settingId(this.#keyring(), name), payload }]);
  }

  async #read(name: string): Promise<SettingPayload | null> {
    const entry = this.#ledger.get('setting', await settingId(this.#keyring(), name));
    return (entry?.payload ?? null) as SettingPayload | null;
  }
}

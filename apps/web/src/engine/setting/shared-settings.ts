import type { RecordWriter } from '@smseal/client';
import type { PhoneReport, SettingPayload } from '@smseal/protocol';
import { settingId, type Keyring } from '@smseal/seal';
import { countryOfNumber } from '@smseal/sms';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';

type SyncDeletions = Extract<SettingPayload, { name: 'sync-deletions' }>;

export interface SharedSettingsOptions {
  mailbox: Mailbox;
  store: MailboxStore;
  writer: RecordWriter;
  keyring: () => Keyring;
  me: string;
  now: () => number;
}

/** Settings that the account's devices share, and what phones report of themselves. */
export class SharedSettings {
  readonly #options: SharedSettingsOptions;

  constructor(options: SharedSettingsOptions) {
    this.#options = options;
  }

  /** Whether what is deleted on the phone is deleted here at once; on unless switched off. */
  get syncDeletions(): boolean {
    for (const { payload } of this.#options.mailbox.settings()) {
      if (payload.name === 'sync-deletions') return payload.value;
    }
    return true;
  }

  async setSyncDeletions(value: boolean): Promise<void> {
    const { mailbox, store, writer, keyring, me, now } = this.#options;
    const id = await settingId(keyring(), 'sync-deletions');
    const known = [...mailbox.settings()].find((setting) => setting.id === id);
    const payload: SyncDeletions = { v: 1, name: 'sync-deletions', value, at: new Date(now()).toISOString() };
    const written = await writer.write<SettingPayload>({
      kind: 'setting',
      id,
      known: known ? { version: known.version, payload: known.payload } : null,
      change: () => payload,
    });
    if (written) {
      store.written({ kind: 'setting', id, version: written.version, author: me, payload: written.payload });
    }
  }

  /** What a phone last said of itself. */
  report(device: string): PhoneReport | null {
    for (const { payload } of this.#options.mailbox.settings()) {
      if (payload.name !== 'sync-deletions' && payload.value.device === device) return payload.value;
    }
    return null;
  }

  /** Own numbers of all phones. */
  ownNumbers(): string[] {
    const reports = [...this.#options.mailbox.settings()].flatMap(({ payload }) =>
      payload.name === 'sync-deletions' ? [] : [payload.value],
    );
    return reports.flatMap(({ sims }) => sims.flatMap(({ number }) => (number === null ? [] : [number])));
  }

  /** ISO 3166-1 alpha-2: the country in which the account's phones are at home. */
  country(): string | undefined {
    for (const number of this.ownNumbers()) {
      const country = countryOfNumber(number);
      if (country !== undefined) return country;
    }
    return undefined;
  }
}

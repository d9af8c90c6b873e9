import { sealAllRecords, type ApiClient } from '@smseal/client';
import type { KeptKey } from '@smseal/protocol';
import { generateSecretKey } from '@smseal/seal';
import type { DeviceSession } from '../device/device-session.ts';
import type { DeviceView } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';
import type { FirstDevice } from './first-device.ts';

export interface OpenAccountOptions {
  /** Speaks with the cookie session. */
  api: ApiClient;
  /** The account of that session. @throws EngineError `unauthenticated`. */
  account: () => Promise<string>;
  firstDevice: () => Promise<FirstDevice>;
  /** This browser has become a device. */
  joined: () => Promise<void>;
  session: () => Promise<DeviceSession>;
  /** How many records of how many are sealed. */
  sealed: (done: number, total: number) => void;
}

/** What is done with an account whose secret key the service keeps: its beginning, other browsers, and its end as such. */
export class OpenAccount {
  readonly #options: OpenAccountOptions;
  /** The key, between the code and the choice of devices. */
  #handedOut: string | null = null;

  constructor(options: OpenAccountOptions) {
    this.#options = options;
  }

  /** Makes the account's root and this device; nobody is shown the key. */
  async create(deviceName: string): Promise<void> {
    const { account, firstDevice, joined } = this.#options;
    const first = await firstDevice();
    await first.create(await account(), generateSecretKey(), { name: deviceName, open: true });
    await joined();
  }

  /** Lets a code be texted to the holder. */
  async sendCode(): Promise<void> {
    await this.#options.api.json({ method: 'POST', path: '/v1/kept-key/code', retry: 0 });
  }

  /** Takes the code, which works once, and says which devices there are. */
  async enter(code: string): Promise<DeviceView[]> {
    const { api, account, firstDevice } = this.#options;
    const json = { code };
    const { secretKey } = await api.json<KeptKey>({ method: 'POST', path: '/v1/kept-key', json, retry: 0 });
    this.#handedOut = secretKey;
    return (await firstDevice()).inspect(await account(), secretKey);
  }

  /** Makes this browser a device beside those to keep. */
  async join(keep: string[], name: string): Promise<void> {
    const { account, firstDevice, joined } = this.#options;
    if (this.#handedOut === null) throw new EngineError('no-code', 'Type the code first; ask for a new one.');
    await (await firstDevice()).recover(await account(), this.#handedOut, { keep, name });
    this.forget();
    await joined();
  }

  /** Seals everything that is in plain; then a new secret key makes the account a sealed one. */
  async seal(): Promise<void> {
    const { session, sealed } = this.#options;
    const { api, membership, sequence, signal } = await session();
    let total = 0;
    const progress = (left: number): void => {
      total = Math.max(total, left);
      sealed(total - left, total);
    };
    await sealAllRecords({ api, membership, sequence, progress }, { signal });
  }

  forget(): void {
    this.#handedOut = null;
  }
}

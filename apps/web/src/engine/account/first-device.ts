import {
  appendChain,
  getChain,
  getKeys,
  Unreachable,
  type ApiClient,
  type DeviceIdentity,
  type KeyStore,
} from '@smseal/client';
import {
  createAccountRoot,
  formatSecretKey,
  generateDeviceKeys,
  generateSecretKey,
  inspectWithSecretKey,
  newCredential,
  parseSecretKey,
  recoverWithSecretKey,
  secretKeyLastGroup,
  type ChainAct,
} from '@smseal/seal';
import { deviceViews } from '../device/device-views.ts';
import { mayTryAgain } from '../device/chain-acts.ts';
import type { DeviceView } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';

/** A secret key as it is shown: once. */
export interface ShownKey {
  secretKey: string;
  formatted: string;
  lastGroup: string;
}

export interface FirstDeviceOptions {
  /** Speaks with the cookie session. */
  api: ApiClient;
  keyStore: KeyStore;
}

const TRIES = 4;

/** Makes a secret key to be shown; nothing but the screen and the person keep it. */
export function newShownKey(): ShownKey {
  const secretKey = generateSecretKey();
  return { secretKey, formatted: formatSecretKey(secretKey), lastGroup: secretKeyLastGroup(secretKey) };
}

/** @throws EngineError `wrong-last-group` unless the person typed the key's last group. */
export function requireLastGroup(shown: ShownKey | null, typed: string): ShownKey {
  if (!shown) {
    throw new EngineError('no-secret-key', 'No secret key is waiting to be confirmed; make one first.');
  }
  const plain = (text: string) =>
    text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (plain(typed) !== plain(shown.lastGroup)) {
    throw new EngineError(
      'wrong-last-group',
      'This is not the last group of the key; look at your copy again.',
    );
  }
  return shown;
}

/** Null, or why the text cannot be a secret key; works without the server. */
export function faultOfSecretKey(text: string): string | null {
  try {
    parseSecretKey(text);
    return null;
  } catch {
    return 'A character is missing or mistyped; compare with your copy, group by group.';
  }
}

/** Makes this browser a device by the secret key alone: as the account's first device, or by recovery. */
export class FirstDevice {
  readonly #options: FirstDeviceOptions;

  constructor(options: FirstDeviceOptions) {
    this.#options = options;
  }

  /** Posts the account's root, this device and epoch 1. */
  async create(
    account: string,
    secretKey: string,
    { name, open = false }: { name: string; open?: boolean },
  ): Promise<void> {
    await this.#become(account, (device, credential) =>
      createAccountRoot({
        account,
        secretKey,
        open,
        device,
        name,
        platform: 'browser',
        credential,
        now: this.#now(),
      }),
    );
  }

  /** The devices that the secret key's chain names. @throws SealError `bad-secret-key`, `wrong-secret-key`. */
  async inspect(account: string, secretKey: string): Promise<DeviceView[]> {
    const { entries, keys } = await this.#sealedToRoot();
    const { chain } = await inspectWithSecretKey({ account, entries, keys, secretKey });
    return deviceViews(chain, null, new Map());
  }

  /** Admits this browser by the secret key and starts an epoch for it and the devices to keep. */
  async recover(account: string, secretKey: string, choice: { keep: string[]; name: string }): Promise<void> {
    await this.#become(account, async (device, credential) => {
      const { entries, keys, authored } = await this.#sealedToRoot();
      return recoverWithSecretKey({
        account,
        entries,
        keys,
        secretKey,
        device,
        name: choice.name,
        platform: 'browser',
        keep: choice.keep,
        credential,
        authored,
        now: this.#now(),
      });
    });
  }

  /** The identity is kept before it is posted: whatever happens then, no device exists without its keys. */
  async #become(
    account: string,
    act: (device: DeviceIdentity['keys'], credential: string) => Promise<ChainAct>,
  ): Promise<void> {
    const { api, keyStore } = this.#options;
    const keys = await generateDeviceKeys();
    const credential = await newCredential();
    for (let attempt = 1; ; attempt++) {
      const { request } = await act(keys, credential.hash);
      await keyStore.save({ account, token: credential.token, keys });
      try {
        return await appendChain(api, request);
      } catch (error) {
        if (await this.#happened(error, credential.token)) return;
        await keyStore.clear();
        if (!mayTryAgain(error) || attempt === TRIES) throw error;
      }
    }
  }

  /** After silence, whether the token is one that the server knows. */
  async #happened(error: unknown, bearer: string): Promise<boolean> {
    if (!(error instanceof Unreachable)) return false;
    return getChain(this.#options.api, 0, { bearer }).then(
      () => true,
      () => false,
    );
  }

  async #sealedToRoot() {
    const { api } = this.#options;
    const { entries, authored } = await getChain(api, 0);
    const { keys } = await getKeys(api, 'root');
    return { entries, authored, keys };
  }

  #now(): number {
    return this.#options.api.clock.corrected();
  }
}

import { getErasure, pause, postErasureSearch, type ApiClient, type DeviceIdentity } from '@smseal/client';
import {
  CodedError,
  type AccountErasure,
  type AccountPlan,
  type DeleteAccount,
  type ErasureSearch,
  type SignedPlan,
} from '@smseal/protocol';
import { planDigest, randomId, signPlan, signSearch } from '@smseal/seal';
import { lookInBrowser } from '../cache/forget-browser.ts';
import { EngineError } from '../engine-error.ts';
import { failureOf } from '../rpc/failure-of.ts';
import type { MadeFile } from '../rpc/wire.ts';
import type { DeletionView } from './deletion-view.ts';

export interface AccountDeletionOptions {
  /** Speaks with the cookie session. */
  api: ApiClient;
  /** This browser as a device that may order erasures; null where it is none. */
  device: DeviceIdentity | null;
  /** Everything that this browser keeps goes. */
  forget: () => Promise<void>;
  tell: (view: DeletionView) => void;
}

/** A lost answer is a lost certificate, so a large account is waited for. */
const ANSWER_MS = 300_000;
/** Waits between two tries to make the browser forget what it has kept. */
const FORGETS_MS = [0, 200, 1_000, 3_000];
/** What the release's service worker has in hand is through by then; it would make its cache anew. */
const SETTLED_MS = 500;
/** Waits between two looks whether the certificate is there; the last one again and again. */
const LOOKS_MS = [0, 200, 500, 1_000, 2_000, 5_000, 10_000];
const LAST_LOOK_MS = 15_000;
/** The token is good for so long. */
const TOKEN_MS = 24 * 60 * 60 * 1000;

/**
 * The deletion of a whole account by its holder and, where this browser is one, a device. Nothing of it is kept: the keys for
 * the last signature and the token for the certificate are in memory alone.
 */
export class AccountDeletion {
  readonly #options: AccountDeletionOptions;
  readonly #erasure: AccountErasure;
  readonly #plan: SignedPlan | null;
  readonly #day: string;
  #view: DeletionView;
  #certificate: string | null;

  private constructor(options: AccountDeletionOptions, erasure: AccountErasure, plan: SignedPlan | null) {
    this.#options = options;
    this.#erasure = erasure;
    this.#plan = plan;
    this.#day = timeOf(options.api).slice(0, 10);
    this.#certificate = erasure.certificate;
    this.#view = {
      signed: plan !== null,
      isForgotten: false,
      searched: false,
      left: null,
      server: erasure.state,
      trouble: null,
    };
  }

  /**
   * Deletes the account; nobody can open it any more when it resolves.
   * @param email as the holder has typed it once more
   * @throws CodedError `wrong-credentials`, `unauthenticated`; Unreachable, and then it may have happened.
   */
  static async order(options: AccountDeletionOptions, email: string): Promise<AccountDeletion> {
    const { api, device } = options;
    const signed = device && (await signPlan(accountPlan(device, timeOf(api)), device.keys));
    const json: DeleteAccount = { email, ...(signed ? { signed } : {}) };
    const erasure = await api.json<AccountErasure>({
      method: 'DELETE',
      path: '/v1/account',
      json,
      retry: 0,
      timeoutMs: ANSWER_MS,
    });
    return new AccountDeletion(options, erasure, signed);
  }

  /** Makes this browser forget, looks whether it has, says so with a signature, and fetches the certificate. */
  async finish(): Promise<void> {
    this.#tell({});
    try {
      await this.#forget();
      await this.#search();
      await this.#fetchCertificate();
    } catch (error) {
      this.#tell({ trouble: failureOf(error) });
    }
  }

  /** @throws EngineError `no-certificate`. */
  certificate(): MadeFile & { name: string } {
    if (this.#certificate === null)
      throw new EngineError('no-certificate', 'The certificate is not there yet; look again in a moment.');
    const blob = new Blob([this.#certificate], { type: 'application/json' });
    const name = `smseal-erasure-${this.#day}-${this.#erasure.id.slice(0, 6)}.json`;
    return { blob, contentType: blob.type, name };
  }

  async #forget(): Promise<void> {
    for (const wait of FORGETS_MS) {
      await pause(wait);
      // What stands in the way of it is seen when it is looked for.
      await this.#options.forget().catch(() => undefined);
      await pause(SETTLED_MS);
      if ((await lookInBrowser()).found.length === 0) return this.#tell({ isForgotten: true });
    }
    this.#tell({ left: 'here' });
  }

  /** Looks for what may be left; where anything is, nothing is signed. */
  async #search(): Promise<void> {
    const { api, device } = this.#options;
    if (!device || !this.#plan || this.#view.left) return;
    if (await this.#isLetIn(device)) return this.#tell({ left: 'there' });
    const { sought, found } = await lookInBrowser();
    if (found.length > 0) return this.#tell({ left: 'here' });
    const { id, token } = this.#erasure;
    const statement: ErasureSearch = {
      v: 1,
      id,
      device: device.keys.id,
      plan: await planDigest(this.#plan),
      at: timeOf(api),
      // And the device's way in at the server.
      sought: sought + 1,
      found: 0,
    };
    const search = await signSearch(statement, device.keys);
    try {
      await postErasureSearch(api, { erasure: id, search }, { bearer: token, retry: 'until-aborted' });
      this.#tell({ searched: true });
    } catch (error) {
      // Perhaps this browser was away for too long. What is not taken, the certificate is issued without.
      if (!(error instanceof CodedError)) throw error;
    }
  }

  /** Whether the server still lets this device in. */
  async #isLetIn({ token }: DeviceIdentity): Promise<boolean> {
    try {
      await this.#options.api.json({
        method: 'GET',
        path: '/v1/devices',
        bearer: token,
        retry: 'until-aborted',
      });
      return true;
    } catch (error) {
      if (error instanceof CodedError && error.code === 'unauthenticated') return false;
      throw error;
    }
  }

  async #fetchCertificate(): Promise<void> {
    const { id, token } = this.#erasure;
    const until = Date.now() + TOKEN_MS;
    for (let look = 0; Date.now() < until; look++) {
      await pause(LOOKS_MS[look] ?? LAST_LOOK_MS);
      const how = { bearer: token, retry: 'until-aborted' as const };
      const { state, certificate } = await getErasure(this.#options.api, id, how);
      this.#certificate = certificate;
      if (state !== this.#view.server) this.#tell({ server: state });
      if (certificate !== null) return;
    }
    throw new EngineError(
      'no-certificate',
      'The server has issued no certificate for a day; ask whoever runs it why.',
    );
  }

  #tell(change: Partial<DeletionView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.tell(this.#view);
  }
}

function accountPlan({ account, keys }: DeviceIdentity, at: string): AccountPlan {
  return { v: 1, id: randomId(), account, device: keys.id, at, kind: 'account' };
}

function timeOf({ clock }: ApiClient): string {
  return new Date(clock.corrected()).toISOString();
}

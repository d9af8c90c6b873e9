import {
  LinkEnded,
  linkNewDevice,
  type Alarm,
  type ApiClient,
  type DeviceIdentity,
  type KeyStore,
  type NewLinkStep,
} from '@smseal/client';
import type { Log } from '../log/log.ts';

export interface LinkDeskOptions {
  api: ApiClient;
  keyStore: KeyStore;
  name: string;
  bell: (alarm: Alarm) => void;
  log: Log;
  /** A line for the terminal. */
  print: (line: string) => void;
}

/** What the gateway's page shows of its link. */
export type LinkState =
  | { state: 'unlinked'; trouble: string | null }
  | { state: 'waiting' }
  | { state: 'digits' | 'confirm'; digits: string }
  | { state: 'linked'; account: string }
  /** Linked, and the account is closed: the gateway waits for it to be woken. */
  | { state: 'closed' };

/** Makes the gateway a device of an account: somebody names the account, a trusted browser takes six digits. */
export class LinkDesk {
  state: LinkState = { state: 'unlinked', trouble: null };
  readonly #options: LinkDeskOptions;
  #asked = Promise.withResolvers<string>();
  #said = Promise.withResolvers<boolean>();

  constructor(options: LinkDeskOptions) {
    this.#options = options;
  }

  /** Somebody names the account that this gateway shall send for. */
  ask(account: string): void {
    this.#asked.resolve(account);
  }

  /** Somebody says whether the browser shows “Linked”. */
  confirm(linked: boolean): void {
    this.#said.resolve(linked);
  }

  /** Resolves once this gateway is a device of an account; `account` is asked at once where it is given. */
  async link(account: string | null, signal: AbortSignal): Promise<DeviceIdentity> {
    const ended = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    ended.catch(() => undefined);
    if (account !== null) this.ask(account);
    for (;;) {
      const identifier = await Promise.race([this.#asked.promise, ended]);
      this.#asked = Promise.withResolvers();
      this.#said = Promise.withResolvers();
      try {
        return await this.#try(identifier.trim(), signal);
      } catch (error) {
        signal.throwIfAborted();
        this.#options.log('warn', 'link ended', {
          reason: error instanceof LinkEnded ? error.reason : 'trouble',
        });
        this.state = { state: 'unlinked', trouble: troubleOf(error) };
      }
    }
  }

  #try(identifier: string, signal: AbortSignal): Promise<DeviceIdentity> {
    const { api, keyStore, name, bell, print } = this.#options;
    return linkNewDevice({
      api,
      keyStore,
      platform: 'gateway',
      name,
      origin: 'agent',
      identifier,
      extractable: true,
      bell,
      signal,
      show: (step: NewLinkStep) => {
        this.state =
          step.step === 'waiting' ? { state: 'waiting' } : { state: step.step, digits: step.digits };
        if (step.step === 'digits')
          print(
            `The gateway shows ${step.digits.slice(0, 3)} ${step.digits.slice(3)}: type these digits in the browser.`,
          );
      },
      confirmed: () => this.#said.promise,
    });
  }
}

function troubleOf(error: unknown): string {
  if (!(error instanceof LinkEnded)) return 'The server could not be reached, or it knows no such account.';
  return SENTENCES[error.reason];
}

const SENTENCES = {
  refused: 'The browser refused this gateway.',
  expired: 'The link took longer than two minutes.',
  forged: 'The server’s word did not match what this gateway and the browser agreed on. Nothing was sent.',
  denied: 'The browser did not say “Linked”, so nothing was taken.',
} as const satisfies Record<LinkEnded['reason'], string>;

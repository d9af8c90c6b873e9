import { LINK_MS, type AnswerLink, type LinkReveal, type LinkView, type Platform } from '@smseal/protocol';
import {
  describeDevice,
  generateDeviceKeys,
  linkDigits,
  newCredential,
  newLinkCommitment,
  SealError,
  verifyLinkedChain,
} from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { getChain } from '../device/chain-api.ts';
import type { DeviceIdentity, KeyStore } from '../device/key-store.ts';
import { openLink, refuseLink, revealLink, viewLink } from './link-api.ts';

/** Where a new device's link stands; what its person sees. */
export type NewLinkStep =
  | { step: 'waiting'; expires: string }
  /** The trusted device takes these. */
  | { step: 'digits'; digits: string }
  /** The person must say that the trusted device shows “Linked”; the server's word is not enough. */
  | { step: 'confirm'; digits: string };

/** The link ended without this device: refused, too late, or not what the two devices agreed on. */
export class LinkEnded extends Error {
  override readonly name = 'LinkEnded';
  readonly reason: 'refused' | 'expired' | 'forged' | 'denied';
  constructor(reason: LinkEnded['reason']) {
    super(`the link has ended: ${reason}`);
    this.reason = reason;
  }
}

export interface NewLinkOptions {
  api: ApiClient;
  keyStore: KeyStore;
  platform: Platform;
  /** What the person will know this device by. */
  name: string;
  /** Where it runs: a web origin, or `agent` for a program. */
  origin: string;
  /** E-mail or mobile number of the account, where no session names it. */
  identifier?: string;
  /** Whether the key pairs go into a file of this program. */
  extractable: boolean;
  bell: AlarmBell;
  show: (step: NewLinkStep) => void;
  /** Resolves with what the person says about the trusted device's screen. */
  confirmed: (signal: AbortSignal) => Promise<boolean>;
  signal: AbortSignal;
}

/**
 * The new device's side of linking, from its commitment to its stored identity. No word of the server makes it trust a
 * chain: the digits did, and the person who saw the trusted device succeed.
 * @throws LinkEnded; CodedError, Unreachable; the signal's reason.
 */
export async function linkNewDevice(options: NewLinkOptions): Promise<DeviceIdentity> {
  const { api, keyStore, platform, name, show } = options;
  const keys = await generateDeviceKeys({ extractable: options.extractable });
  const credential = await newCredential();
  const description = describeDevice(keys, platform, name);
  const { commitment, reveal } = await newLinkCommitment(description, options.origin);
  const opened = await openLink(
    api,
    {
      platform,
      name,
      commitment,
      credential: credential.hash,
      ...(options.identifier === undefined ? {} : { identifier: options.identifier }),
    },
    { signal: options.signal },
  );
  show({ step: 'waiting', expires: opened.expires });
  const how: How = {
    bearer: opened.secret,
    retry: 'until-aborted',
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(LINK_MS + 30_000)]),
  };
  const exchange = new Exchange(options, { link: opened.link, commitment, reveal, how });
  try {
    const { account, answer } = await exchange.run();
    const identity: DeviceIdentity = { account, token: credential.token, keys };
    await exchange.requireAdmitted(identity, answer);
    await keyStore.save(identity);
    return identity;
  } catch (error) {
    if (options.signal.aborted) {
      // Nobody should be asked about a device that no longer waits.
      const last: How = { bearer: opened.secret, retry: 0 };
      await refuseLink(api, opened.link, last).catch(() => undefined);
      throw options.signal.reason;
    }
    if (how.signal?.aborted) throw new LinkEnded('expired');
    throw error;
  } finally {
    exchange.end();
  }
}

interface Place {
  link: string;
  commitment: string;
  reveal: LinkReveal;
  how: How;
}

class Exchange {
  readonly #options: NewLinkOptions;
  readonly #place: Place;
  readonly #over = new AbortController();

  constructor(options: NewLinkOptions, place: Place) {
    this.#options = options;
    this.#place = place;
  }

  end(): void {
    this.#over.abort();
  }

  async run(): Promise<{ account: string; answer: AnswerLink }> {
    const { api, show } = this.#options;
    const { link, commitment, reveal, how } = this.#place;
    const answered = await this.#until('waiting');
    if (answered.account === null || answered.answer === null)
      throw this.#forged('an answer without its parts');
    if (answered.commitment !== commitment) throw this.#forged('another commitment');
    const { account, answer } = answered;
    await revealLink(api, { link, reveal }, how);
    const digits = await linkDigits({ account, link, commitment, answer, reveal });
    show({ step: 'digits', digits });
    // The person may already be looking at the other screen, so the question stands from here on.
    const confirmed = this.#options.confirmed(AbortSignal.any([this.#options.signal, this.#over.signal]));
    confirmed.catch(() => undefined);
    const finished = this.#untilFinished();
    finished.catch(() => undefined);
    const first = await Promise.race([finished, confirmed.then((yes) => (yes ? finished : null))]);
    if (first !== null) show({ step: 'confirm', digits });
    if (first === null || !(await confirmed)) {
      await refuseLink(api, link, { ...how, retry: 0 }).catch(() => undefined);
      throw new LinkEnded('denied');
    }
    return { account, answer };
  }

  /** @throws LinkEnded `forged` when the chain is not the one of the transcript. */
  async requireAdmitted(identity: DeviceIdentity, answer: AnswerLink): Promise<void> {
    const { api, signal } = this.#options;
    const page = await getChain(api, 0, { bearer: identity.token, signal });
    try {
      const { account, keys } = identity;
      await verifyLinkedChain({ account, entries: page.entries, answer, device: keys });
    } catch (error) {
      if (error instanceof SealError) throw this.#forged(error);
      throw error;
    }
  }

  /** The link's view once it has left the state. */
  async #until(state: 'waiting' | 'answered' | 'revealed'): Promise<LinkView> {
    const { link, how } = this.#place;
    for (;;) {
      const view = await viewLink(this.#options.api, link, { ...how, state });
      if (view.state === 'refused' || view.state === 'expired') throw new LinkEnded(view.state);
      if (view.state !== state) return view;
    }
  }

  async #untilFinished(): Promise<LinkView> {
    let view = await this.#until('answered');
    while (view.state !== 'finished') {
      if (view.state === 'waiting') throw this.#forged('the link went backwards');
      view = await this.#until('revealed');
    }
    return view;
  }

  #forged(cause: unknown): LinkEnded {
    this.#options.bell(alarmOf('link-forged', this.#options.api.clock.own(), cause));
    return new LinkEnded('forged');
  }
}

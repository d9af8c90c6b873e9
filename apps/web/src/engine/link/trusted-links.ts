import { listLinks, refuseLink, TrustedLink, type TrustedLinkOptions } from '@smseal/client';
import { CodedError, LINK_TRIES, type PendingLink } from '@smseal/protocol';
import type { PendingLinkView } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';

export interface TrustedLinksOptions extends TrustedLinkOptions {
  tell: (links: PendingLinkView[]) => void;
  signal: AbortSignal;
}

const OVER: ReadonlySet<PendingLink['state']> = new Set(['finished', 'refused', 'expired']);

/** Links of new devices as this trusted device sees and answers them. */
export class TrustedLinks {
  readonly #options: TrustedLinksOptions;
  readonly #answered = new Map<string, TrustedLink>();
  #pending: PendingLink[] = [];

  constructor(options: TrustedLinksOptions) {
    this.#options = options;
  }

  views(): PendingLinkView[] {
    return this.#pending.map((pending) => {
      const link = this.#answered.get(pending.link);
      const reveal = link?.reveal ?? null;
      return {
        link: pending.link,
        platform: reveal?.device.platform ?? pending.platform,
        name: reveal?.device.name ?? pending.name,
        origin: reveal?.origin ?? null,
        ready: reveal !== null,
        triesLeft: link?.triesLeft ?? LINK_TRIES,
        expires: pending.expires,
      };
    });
  }

  /** Asks the server which links wait. */
  async look(): Promise<void> {
    const { links } = await listLinks(this.#options.api, { signal: this.#options.signal });
    this.#pending = links.filter(({ state }) => !OVER.has(state));
    for (const link of this.#answered.keys()) {
      if (!this.#pending.some((pending) => pending.link === link)) this.#answered.delete(link);
    }
    this.#tell();
    this.#forgetWhenOver();
  }

  /** Answers a link; it becomes ready for the digits when the new device has revealed itself. */
  async answer(id: string): Promise<void> {
    if (this.#answered.has(id)) return;
    const pending = this.#pending.find(({ link }) => link === id);
    if (!pending) throw over();
    const { signal } = this.#options;
    const link = await TrustedLink.answer(this.#options, pending, { signal }).catch((error: unknown) => {
      if (error instanceof CodedError && error.code === 'link-over') this.#drop(id);
      throw error;
    });
    this.#answered.set(id, link);
    this.#tell();
    link.ready({ signal }).then(
      () => this.#tell(),
      () => this.#drop(id),
    );
  }

  async submit(id: string, digits: string): Promise<{ ok: boolean; triesLeft: number }> {
    const link = this.#answered.get(id);
    if (!link) throw over();
    const result = await link.submit(digits);
    if (result.ok || result.triesLeft === 0) this.#drop(id);
    else this.#tell();
    return result;
  }

  async refuse(id: string): Promise<void> {
    await refuseLink(this.#options.api, id);
    this.#drop(id);
  }

  /** Links live for two minutes; one that the server still names after that is not shown. */
  #forgetWhenOver(): void {
    for (const { link, expires } of this.#pending) {
      const left = Date.parse(expires) - this.#options.api.clock.corrected();
      const timer = setTimeout(() => this.#drop(link), Math.max(0, left));
      this.#options.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    }
  }

  #drop(id: string): void {
    this.#answered.delete(id);
    this.#pending = this.#pending.filter(({ link }) => link !== id);
    this.#tell();
  }

  #tell(): void {
    this.#options.tell(this.views());
  }
}

function over(): EngineError {
  return new EngineError('link-over', 'This link is over; start again on the new device.');
}

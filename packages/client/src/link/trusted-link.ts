import {
  CodedError,
  LINK_TRIES,
  ORDINARY_CAPABILITIES,
  type AnswerLink,
  type Capability,
  type LinkReveal,
  type PendingLink,
} from '@smseal/protocol';
import { admitDevice, answerLink as answerFor, requireLinkDigits, SealError } from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { appendChain } from '../device/chain-api.ts';
import type { Membership } from '../device/membership.ts';
import { answerLink, refuseLink, viewLink } from './link-api.ts';

export interface TrustedLinkOptions {
  api: ApiClient;
  membership: Membership;
  bell: AlarmBell;
}

/** The trusted device's side of one link: it answers, takes the digits, and only then admits. */
export class TrustedLink {
  readonly pending: PendingLink;
  readonly #options: TrustedLinkOptions;
  readonly #answer: AnswerLink;
  #reveal: LinkReveal | null = null;
  #triesLeft = LINK_TRIES;

  private constructor(options: TrustedLinkOptions, pending: PendingLink, answer: AnswerLink) {
    this.#options = options;
    this.pending = pending;
    this.#answer = answer;
  }

  /** Answers a link that waits. @throws CodedError `link-over`, `link-state`. */
  static async answer(
    options: TrustedLinkOptions,
    pending: PendingLink,
    how: How = {},
  ): Promise<TrustedLink> {
    await options.membership.refresh(how);
    const { chain, identity } = options.membership;
    const answer = answerFor(chain, identity.keys.id);
    await answerLink(options.api, { link: pending.link, answer }, how);
    return new TrustedLink(options, pending, answer);
  }

  get triesLeft(): number {
    return this.#triesLeft;
  }

  /** What the new device revealed itself as; null before. Its name and origin are its own words until the digits match. */
  get reveal(): LinkReveal | null {
    return this.#reveal;
  }

  /** Waits until the new device has revealed itself. @throws CodedError `link-over` when the link ended first. */
  async ready(how: How = {}): Promise<LinkReveal> {
    for (;;) {
      const view = await viewLink(this.#options.api, this.pending.link, { ...how, state: 'answered' });
      if (view.reveal !== null) return (this.#reveal = view.reveal);
      if (view.state !== 'answered' && view.state !== 'waiting') throw new CodedError('link-over');
    }
  }

  /**
   * Compares what the person typed; when it matches, admits the new device. The third mismatch ends the link.
   * @throws CodedError, NotAMember; SealError `commitment-mismatch` (the reveal is not what was committed to).
   */
  async submit(typed: string, how: How = {}): Promise<{ ok: boolean; triesLeft: number }> {
    const reveal = this.#reveal;
    if (reveal === null || this.#triesLeft === 0) throw new CodedError('link-state', { state: 'answered' });
    if (!(await this.#matches(typed, reveal))) {
      this.#triesLeft--;
      if (this.#triesLeft === 0) await this.refuse(how);
      return { ok: false, triesLeft: this.#triesLeft };
    }
    await this.#admit(reveal, how);
    return { ok: true, triesLeft: this.#triesLeft };
  }

  async refuse(how: How = {}): Promise<void> {
    await refuseLink(this.#options.api, this.pending.link, how);
  }

  async #matches(typed: string, reveal: LinkReveal): Promise<boolean> {
    const { membership, bell, api } = this.#options;
    const { link, commitment } = this.pending;
    const { account } = membership.identity;
    try {
      await requireLinkDigits({ account, link, commitment, answer: this.#answer, reveal }, typed);
      return true;
    } catch (error) {
      if (error instanceof SealError && error.code === 'digits-mismatch') return false;
      bell(alarmOf('link-forged', api.clock.own(), error));
      throw error;
    }
  }

  async #admit(reveal: LinkReveal, how: How): Promise<void> {
    const { api, membership } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const { chain, keyring, identity } = membership;
      const request = await admitDevice({
        chain,
        keyring,
        by: identity.keys,
        description: reveal.device,
        can: grantOf(reveal, chain.device(identity.keys.id)?.can ?? []),
        now: api.clock.corrected(),
        link: this.pending.link,
      });
      try {
        await appendChain(api, request, how);
        return await membership.refresh(how);
      } catch (error) {
        const grown = error instanceof CodedError && error.code === 'chain-conflict';
        if (!grown || attempt === 3) throw error;
        await membership.refresh(how);
      }
    }
  }
}

/** What the platform is given in the ordinary way, within what this device has itself; who reads may let others write. */
function grantOf({ device }: LinkReveal, own: readonly Capability[]): Capability[] {
  const ordinary: readonly Capability[] = ORDINARY_CAPABILITIES[device.platform];
  const grantable = own.includes('read') ? [...own, 'write'] : own;
  return ordinary.filter((capability) => grantable.includes(capability));
}

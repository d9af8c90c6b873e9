import {
  ListKeeper,
  SuppressionSet,
  type AlarmBell,
  type ApiClient,
  type ListStore,
  type Membership,
} from '@smseal/client';
import {
  confirmationText,
  judgeReply,
  mayLeave,
  type Departure,
  type Leave,
  type SuppressionEntry,
  type TextClass,
} from '@smseal/policy';
import { CodedError, type Id, type ListHead, type SuppressionListEntry } from '@smseal/protocol';
import { SealError } from '@smseal/seal';
import { countryOfNumber } from '@smseal/sms';
import type { Log } from '../log/log.ts';

export interface SuppressionDeskOptions {
  api: ApiClient;
  membership: Membership;
  store: ListStore;
  /** Where the gateway's settings say that the list ended; null where they name none. */
  named: () => ListHead | null;
  bell: AlarmBell;
  log: Log;
  now: () => number;
}

/** A reply that may ask for silence. */
export interface Reply {
  from: string;
  /** The sender that it answers: what confirmations are sent from and signed with. */
  to: string;
  text: string;
  /** Record id of the text. */
  record: Id;
}

/** A text that may leave or not. */
export interface Departing {
  to: string;
  class: TextClass;
  expires: number;
}

const POLL_MS = 30_000;

/** Numbers that must not be texted: followed as a sealed list, asked where each text leaves, and added to by replies. */
export class SuppressionDesk {
  readonly #options: SuppressionDeskOptions;
  readonly #set = new SuppressionSet();
  readonly #keeper: ListKeeper<SuppressionListEntry>;
  /** When HELP was last answered to a number: in memory, so at most once more after a restart. */
  readonly #helped = new Map<string, number>();
  /** When the server last said that the account has no list; monotonic ms. An account that never had one holds nothing back. */
  #noneAt: number | null = null;

  constructor(options: SuppressionDeskOptions) {
    this.#options = options;
    const { api, membership, store, bell, named } = options;
    this.#keeper = new ListKeeper({
      api,
      membership,
      list: 'suppressions',
      store,
      bell,
      contents: this.#set,
      named,
    });
  }

  /** How long ago the list was last proven to be known to its end, ms; null for never. */
  get proofAge(): number | null {
    return this.#keeper.proofAge() ?? (this.#noneAt === null ? null : performance.now() - this.#noneAt);
  }

  /** The list may have grown. */
  wake(): void {
    this.#keeper.wake();
  }

  /** Follows the list until the signal aborts. @throws NotAMember; CodedError `unauthenticated`; the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    await this.look(signal);
    const looking = setInterval(() => void this.look(signal), POLL_MS);
    try {
      await this.#keeper.run(signal);
    } finally {
      clearInterval(looking);
    }
  }

  /** Reads the list once, so that the first texts need not wait for it. */
  async look(signal: AbortSignal): Promise<void> {
    try {
      await this.#keeper.catchUp({ signal });
      this.#noneAt = this.#keeper.proofAge() === null ? performance.now() : null;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof SealError) this.#noneAt = null;
      const code = error instanceof CodedError || error instanceof SealError ? error.code : 'unreachable';
      this.#options.log('warn', 'the list of suppressions could not be read', { code });
    }
  }

  /** Whether a text may leave now. */
  mayLeave({ to, class: textClass, expires }: Departing): Leave {
    return mayLeave(
      {
        class: textClass,
        suppression: this.#set.get(to),
        headProofAge: this.proofAge,
        paused: false,
        dayIsFull: false,
        notBefore: null,
        expires,
      },
      this.#options.now(),
    );
  }

  /** Whether a person has asked for no texts, as far as is known here. */
  isSuppressed(number: string): boolean {
    return this.#set.get(number)?.suppressed ?? false;
  }

  /** Whether texts of a class may leave at all, and what holds back every one of them. */
  mayClassLeave(textClass: TextClass, { paused, dayIsFull }: Pick<Departure, 'paused' | 'dayIsFull'>): Leave {
    return mayLeave(
      {
        class: textClass,
        suppression: null,
        headProofAge: this.proofAge,
        paused,
        dayIsFull,
        notBefore: null,
        expires: Number.POSITIVE_INFINITY,
      },
      this.#options.now(),
    );
  }

  /**
   * Notes what a reply asks for; it counts at once, and for every gateway when this resolves.
   * @returns the confirmation to send, once; null for none.
   */
  async hear(reply: Reply): Promise<string | null> {
    const { membership, log, now } = this.#options;
    const at = now();
    const known = this.#set.get(reply.from);
    const helped = this.#helped.get(reply.from) ?? null;
    const before: SuppressionEntry | null =
      known === null && helped === null
        ? null
        : { ...(known ?? { suppressed: false, cause: 'reply', why: '', at: null }), helped };
    const country = countryOfNumber(reply.from) ?? undefined;
    const { reading, next, confirm } = judgeReply(before, { text: reply.text, country }, at);
    if (reading === null) return null;
    if (reading.meaning === 'help') this.#helped.set(reply.from, at);
    else if (next !== before && next !== null) {
      const entry: SuppressionListEntry = {
        number: reply.from,
        meaning: reading.meaning,
        why: reading.why,
        at: new Date(at).toISOString(),
        source: { gateway: membership.identity.keys.id, text: reply.record },
      };
      // What cannot be appended holds on this gateway all the same.
      await this.#keeper.append([entry]).catch((error: unknown) => {
        const code = error instanceof CodedError || error instanceof SealError ? error.code : 'unreachable';
        log('error', 'an opt-out could not be appended', { code });
      });
    }
    return confirm === null ? null : confirmationText(confirm, reading.language, reply.to);
  }
}

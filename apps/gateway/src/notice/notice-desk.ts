import { pause } from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import type { CarrierText, Connector, Handover, PartOutcome } from '../connector/connector.ts';

/** A text that the server wrote itself, to an account holder's own number. */
export interface Notice {
  /** E.164. */
  to: string;
  text: string;
}

export interface NoticeDeskOptions {
  /** In the order of the settings; the first that is bound carries a notice. */
  connectors: () => readonly Connector[];
  now: () => number;
  /** Until who asked is told that the carrier could not be reached, ms. */
  patienceMs?: number;
  /** Until a part that was put off is handed over again, ms. */
  againMs?: number;
}

/** Less than the server waits for an answer. */
const PATIENCE_MS = 4_000;
const AGAIN_MS = 250;
/** Notices under way at once: beyond them the carrier is down or somebody is at play. */
const MOST = 100;
/** How long the carrier may try: a code is of no use later. */
const VALID_MS = 10 * 60_000;

/**
 * Hands the server's notices to the carrier, before all texts that wait. They are in memory for the seconds that takes,
 * belong to no batch and are told to nobody. What may have left is handed over again: a code that comes twice does no
 * harm, one that never comes shuts its owner out.
 */
export class NoticeDesk {
  readonly #options: Required<NoticeDeskOptions>;
  /** Who waits for room, the first first. */
  readonly #waiting = new Set<() => boolean>();
  #underWay = 0;

  constructor(options: NoticeDeskOptions) {
    this.#options = { patienceMs: PATIENCE_MS, againMs: AGAIN_MS, ...options };
  }

  /** Resolves once the carrier has all of it. @throws CodedError `carrier-refused`, `unavailable`. */
  async send({ to, text }: Notice): Promise<void> {
    if (this.#underWay >= MOST) throw new CodedError('unavailable', { retryAfter: 1 });
    this.#underWay++;
    try {
      const { connectors, now, patienceMs } = this.#options;
      const expires = now() + VALID_MS;
      const way = new NoticeWay(connectors, { to, from: null, text, expires, wantsReceipt: false });
      const over = AbortSignal.timeout(patienceMs);
      while (!way.isOver) await this.#bring(way, over);
    } finally {
      this.#underWay--;
    }
  }

  /** There may be room again. */
  pump(): void {
    for (const tryNow of this.#waiting) if (tryNow()) this.#waiting.delete(tryNow);
  }

  /** Brings the next part. */
  async #bring(way: NoticeWay, over: AbortSignal): Promise<void> {
    for (;;) {
      const outcome = await this.#handOver(way, over);
      if (outcome?.outcome === 'accepted') return way.next();
      if (outcome?.outcome === 'refused' && (outcome.class === 'permanent' || outcome.class === 'unknown'))
        throw new CodedError('carrier-refused', { reason: outcome.code });
      if (outcome !== null) await pause(this.#options.againMs, over).catch(() => undefined);
      if (over.aborted) throw new CodedError('unavailable', { retryAfter: 1 });
    }
  }

  /** @returns null where nothing was heard in time. */
  #handOver(way: NoticeWay, over: AbortSignal): Promise<PartOutcome | null> {
    return new Promise((resolve, reject) => {
      const tryNow = (): boolean => {
        try {
          return way.send(resolve);
        } catch (error) {
          reject(error);
          return true;
        }
      };
      over.addEventListener(
        'abort',
        () => {
          this.#waiting.delete(tryNow);
          resolve(null);
        },
        { once: true },
      );
      if (over.aborted) return resolve(null);
      // Who came first goes first.
      this.#waiting.add(tryNow);
      this.pump();
    });
  }
}

/** A notice on its way: by the first connector that is bound, and by the same one once that has a part of it. */
class NoticeWay {
  readonly #connectors: () => readonly Connector[];
  readonly #text: CarrierText;
  #connector: Connector | null = null;
  #handover: Handover | null = null;
  #k = 1;

  constructor(connectors: () => readonly Connector[], text: CarrierText) {
    this.#connectors = connectors;
    this.#text = text;
  }

  /** Whether every part of it is with the carrier. */
  get isOver(): boolean {
    return this.#handover !== null && this.#k > this.#handover.parts;
  }

  /** The next part's turn has come. */
  next(): void {
    this.#k++;
  }

  /** False when there is no room, or no connection. @throws CodedError `invalid-request` where it cannot be carried. */
  send(heard: (outcome: PartOutcome) => void): boolean {
    const bound = this.#k > 1 ? undefined : this.#connectors().find(isBound);
    if (bound !== undefined && bound !== this.#connector) {
      this.#handover = bound.open(this.#text);
      this.#connector = bound;
    }
    return this.#handover?.send(this.#k, heard) ?? false;
  }
}

function isBound({ state }: Connector): boolean {
  return state.state === 'bound';
}

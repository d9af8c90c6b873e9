import { pause } from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import type { Connector, Handover, PartOutcome } from '../connector/connector.ts';

/** A text that the server wrote itself, to an account holder's own number. */
export interface Notice {
  /** E.164. */
  to: string;
  text: string;
}

export interface NoticeDeskOptions {
  connector: () => Connector;
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
      const { connector, now, patienceMs } = this.#options;
      const expires = now() + VALID_MS;
      const handover = connector().open({ to, from: null, text, expires, wantsReceipt: false });
      const over = AbortSignal.timeout(patienceMs);
      for (let k = 1; k <= handover.parts; k++) await this.#bring(handover, k, over);
    } finally {
      this.#underWay--;
    }
  }

  /** There may be room again. */
  pump(): void {
    for (const tryNow of this.#waiting) {
      if (!tryNow()) return;
      this.#waiting.delete(tryNow);
    }
  }

  async #bring(handover: Handover, k: number, over: AbortSignal): Promise<void> {
    for (;;) {
      const outcome = await this.#handOver(handover, k, over);
      if (outcome?.outcome === 'accepted') return;
      if (outcome?.outcome === 'refused' && (outcome.class === 'permanent' || outcome.class === 'unknown'))
        throw new CodedError('carrier-refused', { reason: outcome.code });
      if (outcome !== null) await pause(this.#options.againMs, over).catch(() => undefined);
      if (over.aborted) throw new CodedError('unavailable', { retryAfter: 1 });
    }
  }

  /** @returns null where nothing was heard in time. */
  #handOver(handover: Handover, k: number, over: AbortSignal): Promise<PartOutcome | null> {
    return new Promise((resolve) => {
      const tryNow = (): boolean => handover.send(k, resolve);
      over.addEventListener(
        'abort',
        () => {
          this.#waiting.delete(tryNow);
          resolve(null);
        },
        { once: true },
      );
      if (over.aborted) resolve(null);
      else if (this.#waiting.size > 0 || !tryNow()) this.#waiting.add(tryNow);
    });
  }
}

import { Pacer } from '@smseal/smpp';

/**
 * How many segments may leave over all connectors, as the signed settings say: the pace of one carrier's connection, set
 * in front of all of them.
 */
export class SegmentPace {
  readonly #room: () => void;
  #perSecond: number | null = null;
  #pacer: Pacer | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `room` is told once a segment may leave again, after there was none. */
  constructor(room: () => void) {
    this.#room = room;
  }

  /** Segments in a second; null for as many as the connectors take. */
  set limit(perSecond: number | null) {
    if (perSecond === this.#perSecond) return;
    this.stop();
    this.#perSecond = perSecond;
    this.#pacer = perSecond === null ? null : new Pacer(perSecond, performance.now());
    this.#room();
  }

  /** Segments that may leave now. */
  available(): number {
    if (this.#pacer === null) return Infinity;
    const available = this.#pacer.available(performance.now());
    if (available === 0) this.#alarm(this.#pacer);
    return available;
  }

  /** One segment leaves. */
  take(): void {
    this.#pacer?.take(1, performance.now());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #alarm(pacer: Pacer): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#room();
    }, pacer.waitMs(performance.now()));
  }
}

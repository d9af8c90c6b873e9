import type { Connector } from '../connector/connector.ts';
import type { SegmentPace } from '../limit/segment-pace.ts';
import { Fifo } from '../queue/fifo.ts';
import { CarrierIds } from './carrier-ids.ts';
import type { Flight } from './flight.ts';

export interface LaneOptions {
  connector: Connector;
  /** Whether the gateway has no other connector. */
  isSole: boolean;
  /** Whether no other gateway could take over, which would not know what left of what was cleared. */
  isAlone: boolean;
  /** Over all lanes. */
  pace: Pick<SegmentPace, 'available'>;
}

/**
 * Texts that are cleared beyond what the window holds: an eighth of it, and up to so many while that is too few; in a pool
 * at most a window, since another gateway that takes over knows no more than what was cleared.
 */
const LEAST_AHEAD = 1 / 8;
const MOST_AHEAD = 4_000;

/** The texts on their way to one connector, and how many more may be: a slow carrier fills its own lane and no other. */
export class Lane {
  readonly connector: Connector;
  /** How events name the connector; null where there is no other. */
  readonly name: string | null;
  /** What this carrier calls what it was handed: another may call something else the same. */
  readonly ids = new CarrierIds();
  /** Cleared texts with parts to hand over, in order. */
  readonly ready = new Fifo<Flight>();
  /** Texts that are being cleared. */
  clearing = 0;
  /** The last look at what waits that found no room here. */
  fullAt = 0;
  readonly #options: LaneOptions;
  #ahead: number;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.connector = options.connector;
    this.name = options.isSole ? null : options.connector.id;
    this.#ahead = this.#leastAhead;
  }

  /** Whether its connector is bound. */
  get isUp(): boolean {
    return this.connector.state.state === 'bound';
  }

  /** Parts that may be handed over now. */
  capacity(): number {
    return Math.min(this.connector.capacity(), this.#options.pace.available());
  }

  /** How many more texts may be cleared. */
  get room(): number {
    return this.capacity() + this.#ahead - this.ready.size - this.clearing;
  }

  /**
   * A watermark costs a round trip, so it is set for a good part of what may be in doubt, or for all that is left; but
   * never for more than a window has room for that stays full, because its carrier is slow or the pace is.
   */
  least(remaining: number): number {
    return Math.min(remaining, Math.ceil((this.connector.window + this.#ahead) / 4), this.#ahead);
  }

  /** Whether the window stands empty for want of cleared texts. */
  get isStarved(): boolean {
    return this.ready.size === 0 && this.capacity() > this.#ahead / 8;
  }

  /** A window that stood empty while its watermark was on its way needs more texts cleared ahead; one that did not, fewer. */
  learn(): void {
    this.#clearFurther(this.isStarved ? 2 : 0.95);
  }

  /** More texts wanted to be cleared than there was room for, while the window stood empty. */
  widen(): void {
    this.#clearFurther(2);
  }

  get #leastAhead(): number {
    return Math.ceil(this.connector.window * LEAST_AHEAD);
  }

  #clearFurther(factor: number): void {
    const most = this.#options.isAlone ? MOST_AHEAD : Math.min(MOST_AHEAD, this.connector.window);
    this.#ahead = Math.min(most, Math.max(this.#leastAhead, Math.floor(this.#ahead * factor)));
  }
}

import type { Connector } from '../connector/connector.ts';
import type { SegmentPace } from '../limit/segment-pace.ts';
import { Router } from '../routing/router.ts';
import { Lane } from './lane.ts';

export interface LanesOptions {
  /** In the order of the settings. */
  connectors: readonly Connector[];
  /** Whether no other gateway could take over, which would not know what left of what was cleared. */
  isAlone: boolean;
  /** Over all of them. */
  pace: Pick<SegmentPace, 'available'>;
}

/** The lanes of all connectors, and which of them a sender's texts take. */
export class Lanes {
  /** In the order of the settings. */
  readonly all: readonly [Lane, ...Lane[]];
  /** Where there is only one lane nothing has to be chosen; null where there are several. */
  readonly sole: Lane | null;
  readonly #router: Router<Lane>;
  readonly #pace: LanesOptions['pace'];
  /** The lane that handed over last. */
  #last = 0;

  constructor({ connectors, isAlone, pace }: LanesOptions) {
    const isSole = connectors.length === 1;
    const [first, ...others] = connectors.map((connector) => new Lane({ connector, isSole, isAlone, pace }));
    if (first === undefined) throw new RangeError('there is no connector');
    this.all = [first, ...others];
    this.sole = isSole ? first : null;
    this.#router = new Router(this.all);
    this.#pace = pace;
  }

  /** The lane of a connector; the first where none is named, because it was the only one then. Null for one that is gone. */
  of(connector: string | undefined): Lane | null {
    if (connector === undefined) return this.all[0];
    return this.all.find((lane) => lane.connector.id === connector) ?? null;
  }

  /** Those that may carry a sender's texts now, the best first; the only one also while it is not up. */
  waysFor(from: string | null): readonly Lane[] {
    return this.sole === null ? this.#router.of(from).ways : this.all;
  }

  /** The lane that a sender's texts take now, or would take were all up. */
  likely(from: string | null): Lane {
    return this.sole ?? this.#router.likely(from) ?? this.all[0];
  }

  /** What texts without a sender leave as by a lane; null for its connector's own. */
  ownSender(lane: Lane): string | null {
    if (this.sole !== null) return null;
    const { ways, from } = this.#router.of(null);
    return ways.includes(lane) ? from : null;
  }

  /** A connection came or went. */
  renew(): void {
    this.#router.renew();
  }

  /** Somebody has texted a number by a connector. */
  heard(to: string, connector: string): void {
    const lane = this.of(connector);
    if (this.sole === null && lane !== null) this.#router.heard(to, lane);
  }

  /** The lane that hands over next: with the most urgent text that has room; of equal ones, that whose turn it is. */
  next(): Lane | null {
    if (this.sole !== null) return this.sole;
    let next: Lane | null = null;
    let urgent = Infinity;
    const count = this.all.length;
    for (let step = 1; step <= count; step++) {
      const lane = this.all[(this.#last + step) % count];
      const priority = lane?.ready.peek()?.work.priority ?? Infinity;
      if (lane === undefined || priority >= urgent || lane.capacity() < 1) continue;
      [next, urgent] = [lane, priority];
    }
    if (next !== null) this.#last = this.all.indexOf(next);
    return next;
  }

  /** How many of `room` parts a lane may hand over before others have their turn: what the pace allows is for all of them. */
  turnOf(room: number): number {
    if (this.sole !== null) return room;
    return Math.max(1, Math.min(room, Math.ceil(this.#pace.available() / this.all.length)));
  }
}

import type { Id } from '@smseal/protocol';
import type { BatchWork } from './batch-work.ts';

/** Texts of one batch that have one sender, as far as they have not left: what a route is chosen for. */
export class Share {
  readonly work: BatchWork;
  /** Null for none, and where the sender does not matter. */
  readonly from: string | null;
  /** Their places in the batch; null for all of it. */
  readonly #places: readonly number[] | null;
  #cursor = 0;

  constructor(work: BatchWork, from: string | null, places: readonly number[] | null) {
    this.work = work;
    this.from = from;
    this.#places = places;
  }

  /** At most how many have not left. */
  get remaining(): number {
    return this.#places === null ? this.work.remaining : this.#places.length - this.#cursor;
  }

  get isEmpty(): boolean {
    return this.#peek() === null;
  }

  /** The next texts, taken: they count as handed over from now on. */
  take(most: number): number[] {
    const taken: number[] = [];
    while (taken.length < most) {
      const index = this.#peek();
      if (index === null) break;
      this.work.states[index] = 'submitted';
      taken.push(index);
    }
    return taken;
  }

  #peek(): number | null {
    if (this.#places === null) return this.work.peek();
    for (; this.#cursor < this.#places.length; this.#cursor++) {
      const index = this.#places[this.#cursor];
      if (index !== undefined && this.work.isWaiting(index)) return index;
    }
    return null;
  }
}

/** Batches whose texts have not all left, by priority, then age. */
export class WorkQueue {
  readonly #isBySender: boolean;
  readonly #shares: Share[] = [];

  /** `isBySender`: the sender decides which way a text goes. */
  constructor(isBySender: boolean) {
    this.#isBySender = isBySender;
  }

  /** In their order; what comes first is more urgent or older. */
  get shares(): readonly Share[] {
    return this.#shares;
  }

  /** Texts that have not left, at most. */
  get inHand(): number {
    return this.#shares.reduce((sum, share) => sum + share.remaining, 0);
  }

  get batches(): number {
    return this.works.length;
  }

  /** The batches, in their order. */
  get works(): BatchWork[] {
    return [...new Set(this.#shares.map(({ work }) => work))];
  }

  add(work: BatchWork): void {
    const at = this.#shares.findIndex((other) => other.work.priority > work.priority);
    this.#shares.splice(at < 0 ? this.#shares.length : at, 0, ...this.#sharesOf(work));
  }

  /** Takes a batch out again. */
  remove(batch: Id): void {
    for (let at = this.#shares.length - 1; at >= 0; at--)
      if (this.#shares[at]?.work.id === batch) this.#shares.splice(at, 1);
  }

  /** A share of which nothing has to leave any more. */
  drop(share: Share): void {
    const at = this.#shares.indexOf(share);
    if (at >= 0) this.#shares.splice(at, 1);
  }

  #sharesOf(work: BatchWork): Share[] {
    if (!this.#isBySender) return [new Share(work, null, null)];
    const places = new Map<string | null, number[]>();
    for (const [index, { from = null }] of work.texts.entries()) {
      if (!work.isWaiting(index)) continue;
      const known = places.get(from);
      if (known) known.push(index);
      else places.set(from, [index]);
    }
    if (places.size === 0) return [new Share(work, null, null)];
    return Array.from(places, ([from, indexes]) => new Share(work, from, indexes));
  }
}

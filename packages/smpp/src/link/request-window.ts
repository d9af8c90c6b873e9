import type { Command } from '../pdu/command.ts';
import type { Settle } from './answer.ts';

/** A request that has no answer yet. */
export interface Unanswered {
  /** The command that answers it. */
  response: Command;
  /** When it was written; ms of the monotonic clock. */
  at: number;
  /** Which burst it was written into. */
  burst: number;
  token: unknown;
  settle: Settle<unknown>;
}

/** Largest sequence_number (SMPP 3.4 §5.1.4); 1 follows. */
const LAST_SEQUENCE = 0x7fffffff;

/**
 * The unanswered requests by sequence number. All wait equally long, so the order in which they were added is the order
 * in which they expire, and none needs a timer of its own.
 */
export class RequestWindow {
  readonly #unanswered = new Map<number, Unanswered>();
  #sequence: number;

  constructor(lastSequence = 0) {
    this.#sequence = lastSequence;
  }

  get size(): number {
    return this.#unanswered.size;
  }

  /** The next number that no unanswered request has. */
  nextSequence(): number {
    do this.#sequence = this.#sequence >= LAST_SEQUENCE ? 1 : this.#sequence + 1;
    while (this.#unanswered.has(this.#sequence));
    return this.#sequence;
  }

  add(sequence: number, request: Unanswered): void {
    this.#unanswered.set(sequence, request);
  }

  peek(sequence: number): Unanswered | undefined {
    return this.#unanswered.get(sequence);
  }

  remove(sequence: number): void {
    this.#unanswered.delete(sequence);
  }

  /** Takes out everything that was written at `until` or before. */
  expire(until: number): Unanswered[] {
    const expired: Unanswered[] = [];
    for (const [sequence, request] of this.#unanswered) {
      if (request.at > until) break;
      this.#unanswered.delete(sequence);
      expired.push(request);
    }
    return expired;
  }

  /** Takes out everything. */
  clear(): Unanswered[] {
    const all = [...this.#unanswered.values()];
    this.#unanswered.clear();
    return all;
  }
}

import { pause, postSegment, type ApiClient, type Membership } from '@smseal/client';
import { CodedError, type PostSegment, type TextState } from '@smseal/protocol';
import { sealSegment } from '@smseal/seal';
import type { BatchWork } from './batch-work.ts';

/** How long events are gathered into one segment, ms. */
const GATHER_MS = 200;
/** Events of one segment: its clear states name at most so many texts. */
const MOST_EVENTS = 1_000;
const AGAIN_MS = 1_000;

export interface EventReporterOptions {
  api: ApiClient;
  membership: Membership;
  signal: AbortSignal;
}

/** Posts what happened to texts as signed, sealed, numbered segments: one at a time for each batch, in their order. */
export class EventReporter {
  readonly #options: EventReporterOptions;
  readonly #due = new Set<BatchWork>();
  readonly #busy = new Map<BatchWork, Promise<void>>();
  /** Flushes that begin when the one under way has ended. */
  readonly #joined = new Map<BatchWork, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EventReporterOptions) {
    this.#options = options;
  }

  /** Batches with something to tell. */
  get behind(): number {
    return this.#due.size + this.#busy.size;
  }

  /** Something is to be told of a batch; it goes out shortly, with what comes until then. */
  soon(work: BatchWork): void {
    this.#due.add(work);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const one of this.#due) void this.flush(one);
      this.#due.clear();
    }, GATHER_MS);
  }

  /**
   * Resolves once the server has what is to be told of a batch now. It goes at once when nothing of the batch is on its
   * way, and else together with everything that comes until then.
   */
  told(work: BatchWork): Promise<void> {
    const joined = this.#joined.get(work);
    if (joined !== undefined) return joined;
    const before = this.#busy.get(work);
    if (before === undefined) return this.flush(work);
    const next = before
      .catch(() => undefined)
      .then(() => {
        this.#joined.delete(work);
        return this.flush(work);
      });
    this.#joined.set(work, next);
    return next;
  }

  /** Posts everything there is to tell of a batch; resolves once the server has it. */
  flush(work: BatchWork): Promise<void> {
    const before = this.#busy.get(work) ?? Promise.resolve();
    const next = before.then(() => this.#flush(work));
    this.#busy.set(work, next);
    return next.finally(() => {
      if (this.#busy.get(work) === next) this.#busy.delete(work);
    });
  }

  /** Posts everything; resolves when nothing is left to tell. */
  async flushAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const due = [...this.#due];
    this.#due.clear();
    await Promise.all([...due.map((work) => this.flush(work)), ...this.#busy.values()]);
  }

  /**
   * The watermark: a segment that says of these texts that they are leaving. Rejects when the lease is not ours any more;
   * then nothing may leave.
   */
  async watermark(work: BatchWork, indexes: readonly number[]): Promise<void> {
    const at = new Date(this.#options.api.clock.own()).toISOString();
    for (const index of indexes) work.events.push({ index, at, state: 'submitted' });
    await this.flush(work);
  }

  async #flush(work: BatchWork): Promise<void> {
    while (work.events.length > 0) {
      const events = work.events.splice(0, MOST_EVENTS);
      const { membership } = this.#options;
      const by = membership.identity.keys;
      const states = lastStates(events);
      for (let posted = false; !posted;) {
        const number = work.nextSegment++;
        const sealed = await sealSegment({
          contentKey: work.contentKey,
          batch: work.id,
          number,
          by,
          events: { v: 1, events },
        });
        posted = await this.#post(work, { number, author: by.id, lease: work.lease, ...sealed, states });
      }
    }
  }

  /** The same octets until the server has them. False when the number was taken: then they go under another one. */
  async #post(work: BatchWork, segment: PostSegment): Promise<boolean> {
    const { api, signal } = this.#options;
    for (;;) {
      try {
        await postSegment(api, { batch: work.id, segment }, { signal, retry: 'until-aborted' });
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof CodedError)) throw error;
        if (error.code === 'lease-lost' && segment.lease !== null) {
          // A receipt needs no lease; what was to leave under it may not.
          work.lease = null;
          if (segment.states.some(({ state }) => state === 'submitted')) throw error;
          segment.lease = null;
          continue;
        }
        if (error.code === 'segment-conflict') {
          // The batch was held here before, and told of then.
          work.nextSegment = Math.max(work.nextSegment, Number(error.extra['last'] ?? 0) + 1);
          return false;
        }
        if (error.code === 'not-found' || error.code === 'forbidden-transition') throw error;
      }
      await pause(AGAIN_MS, signal);
    }
  }
}

function lastStates(events: readonly { index: number; state: TextState }[]): PostSegment['states'] {
  const last = new Map<number, TextState>();
  for (const { index, state } of events) last.set(index, state);
  return [...last].map(([index, state]) => ({ index, state }));
}

import { pause, postSegments, type ApiClient, type Membership } from '@smseal/client';
import {
  CodedError,
  MAX_POSTED_SEGMENTS,
  packReports,
  type RawSegment,
  type SegmentOutcome,
  type SegmentRefusal,
  type TextEvent,
  type TextReport,
  type TextState,
} from '@smseal/protocol';
import { sealSegmentOctets } from '@smseal/seal';
import type { BatchWork } from './batch-work.ts';

/** How long events are gathered that nobody waits for, ms. */
const GATHER_MS = 200;
/** Events of one segment: its clear states name at most so many texts. */
const MOST_EVENTS = 1_000;
/** Events of one call, so that it stays within what the server takes. */
const MOST_EVENTS_A_CALL = 20_000;
const AGAIN_MS = 1_000;

export interface EventReporterOptions {
  api: ApiClient;
  /** The server has what was told of a batch until now. */
  stored: (work: BatchWork) => void;
  membership: Membership;
  signal: AbortSignal;
}

/** Who waits until the server has what is to be told of a batch. */
interface Waiter {
  /** A watermark: of no use when it comes too late for the lease. */
  clears: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** A segment on its way. */
interface Posted {
  work: BatchWork;
  events: TextEvent[];
  waiters: Waiter[];
  segment: RawSegment;
}

/**
 * Posts what happened to texts as signed, sealed, numbered segments, those of one batch in their order. One call is under
 * way at a time, with the segments of many batches: commits of one account follow one another anyway, and what comes
 * meanwhile goes with the next call.
 */
export class EventReporter {
  readonly #options: EventReporterOptions;
  /** Batches with something to tell, and who waits for it. */
  readonly #due = new Map<BatchWork, Waiter[]>();
  #isUrgent = false;
  #posting: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EventReporterOptions) {
    this.#options = options;
  }

  /** Something is to be told of a batch; it goes out shortly, with what comes until then. */
  soon(work: BatchWork): void {
    if (!this.#due.has(work)) this.#due.set(work, []);
    if (this.#posting === null) this.#timer ??= setTimeout(() => this.#work(), GATHER_MS);
  }

  /** Resolves once the server has what is to be told of a batch now. @throws CodedError, the signal's reason. */
  told(work: BatchWork): Promise<void> {
    return this.#urgently(work, false);
  }

  /**
   * The watermark: a segment that says of these texts that they are leaving. Rejects when the lease is not ours any more;
   * then nothing may leave.
   */
  watermark(work: BatchWork, indexes: readonly number[]): Promise<void> {
    const at = new Date(this.#options.api.clock.own()).toISOString();
    for (const index of indexes) work.events.push({ index, at, state: 'submitted' });
    return this.#urgently(work, true);
  }

  /** Posts everything; resolves when nothing is left to tell. */
  async flushAll(): Promise<void> {
    while (this.#due.size > 0 || this.#posting !== null) {
      this.#isUrgent = true;
      this.#work();
      await this.#posting;
    }
  }

  #urgently(work: BatchWork, clears: boolean): Promise<void> {
    if (work.events.length === 0) return this.#posting ?? Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiters = this.#due.get(work) ?? [];
      waiters.push({ clears, resolve, reject });
      this.#due.set(work, waiters);
      this.#isUrgent = true;
      // What else this turn brings goes with it.
      setImmediate(() => this.#work());
    });
  }

  #work(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#posting !== null || this.#due.size === 0) return;
    this.#isUrgent = false;
    this.#posting = this.#postDue().finally(() => {
      this.#posting = null;
      if (this.#isUrgent) this.#work();
      else if (this.#due.size > 0) this.#timer ??= setTimeout(() => this.#work(), GATHER_MS);
    });
  }

  async #postDue(): Promise<void> {
    const taken = this.#take();
    try {
      let posting = await Promise.all(taken.map((one) => this.#seal(one)));
      while (posting.length > 0) {
        const outcomes = await this.#post(posting);
        const again = posting.map((one, place) => this.#settle(one, outcomes[place] ?? 'stored'));
        posting = (await Promise.all(again)).filter((one) => one !== null);
      }
    } catch (error) {
      for (const { waiters } of taken) for (const { reject } of waiters) reject(error);
    }
  }

  /** What goes with the next call: as many segments as it holds, those that somebody waits for first. */
  #take(): Omit<Posted, 'segment'>[] {
    const taken: Omit<Posted, 'segment'>[] = [];
    const due = [...this.#due].sort(([, a], [, b]) => Number(b.length > 0) - Number(a.length > 0));
    let events = 0;
    for (const [work, waiters] of due) {
      if (taken.length >= MAX_POSTED_SEGMENTS || events >= MOST_EVENTS_A_CALL) break;
      const one = { work, events: takeEvents(work), waiters: [] as Waiter[] };
      events += one.events.length;
      // Whoever waits, waits for all of it.
      if (work.events.length === 0) {
        one.waiters = waiters;
        this.#due.delete(work);
      } else this.#isUrgent = true;
      if (one.events.length > 0) taken.push(one);
      else for (const { resolve } of one.waiters) resolve();
    }
    return taken;
  }

  async #seal({ work, events, waiters }: Omit<Posted, 'segment'>): Promise<Posted> {
    const by = this.#options.membership.identity.keys;
    const number = work.nextSegment++;
    const sealed = await sealSegmentOctets({
      contentKey: work.contentKey,
      batch: work.id,
      number,
      by,
      events: { v: 1, events },
    });
    const states = packReports(lastStates(events));
    const segment = { number, author: by.id, lease: work.lease, ...sealed, states };
    return { work, events, waiters, segment };
  }

  /** The same octets until the server has answered. */
  async #post(posting: readonly Posted[]): Promise<SegmentOutcome[]> {
    const { api, signal } = this.#options;
    const segments = posting.map(({ work, segment }) => ({ batch: work.id, segment }));
    for (;;) {
      try {
        return (await postSegments(api, { segments }, { signal, retry: 'until-aborted' })).outcomes;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof CodedError)) throw error;
      }
      await pause(AGAIN_MS, signal);
    }
  }

  /** Tells who waits what came of a segment; null, or what has to be posted instead. */
  async #settle(posted: Posted, outcome: SegmentOutcome): Promise<Posted | null> {
    if (outcome === 'stored' || outcome === 'known') {
      for (const { resolve } of posted.waiters) resolve();
      this.#options.stored(posted.work);
      return null;
    }
    return this.#afterRefusal(posted, outcome);
  }

  async #afterRefusal(posted: Posted, refusal: SegmentRefusal): Promise<Posted | null> {
    const { work, events, waiters, segment } = posted;
    const { code, ...extra } = refusal;
    if (code === 'segment-conflict') {
      // The batch was held here before, and told of then.
      work.nextSegment = Math.max(work.nextSegment, (refusal.last ?? 0) + 1);
      return this.#seal({ work, events, waiters });
    }
    if (code !== 'lease-lost' || segment.lease === null) {
      for (const { reject } of waiters) reject(new CodedError(code, extra));
      return null;
    }
    // What was to leave under the lease may not. The rest has happened, and needs none.
    work.lease = null;
    for (const { clears, reject } of waiters) if (clears) reject(new CodedError(code, extra));
    const rest = events.filter(
      ({ state, carrierId, receipt }) =>
        state !== 'submitted' || carrierId !== undefined || receipt !== undefined,
    );
    const patient = waiters.filter(({ clears }) => !clears);
    if (rest.length > 0) return this.#seal({ work, events: rest, waiters: patient });
    for (const { resolve } of patient) resolve();
    return null;
  }
}

/** The next events of a batch that fit into one segment. */
function takeEvents(work: BatchWork): TextEvent[] {
  if (work.events.length > MOST_EVENTS) return work.events.splice(0, MOST_EVENTS);
  const { events } = work;
  work.events = [];
  return events;
}

function lastStates(events: readonly TextReport[]): TextReport[] {
  const last = new Map<number, TextState>();
  for (const { index, state } of events) last.set(index, state);
  return Array.from(last, ([index, state]) => ({ index, state }));
}

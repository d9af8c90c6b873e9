import {
  alarmOf,
  getStateCounts,
  hasExpired,
  pause,
  releaseLease,
  renewLease,
  Wakeable,
  type AlarmBell,
  type ApiClient,
  type Membership,
} from '@smseal/client';
import { CodedError, type Id, type LeaseAnswer, type Leased, type TextEvent } from '@smseal/protocol';
import { openSegment, SealError } from '@smseal/seal';
import type { Absences } from '../pool/absences.ts';
import type { DepartureLog } from '../departure/departure-log.ts';
import type { DayKeys } from '../pool/day-keys.ts';
import { BatchWork } from './batch-work.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventReporter } from './event-reporter.ts';

export interface LeaseDeskOptions {
  api: ApiClient;
  membership: Membership;
  /** Opens a batch of the pool. */
  open: DayKeys['open'];
  reporter: EventReporter;
  /** What a former life noted here. */
  departures: Pick<DepartureLog, 'read' | 'sweep'>;
  bell: AlarmBell;
  /** Gateways of the pool whose work is to be taken over, and that it was. */
  absences: Absences;
  /** Who hands the texts over. */
  dispatcher: () => Dispatcher;
}

const AT_ONCE = 8;
/** Batches in hand, beyond which no more are leased: what bounds this gateway's memory whatever the queue. */
const MOST_BATCHES = 24;
/**
 * Batches that go back to the server while a carrier has nothing to do and they wait for others: so many in hand are kept,
 * and so few left bring the rest back.
 */
const KEPT_WAITING = MOST_BATCHES / 2;
const FEW_WAITING = MOST_BATCHES / 4;
/** As many as a request may except, beside what was taken up. */
const MOST_ASIDE = 2_000;
const MOST_EXCEPTED = 4_000;
/** Beyond these, hands for one-time codes alone: what has to wait must not keep them out. */
const HANDS_FOR_CODES = 8;
/** One-time codes and nothing less urgent. */
const CODES = 0;
const POLL_MS = 10_000;
const RENEW_MS = 20_000;
/** How often leases and expiries are looked at. */
const LOOK_MS = 2_000;
/** The server tells of every batch that is handed in; it is asked what is paused no more often than this. */
const PAUSE_LOOK_MS = 100;

/** Takes batches for this gateway as far as it has hands for them, keeps their leases, and gives back what it cannot send. */
export class LeaseDesk {
  readonly #options: LeaseDeskOptions;
  readonly #wakeable = new Wakeable();
  readonly #held = new Map<string, BatchWork>();
  /** Whether what a former life left is still being taken up, and what of it has been. */
  #first = true;
  readonly #resumed: Id[] = [];
  /** Batches that are not asked for, because the carriers that may carry them have enough. */
  readonly #aside = new Set<Id>();
  #isTold = false;
  #isLooking = false;

  constructor(options: LeaseDeskOptions) {
    this.#options = options;
  }

  /** There may be something to take, or room for it. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** The server tells that there are new batches, or that some are to wait. */
  hear(signal: AbortSignal): void {
    this.wake();
    this.#isTold = true;
    // What is missed here is met at the next renewal.
    this.#lookForPaused(signal).catch(() => undefined);
  }

  /** Works until the signal aborts; outages are waited out. @throws NotAMember, CodedError, the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    const how = { signal, retry: 'until-aborted' } as const;
    const looking = setInterval(() => void this.#look(signal), LOOK_MS);
    try {
      for (;;) {
        this.#setAside();
        const any = this.#room();
        const room = any > 0 ? any : this.#room(CODES);
        let taken = 0;
        const gone = any > 0 && !this.#first ? this.#options.absences.due() : [];
        if (room > 0) {
          const json = {
            limit: Math.min(room, AT_ONCE),
            ...(any > 0 ? {} : { priority: CODES }),
            ...(this.#first ? { resume: true, unfinished: true } : {}),
            ...this.#excepted,
            ...(gone.length > 0 ? { gone } : {}),
          };
          const { batches } = await this.#options.api.json<LeaseAnswer>({
            method: 'POST',
            path: '/v1/outbox/lease',
            json,
            ...how,
          });
          // What a former life left is taken up whole before anything new.
          if (batches.length === 0 && any > 0) this.#endFirst();
          if (batches.length === 0) this.#options.absences.done(gone);
          for (const leased of batches) {
            if (this.#first) this.#resumed.push(leased.batch.id);
            taken += await this.#take(leased, signal);
          }
        }
        if (taken === 0 && (any <= 0 || !this.#first)) await this.#wakeable.nap(POLL_MS, signal);
      }
    } finally {
      clearInterval(looking);
    }
  }

  /**
   * How many batches of a priority may be taken up as they are committed: none while what a former life left is being
   * taken up, because they would be taken for it.
   */
  room(priority: number): number {
    return this.#first ? 0 : this.#room(priority);
  }

  /** Whether everything that a former life left has been taken up. */
  get isTakenUp(): boolean {
    return !this.#first;
  }

  /** What the server is not to give: what was taken up already, and what was set aside. */
  get #excepted(): { except?: Id[] } {
    const except = [...(this.#first ? this.#resumed : []), ...this.#aside].slice(0, MOST_EXCEPTED);
    return except.length > 0 ? { except } : {};
  }

  /**
   * Gives batches back whose carriers are away or slow, while their number keeps those from coming into hand that another
   * carrier could have at once. Only the gateway sees what a batch is for, so it has to look at each once.
   */
  #setAside(): void {
    const dispatcher = this.#options.dispatcher();
    if (dispatcher.batches < FEW_WAITING) this.#aside.clear();
    if (this.#room() > 0 || this.#aside.size >= MOST_ASIDE || !dispatcher.isIdle) return;
    for (const work of dispatcher.waiting.slice(KEPT_WAITING)) {
      this.#aside.add(work.id);
      this.#hold(work);
    }
  }

  #endFirst(): void {
    if (this.#first) this.#options.departures.sweep();
    this.#first = false;
  }

  /** How many more batches there are hands for. `priority`: of this one, or of any. */
  #room(priority?: number): number {
    return MOST_BATCHES + (priority === CODES ? HANDS_FOR_CODES : 0) - this.#held.size;
  }

  /** Takes up a batch of our own that was leased as it was committed. */
  own(work: BatchWork, { id, ms }: { id: Id; ms: number }): void {
    work.lease = id;
    work.renewAt = performance.now() + ms / 2;
    this.#held.set(work.id, work);
    this.#options.dispatcher().add(work);
  }

  /** No text of the batch has to leave any more: its lease is not needed. */
  left(work: BatchWork): void {
    this.#held.delete(work.id);
    this.wake();
  }

  /** Stops a text that is in this gateway's hands and has not begun to leave. @returns whether it was; the server knows. */
  async stop({ batch, index }: { batch: Id; index: number }): Promise<boolean> {
    const work = this.#held.get(batch);
    if (work?.states[index] !== 'leased') return false;
    work.tell({ index, at: new Date(this.#options.api.clock.own()).toISOString(), state: 'cancelled' });
    await this.#options.reporter.told(work);
    return true;
  }

  /** Gives back everything that has not left. */
  async giveBack(signal: AbortSignal): Promise<void> {
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const work of held) {
      this.#options.dispatcher().remove(work.id);
      if (work.lease !== null) await this.#release({ batch: work.id, lease: work.lease }, signal);
    }
  }

  async #take(leased: Leased, signal: AbortSignal): Promise<number> {
    const { api, bell, membership, dispatcher } = this.#options;
    const { batch, lease } = leased;
    if (this.#held.has(batch.id)) return 0;
    try {
      if (!membership.chain.may(batch.author, 'send')) await membership.refresh({ signal });
      const work = await this.#open(leased);
      this.#held.set(work.id, work);
      if (hasExpired(batch.expires, api.clock)) this.#expire(work);
      dispatcher().add(work);
      return 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      bell(alarmOf('batch-refused', api.clock.own(), error));
      await this.#release({ batch: batch.id, lease }, signal);
      return 0;
    }
  }

  /** Opens a batch and settles what a former life of this gateway left in doubt: cleared, and never heard of again. */
  async #open({ batch, states, segments, lease, leaseMs }: Leased): Promise<BatchWork> {
    const { membership, open, departures } = this.#options;
    const { chain } = membership;
    const { content, contentKey } = await open(batch);
    const work = new BatchWork({
      id: batch.id,
      priority: batch.priority,
      expires: Date.parse(batch.expires),
      contentKey,
      texts: content.texts,
      states,
      lastSegment: Math.max(-1, ...segments.map(({ number }) => number)),
    });
    work.lease = lease;
    work.renewAt = performance.now() + leaseMs / 2;
    const events: TextEvent[] = [];
    for (const segment of segments)
      events.push(...(await openSegment({ segment, contentKey, chain })).events);
    this.#options.dispatcher().remember(work, events, departures.read(batch.id));
    return work;
  }

  #expire(work: BatchWork): void {
    const at = new Date(this.#options.api.clock.own()).toISOString();
    for (let index = work.peek(); index !== null; index = work.peek())
      work.tell({ index, at, state: 'expired' });
    this.#options.reporter.soon(work);
  }

  /** Lets go of batches that somebody has paused, without waiting for their renewal. */
  async #lookForPaused(signal: AbortSignal): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#isTold && this.#held.size > 0) {
        this.#isTold = false;
        const answered = await getStateCounts(this.#options.api, [...this.#held.keys()], { signal });
        for (const { batch, paused } of answered) {
          const work = this.#held.get(batch);
          if (work && paused) this.#hold(work);
        }
        await pause(PAUSE_LOOK_MS, signal);
      }
    } finally {
      this.#isLooking = false;
    }
  }

  /** Ends what has waited until its time ran out, and renews the other leases. */
  async #look(signal: AbortSignal): Promise<void> {
    const { api, dispatcher } = this.#options;
    dispatcher().expire();
    for (const work of this.#held.values()) {
      if (api.clock.later() >= work.expires) {
        this.#expire(work);
        this.#held.delete(work.id);
        dispatcher().remove(work.id);
        this.wake();
        continue;
      }
      if (work.lease === null || performance.now() < work.renewAt) continue;
      work.renewAt = performance.now() + RENEW_MS;
      try {
        const { paused } = await renewLease(api, { batch: work.id, lease: work.lease }, { signal });
        if (paused) this.#hold(work);
      } catch (error) {
        if (signal.aborted || !(error instanceof CodedError)) continue;
        // Somebody else has it: nothing more of it leaves here.
        this.#held.delete(work.id);
        dispatcher().remove(work.id);
      }
    }
  }

  /** What of a batch has not left goes back, and waits in the server. */
  #hold(work: BatchWork): void {
    const { lease } = work;
    this.#held.delete(work.id);
    this.#options.dispatcher().remove(work.id);
    if (lease !== null)
      void this.#release({ batch: work.id, lease }, AbortSignal.timeout(RENEW_MS)).catch(() => undefined);
  }

  async #release(held: { batch: string; lease: string }, signal: AbortSignal): Promise<void> {
    await releaseLease(this.#options.api, held, { signal }).catch((error: unknown) => {
      if (!(error instanceof CodedError)) throw error;
    });
  }
}

import type { Webhook } from '@smseal/protocol';
import type { Log } from '../log/log.ts';
import { AttemptLog, type Attempt } from './attempt-log.ts';
import { Breaker } from './breaker.ts';
import { CONDITION_REASONS, type EndpointCondition, type EndpointState } from './endpoint-state.ts';
import { EventQueue, type Delivery, type Lane } from './event-queue.ts';
import type { Resolve } from './guarded-lookup.ts';
import type { EventSpool } from './event-spool.ts';
import { judgePost, type PostVerdict } from './judge-post.ts';
import type { OctetBudget } from './octet-budget.ts';
import { Poster, type PostAnswer } from './poster.ts';
import { EVENT_LIFE_MS, retryDelay } from './retry-delay.ts';
import { WebhookSigner } from './sign-webhook.ts';
import type { WebhookClock } from './webhook-clock.ts';
import type { PreparedEvent } from './webhook-event.ts';
import { readTarget, TargetRefused } from './webhook-target.ts';

export interface EndpointOptions {
  clock: WebhookClock;
  random: () => number;
  resolve: Resolve;
  log: Log;
  budget: OctetBudget;
  /** Most attempts at once. */
  concurrency: number;
  timeoutMs: number;
  mostQueued: number;
  /** Where more may wait; null for nowhere. */
  spool: EventSpool | null;
  /** Nothing is under way any more. */
  settled: () => void;
}

interface AttemptUnderWay {
  lane: Lane;
  delivery: Delivery;
  /** ms since 1970. */
  began: number;
}

/** How long posts are signed with the former secret, too. */
const ROTATION_MS = 24 * 60 * 60 * 1000;

/** One webhook: what it has still to be told, and how it takes it. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #queue: EventQueue;
  readonly #attempts = new AttemptLog();
  #webhook: Webhook;
  #breaker = new Breaker();
  #signer: WebhookSigner;
  /** When the former secret ends, ms since 1970. */
  #rotatedUntil = Infinity;
  /** Null while nothing is posted. */
  #poster: Poster | null = null;
  #refusal: string | null = null;
  #gone = false;
  #waitUntil = 0;
  #underWay = 0;
  #alarm: { at: number; cancel: () => void } | null = null;
  readonly #counts = { taken: 0, givenUp: 0, dropped: 0 };
  #droppedSaid = 0;

  constructor(webhook: Webhook, options: EndpointOptions) {
    this.#webhook = webhook;
    this.#options = options;
    const { clock, budget, mostQueued } = options;
    this.#queue = new EventQueue({ clock, budget, most: mostQueued, ready: () => this.#pump() });
    this.#signer = new WebhookSigner([webhook.secret]);
    this.#open();
  }

  get webhook(): Webhook {
    return this.#webhook;
  }

  get state(): EndpointState {
    const condition = this.#condition;
    const until = { waiting: this.#waitUntil, broken: this.#breaker.trialAt };
    return {
      webhook: this.#webhook.id,
      condition,
      reason: this.#refusal ?? CONDITION_REASONS[condition],
      until: condition === 'waiting' || condition === 'broken' ? until[condition] : null,
      queued: this.#queue.size + (this.#options.spool?.size ?? 0),
      underWay: this.#underWay,
      ...this.#counts,
    };
  }

  /** Newest first. */
  get attempts(): Attempt[] {
    return this.#attempts.list();
  }

  /** Whether nothing is under way and nothing could be at this moment. */
  get isQuiet(): boolean {
    if (this.#underWay > 0) return false;
    const held = this.#poster === null || this.#waitUntil > 0 || this.#breaker.trialAt !== null;
    return held || !this.#queue.hasReady;
  }

  /** Takes the webhook as it is signed now. Where it differs, what is under way is ended at once and told anew. */
  obey(webhook: Webhook): void {
    const before = this.#webhook;
    if (isAlike(before, webhook)) return;
    this.#webhook = webhook;
    if (before.secret !== webhook.secret) {
      this.#signer = new WebhookSigner([webhook.secret, before.secret]);
      this.#rotatedUntil = this.#options.clock.now() + ROTATION_MS;
    }
    this.#shut();
    this.#counts.dropped += this.#queue.retain(webhook.events);
    this.#gone = false;
    this.#waitUntil = 0;
    this.#breaker = new Breaker();
    this.#open();
    this.#pump();
  }

  /** Queues an event. @returns false when it was dropped. */
  take(event: PreparedEvent): boolean {
    if (this.#gone || this.#refusal !== null || !this.#admit(event)) {
      this.#counts.dropped++;
      return false;
    }
    this.#pump();
    return true;
  }

  /** As {@link take}, for events that were told before: those that still wait are passed over. @returns how many. */
  takeAgain(events: Iterable<PreparedEvent>): number {
    if (this.#gone || this.#refusal !== null) return 0;
    const queued = this.#queue.ids();
    let count = 0;
    for (const event of events) if (!queued.has(event.id) && this.take(event)) count++;
    return count;
  }

  /** Gives up what is too old, and says what was dropped since the last time. */
  sweep(): void {
    const { clock, log } = this.#options;
    const now = clock.now();
    this.#counts.givenUp += this.#queue.expire(now - EVENT_LIFE_MS);
    if (now >= this.#rotatedUntil) {
      this.#signer = new WebhookSigner([this.#webhook.secret]);
      this.#rotatedUntil = Infinity;
    }
    const count = this.#counts.dropped - this.#droppedSaid;
    if (count === 0) return;
    this.#droppedSaid = this.#counts.dropped;
    log('warn', 'webhook events were dropped', { webhook: this.#webhook.id, count });
  }

  /** Ends all attempts at once and forgets the queue. @returns how many events nobody will be told. */
  close(): number {
    this.#shut();
    return this.#queue.clear() + (this.#options.spool?.clear() ?? 0);
  }

  /** Into memory, or behind what waits outside of it: the events of one message stay in their order. */
  #admit(event: PreparedEvent): boolean {
    const { spool } = this.#options;
    const mayWaitOutside = spool !== null && event.type !== 'message.received';
    if ((!mayWaitOutside || spool.size === 0) && this.#queue.push(event)) return true;
    return mayWaitOutside && spool.push(event);
  }

  /** Takes back into memory what waited outside, as soon as a good part of it is free. */
  #refill(): void {
    const { spool, mostQueued, clock } = this.#options;
    if (spool === null || spool.size === 0 || this.#queue.size > mostQueued / 2) return;
    const oldest = clock.now() - EVENT_LIFE_MS;
    for (let event = spool.peek(); event !== undefined; event = spool.peek()) {
      if (event.at < oldest) this.#counts.givenUp++;
      else if (!this.#webhook.events.includes(event.type)) this.#counts.dropped++;
      else if (!this.#queue.push(event)) return;
      spool.shift();
    }
  }

  get #condition(): EndpointCondition {
    if (this.#refusal !== null) return 'refused';
    if (this.#gone) return 'gone';
    if (this.#webhook.paused) return 'paused';
    if (this.#waitUntil > this.#options.clock.now()) return 'waiting';
    return this.#breaker.trialAt === null ? 'working' : 'broken';
  }

  #open(): void {
    const { clock, resolve, concurrency, timeoutMs } = this.#options;
    this.#refusal = null;
    try {
      const target = readTarget(this.#webhook.url);
      if (!this.#webhook.paused)
        this.#poster = new Poster({ target, clock, resolve, connections: concurrency, timeoutMs });
    } catch (error) {
      if (!(error instanceof TargetRefused)) throw error;
      this.#refusal = error.message;
      this.#counts.dropped += this.#queue.clear();
    }
  }

  /** What was under way goes back to its place. */
  #shut(): void {
    const poster = this.#poster;
    this.#poster = null;
    this.#alarm?.cancel();
    this.#alarm = null;
    poster?.close();
  }

  #pump(): void {
    if (this.#poster === null || this.#queue.size === 0) return;
    const now = this.#options.clock.now();
    while (this.#poster !== null && this.#underWay < this.#options.concurrency) {
      if (now < this.#waitUntil) return this.#wakeAt(this.#waitUntil, now);
      this.#waitUntil = 0;
      const { trialAt } = this.#breaker;
      if (trialAt !== null && now < trialAt) return this.#wakeAt(trialAt, now);
      if (!this.#breaker.admits(now)) return;
      const lane = trialAt === null ? this.#queue.take() : this.#queue.takeSoonest();
      if (lane === null) return this.#breaker.abandoned();
      this.#attempt(this.#poster, lane, now);
    }
  }

  #wakeAt(at: number, now: number): void {
    if (this.#alarm !== null && this.#alarm.at <= at) return;
    this.#alarm?.cancel();
    const cancel = this.#options.clock.after(at - now, () => {
      this.#alarm = null;
      this.#pump();
    });
    this.#alarm = { at, cancel };
  }

  #attempt(poster: Poster, lane: Lane, now: number): void {
    const delivery = lane.deliveries[0];
    if (delivery === undefined) throw new Error('a lane without events is not kept');
    const { id, body } = delivery.event;
    const timestamp = Math.floor(now / 1_000);
    this.#underWay++;
    poster.post({ id, timestamp, signature: this.#signer.sign(id, timestamp, body), body }, (answer) => {
      this.#underWay--;
      this.#answered({ lane, delivery, began: now }, answer);
      this.#pump();
      if (this.#underWay === 0) this.#options.settled();
    });
  }

  #answered(attempt: AttemptUnderWay, answer: PostAnswer): void {
    const { lane, delivery } = attempt;
    if (answer.outcome === 'ended') {
      this.#breaker.abandoned();
      return this.#queue.back(lane);
    }
    delivery.attempts++;
    const now = this.#options.clock.now();
    const verdict = judgePost(answer, now);
    const waitMs = this.#follow(verdict, delivery, now);
    this.#attempts.add({
      event: delivery.event.id,
      message: delivery.event.message,
      attempt: delivery.attempts,
      at: attempt.began,
      status: answer.outcome === 'answered' ? answer.status : null,
      error: verdict.verdict === 'failed' ? verdict.error : null,
      ms: now - attempt.began,
      nextAt: waitMs === null ? null : now + waitMs,
    });
    if (waitMs === null) {
      this.#queue.finish(lane);
      this.#refill();
    } else this.#queue.delay(lane, waitMs);
    if (verdict.verdict === 'gone') this.#end();
  }

  /** @returns how long until the event is tried again; null for never. */
  #follow(verdict: PostVerdict, delivery: Delivery, now: number): number | null {
    const { random, log } = this.#options;
    switch (verdict.verdict) {
      case 'taken':
        this.#counts.taken++;
        if (this.#breaker.succeeded()) this.#queue.hasten();
        return null;
      case 'gone':
        this.#counts.dropped++;
        return null;
      case 'slow-down':
        if (this.#breaker.succeeded()) this.#queue.hasten();
        this.#waitUntil = Math.max(this.#waitUntil, now + verdict.waitMs);
        return this.#orGiveUp(delivery, now, verdict.waitMs);
      case 'failed':
        if (this.#breaker.failed(now))
          log('warn', 'a webhook endpoint fails', { webhook: this.#webhook.id, error: verdict.error });
        return this.#orGiveUp(delivery, now, retryDelay(delivery.attempts, random()));
      default:
        return verdict satisfies never;
    }
  }

  #orGiveUp({ since }: Delivery, now: number, waitMs: number): number | null {
    if (now + waitMs < since + EVENT_LIFE_MS) return waitMs;
    this.#counts.givenUp++;
    return null;
  }

  /** The receiver answered 410. */
  #end(): void {
    this.#gone = true;
    this.#shut();
    this.#counts.dropped += this.#queue.clear() + (this.#options.spool?.clear() ?? 0);
    this.#options.log('warn', 'a webhook endpoint is gone', { webhook: this.#webhook.id });
  }
}

function isAlike(one: Webhook, other: Webhook): boolean {
  return (
    one.url === other.url &&
    one.secret === other.secret &&
    one.paused === other.paused &&
    one.events.join() === other.events.join()
  );
}

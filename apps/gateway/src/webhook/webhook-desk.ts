import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Webhook, WebhookEvent } from '@smseal/protocol';
import type { Log } from '../log/log.ts';
import type { Attempt } from './attempt-log.ts';
import type { EndpointState } from './endpoint-state.ts';
import { Endpoint } from './endpoint.ts';
import { EventMemory, type Span } from './event-memory.ts';
import { EventSpool } from './event-spool.ts';
import { resolveByMachine, type Resolve } from './guarded-lookup.ts';
import { OctetBudget } from './octet-budget.ts';
import { MACHINE_CLOCK, type WebhookClock } from './webhook-clock.ts';
import { prepareEvent, type ToldEvent } from './webhook-event.ts';

export interface WebhookDeskOptions {
  log: Log;
  clock?: WebhookClock;
  /** From 0 to 1. */
  random?: () => number;
  resolve?: Resolve;
  /** Most attempts at once at one endpoint. */
  concurrency?: number;
  /** From the beginning of an attempt to the end of its answer. */
  timeoutMs?: number;
  /** Most events that wait for one endpoint in memory. */
  mostQueued?: number;
  /** Folder in which more of them may wait; only in memory unless given. */
  spoolFolder?: string;
  /** Most events that wait there for one endpoint. */
  mostSpooled?: number;
  /** Most memory of what waits, for all endpoints. */
  mostOctets?: number;
}

/** Events of some span for one webhook. */
export interface Replay extends Span {
  webhook: string;
}

const CONCURRENCY = 64;
const TIMEOUT_MS = 10_000;
const MOST_QUEUED = 50_000;
/** Some 1.2 GB: an hour and more of a campaign of a million texts that outruns its receiver. */
const MOST_SPOOLED = 4_000_000;
const MOST_OCTETS = 64 * 1024 * 1024;
const SWEEP_MS = 60_000;

/**
 * Tells the webhooks of the signed settings what becomes of texts and what comes in: each event at least once to each
 * endpoint that wants it, those of one message in order, for up to a day. What memory has no room for waits in files, and
 * nothing outlives the process: what is lost with it is with the server, sealed, and any reader of the account can tell it
 * again.
 */
export class WebhookDesk {
  readonly #clock: WebhookClock;
  readonly #make: (webhook: Webhook) => Endpoint;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #memory = new EventMemory();
  readonly #budget: OctetBudget;
  #cancelSweep: () => void;
  #stopping = false;
  #settled: () => void = () => {};

  constructor(options: WebhookDeskOptions) {
    const { log, clock = MACHINE_CLOCK, random = Math.random, resolve = resolveByMachine } = options;
    const { concurrency = CONCURRENCY, timeoutMs = TIMEOUT_MS, mostQueued = MOST_QUEUED } = options;
    this.#clock = clock;
    this.#budget = new OctetBudget(options.mostOctets ?? MOST_OCTETS);
    const budget = this.#budget;
    const settled = () => this.#settled();
    const rest = { log, clock, random, resolve, concurrency, timeoutMs, mostQueued, budget, settled };
    const { spoolFolder, mostSpooled = MOST_SPOOLED } = options;
    if (spoolFolder !== undefined) rmSync(spoolFolder, { recursive: true, force: true });
    this.#make = (webhook) => {
      const folder = spoolFolder === undefined ? null : path.join(spoolFolder, webhook.id);
      return new Endpoint(webhook, {
        ...rest,
        spool: folder === null ? null : new EventSpool(folder, mostSpooled),
      });
    };
    this.#cancelSweep = this.#sweepLater();
  }

  /** Where each endpoint stands. */
  get states(): EndpointState[] {
    return [...this.#endpoints.values()].map(({ state }) => state);
  }

  /** Octets that all waiting events are reckoned to take. */
  get queuedOctets(): number {
    return this.#budget.used;
  }

  /** The last 500 attempts at one endpoint, newest first; none of a webhook that nobody knows. */
  attempts(webhook: string): Attempt[] {
    return this.#endpoints.get(webhook)?.attempts ?? [];
  }

  /** Obeys the signed settings from now on: what they do not name is ended before this returns. */
  settings(webhooks: readonly Webhook[]): void {
    if (this.#stopping) return;
    const named = new Set(webhooks.map(({ id }) => id));
    for (const [id, endpoint] of this.#endpoints) {
      if (named.has(id)) continue;
      this.#endpoints.delete(id);
      endpoint.close();
    }
    this.#memory.retain(new Set(webhooks.flatMap(({ events }) => events)));
    for (const webhook of webhooks) {
      const endpoint = this.#endpoints.get(webhook.id);
      if (endpoint === undefined) this.#endpoints.set(webhook.id, this.#make(webhook));
      else endpoint.obey(webhook);
    }
  }

  /** Whether any endpoint wants such events. */
  wants(type: WebhookEvent): boolean {
    for (const { webhook } of this.#endpoints.values()) if (webhook.events.includes(type)) return true;
    return false;
  }

  /**
   * Tells every endpoint that wants it, or `only` the one. Returns at once; what cannot be queued is counted as dropped.
   */
  tell(event: ToldEvent, only: string | null = null): void {
    if (this.#stopping) return;
    const wanting = [...this.#endpoints.values()].filter(
      ({ webhook }) => webhook.events.includes(event.type) && (only === null || only === webhook.id),
    );
    if (wanting.length === 0) return;
    const prepared = prepareEvent(event, only);
    this.#memory.keep(prepared, this.#clock.now());
    for (const endpoint of wanting) endpoint.take(prepared);
  }

  /**
   * Tells one endpoint again what is still in memory: at most the last 24 hours. What still waits is not queued twice.
   *
   * @returns how many events were queued.
   */
  replay({ webhook, ...span }: Replay): number {
    const endpoint = this.#endpoints.get(webhook);
    if (endpoint === undefined || this.#stopping) return 0;
    this.#memory.expire(this.#clock.now());
    return endpoint.takeAgain(this.#memory.between(endpoint.webhook, span));
  }

  /**
   * Takes no more events, lets go out what can within `drainMs`, and ends all attempts.
   *
   * @returns how many events of all endpoints were not told.
   */
  async stop(drainMs: number): Promise<number> {
    this.#stopping = true;
    this.#cancelSweep();
    if (drainMs > 0) await this.#quiet(drainMs);
    let left = 0;
    for (const endpoint of this.#endpoints.values()) left += endpoint.close();
    this.#endpoints.clear();
    this.#memory.retain(new Set());
    return left;
  }

  /** Resolves when nothing is under way and nothing could be, or after `ms`. */
  #quiet(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#settled = () => {
        if (![...this.#endpoints.values()].every(({ isQuiet }) => isQuiet)) return;
        cancel();
        resolve();
      };
      this.#settled();
    });
  }

  #sweepLater(): () => void {
    return this.#clock.after(SWEEP_MS, () => {
      this.#memory.expire(this.#clock.now());
      for (const endpoint of this.#endpoints.values()) endpoint.sweep();
      this.#cancelSweep = this.#sweepLater();
    });
  }
}

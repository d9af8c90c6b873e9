import {
  GatewayAsk,
  MAX_TOLD_ATTEMPTS,
  WATCH_MS,
  type GatewayStatus,
  type GatewayWord,
  type Id,
  type ReplayReceipt,
  type ReplayWebhook,
} from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { Check } from 'typebox/schema';
import type { Attempt } from '../webhook/attempt-log.ts';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';

export interface StatusDeskOptions {
  /** Sends to one device, sealed and signed; false when there is no connection. */
  tell: (word: GatewayWord, to: Id) => Promise<boolean>;
  read: (now: number) => Omit<GatewayStatus, 'v' | 'type' | 'life' | 'began'>;
  webhooks: Pick<WebhookDesk, 'attempts' | 'replay' | 'states'>;
  /** ms since 1970. */
  now: () => number;
}

/** A device that looks at this gateway now. */
interface Watcher {
  /** ms since 1970. */
  until: number;
  webhooks: readonly Id[];
  /** The newest attempt of each webhook that it was told of. */
  told: Map<Id, Attempt | undefined>;
}

const EVERY_MS = 1_000;

/**
 * Tells the devices that configure this gateway where it stands, once a second for as long as they ask, and does what they
 * ask of its webhooks. Who asks, and that it asks once, is settled before anything comes here.
 */
export class StatusDesk {
  /** Chosen anew whenever a gateway begins: what was asked of its former life is not done. */
  readonly life = randomId();
  readonly #options: StatusDeskOptions;
  readonly #began: string;
  readonly #watchers = new Map<Id, Watcher>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(options: StatusDeskOptions) {
    this.#options = options;
    this.#began = new Date(options.now()).toISOString();
  }

  /** Takes what a device asks. What this version does not know is passed over. */
  async heard(payload: unknown, { id, from }: { id: Id; from: Id }): Promise<void> {
    if (!Check(GatewayAsk, payload)) return;
    switch (payload.type) {
      case 'watch':
        return this.#watch(from, payload.webhooks);
      case 'replay-webhook':
        await this.#options.tell({ v: 1, type: 'replayed', ask: id, outcome: this.#replay(payload) }, from);
        return;
      default:
        return payload satisfies never;
    }
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#watchers.clear();
  }

  async #watch(device: Id, webhooks: readonly Id[]): Promise<void> {
    const known = this.#watchers.get(device);
    const told = new Map([...(known?.told ?? [])].filter(([webhook]) => webhooks.includes(webhook)));
    const until = this.#options.now() + WATCH_MS;
    this.#watchers.set(device, { until, webhooks, told });
    if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#tellAll(), EVERY_MS);
      this.#timer.unref();
    }
    await this.#tell(device, this.#status());
  }

  async #tellAll(): Promise<void> {
    const now = this.#options.now();
    for (const [device, { until }] of this.#watchers) if (until < now) this.#watchers.delete(device);
    if (this.#watchers.size === 0) return this.stop();
    const status = this.#status();
    await Promise.all([...this.#watchers.keys()].map((device) => this.#tell(device, status)));
  }

  #status(): GatewayStatus {
    const { read, now } = this.#options;
    return { v: 1, type: 'status', life: this.life, began: this.#began, ...read(now()) };
  }

  /** A device that cannot be sealed to is none any more. */
  async #tell(device: Id, status: GatewayStatus): Promise<void> {
    const watcher = this.#watchers.get(device);
    if (watcher === undefined) return;
    const { tell } = this.#options;
    try {
      if (!(await tell(status, device))) return;
      for (const webhook of watcher.webhooks) await this.#tellAttempts(device, webhook, watcher);
    } catch {
      this.#watchers.delete(device);
    }
  }

  async #tellAttempts(device: Id, webhook: Id, { told }: Watcher): Promise<void> {
    const attempts = this.#options.webhooks.attempts(webhook);
    const [newest] = attempts;
    if (told.has(webhook) && told.get(webhook) === newest) return;
    const latest = attempts.slice(0, MAX_TOLD_ATTEMPTS).map(({ at, nextAt, ...attempt }) => ({
      ...attempt,
      at: new Date(at).toISOString(),
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
    }));
    const isThere = await this.#options.tell({ v: 1, type: 'attempts', webhook, attempts: latest }, device);
    if (isThere) told.set(webhook, newest);
  }

  #replay({ life, webhook, since, until }: ReplayWebhook): ReplayReceipt['outcome'] {
    const { webhooks } = this.#options;
    if (life !== this.life) return { done: false, why: 'begun-anew' };
    const state = webhooks.states.find((each) => each.webhook === webhook);
    if (state === undefined) return { done: false, why: 'unknown-webhook' };
    if (state.condition === 'gone' || state.condition === 'refused') return { done: false, why: 'not-taken' };
    const events = webhooks.replay({ webhook, since: Date.parse(since), until: Date.parse(until) });
    return { done: true, events };
  }
}

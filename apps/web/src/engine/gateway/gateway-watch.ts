import { DirectExchange, type AlarmBell, type ApiClient, type Membership } from '@smseal/client';
import {
  readGatewayWord,
  WATCH_MS,
  type DirectEvent,
  type ReplayReceipt,
  type ReplayWebhook,
  type WatchGateway,
} from '@smseal/protocol';
import { EngineError } from '../engine-error.ts';
import type { GatewayStatusView, WebhookAttemptsView } from './gateway-api.ts';

export interface GatewayWatchOptions {
  api: ApiClient;
  membership: Membership;
  bell: AlarmBell;
  /** Hands an event to the relay; false when there is no connection. */
  relay: (event: DirectEvent) => boolean;
  tellStatus: (status: GatewayStatusView) => void;
  tellAttempts: (attempts: WebhookAttemptsView) => void;
}

/** What a gateway has told of itself, and what screens want to know of it. */
interface Watched {
  /** Null until it has said anything. */
  life: string | null;
  /** When each webhook that screens look at was last asked for, ms since 1970. */
  webhooks: Map<string, number>;
}

/** After this an ask is worth nothing: a gateway that was away then is asked again. */
const ASK_MS = 60_000;
/** A gateway that does not answer within this is not going to. */
const ANSWER_MS = 15_000;
/** A watch names no more webhooks than this. */
const MOST_WEBHOOKS = 8;

/** Looks at gateways and has them tell webhooks again: sealed and signed both ways, past a server that reads nothing of it. */
export class GatewayWatch {
  readonly #options: GatewayWatchOptions;
  readonly #exchange: DirectExchange;
  readonly #watched = new Map<string, Watched>();
  readonly #waiting = new Map<string, (receipt: ReplayReceipt['outcome']) => void>();

  constructor(options: GatewayWatchOptions) {
    this.#options = options;
    const { api, membership, bell, relay } = options;
    this.#exchange = new DirectExchange({
      api,
      membership,
      bell,
      relay,
      clock: 'corrected',
      heard: (payload, { from }) => this.#heard(payload, from),
    });
  }

  /** An event came over the relay. */
  take(event: DirectEvent): Promise<void> {
    return this.#exchange.take(event);
  }

  /** Asks once more, for all screens that look at this gateway. False without a connection. */
  async watch(gateway: string, webhook: string | null): Promise<boolean> {
    const watched = this.#of(gateway);
    const now = this.#options.api.clock.own();
    if (webhook !== null) watched.webhooks.set(webhook, now);
    for (const [id, askedAt] of watched.webhooks) if (now - askedAt > WATCH_MS) watched.webhooks.delete(id);
    const webhooks = [...watched.webhooks.keys()].slice(-MOST_WEBHOOKS);
    return (await this.#ask({ v: 1, type: 'watch', webhooks }, gateway)) !== null;
  }

  /** @throws EngineError when the gateway is away or does not do it. */
  async replay(
    gateway: string,
    { webhook, since, until }: { webhook: string; since: string; until: string },
  ): Promise<{ events: number }> {
    const { life } = this.#of(gateway);
    if (life === null) throw away();
    const id = await this.#ask({ v: 1, type: 'replay-webhook', life, webhook, since, until }, gateway);
    const outcome = id === null ? null : await this.#answerTo(id);
    if (outcome === null) throw away();
    if (!outcome.done) throw new EngineError(outcome.why, REFUSALS[outcome.why]);
    return { events: outcome.events };
  }

  async #ask(payload: WatchGateway | ReplayWebhook, to: string): Promise<string | null> {
    return this.#exchange.send(payload, { to, lifeMs: ASK_MS });
  }

  #answerTo(id: string): Promise<ReplayReceipt['outcome'] | null> {
    return new Promise<ReplayReceipt['outcome'] | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), ANSWER_MS);
      this.#waiting.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
    }).finally(() => this.#waiting.delete(id));
  }

  #heard(payload: unknown, gateway: string): void {
    const word = readGatewayWord(payload);
    if (word === null) return;
    const { tellStatus, tellAttempts } = this.#options;
    switch (word.type) {
      case 'status':
        this.#of(gateway).life = word.life;
        return tellStatus({ gateway, status: word });
      case 'attempts':
        return tellAttempts({ gateway, webhook: word.webhook, attempts: word.attempts });
      case 'replayed':
        return this.#waiting.get(word.ask)?.(word.outcome);
      default:
        return word satisfies never;
    }
  }

  #of(gateway: string): Watched {
    const watched = this.#watched.get(gateway) ?? { life: null, webhooks: new Map<string, number>() };
    this.#watched.set(gateway, watched);
    return watched;
  }
}

function away(): EngineError {
  return new EngineError(
    'gateway-away',
    'The gateway does not answer; look whether it runs, then try again. If it took the command, the attempts show it.',
  );
}

const REFUSALS = {
  'begun-anew':
    'The gateway has begun anew meanwhile, and forgets events when it does; look, then ask again.',
  'unknown-webhook':
    'The gateway does not obey this webhook yet; wait until it was shown the newest settings.',
  'not-taken':
    'The receiver wants nothing more, or its address is never posted to; change the webhook first.',
} as const satisfies Record<Extract<ReplayReceipt['outcome'], { done: false }>['why'], string>;

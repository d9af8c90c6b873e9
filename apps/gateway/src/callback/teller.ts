import { isFinal } from '@smseal/policy';
import type { GatewaySettings, Id, TextEvent } from '@smseal/protocol';
import type { Log } from '../log/log.ts';
import type { BatchWork } from '../outbox/batch-work.ts';
import { isPartReceipt } from '../outbox/take-up.ts';
import type { Attempt } from '../webhook/attempt-log.ts';
import { WebhookDesk } from '../webhook/webhook-desk.ts';
import { Callbacks } from './callbacks.ts';

export interface TellerOptions {
  account: Id;
  settings: () => GatewaySettings | null;
  log: Log;
  /** Folder in which events wait that memory has no room for. */
  spoolFolder?: string;
}

/** What webhooks are told of a step on a text's way, and of its end. */
const STEP = ['message.state'] as const;
const ENDING = ['message.state', 'message.outcome'] as const;

/** How long webhooks may still be told what happened when the gateway ends, ms. */
const DRAIN_MS = 1_000;

/** Tells programs what became of a text: where its sender asked, the one webhook that they named, or all that want to know. */
export class Teller {
  readonly webhooks: WebhookDesk;
  readonly #callbacks: Callbacks;

  constructor({ account, settings, log, spoolFolder }: TellerOptions) {
    this.webhooks = new WebhookDesk({ log, ...(spoolFolder === undefined ? {} : { spoolFolder }) });
    this.#callbacks = new Callbacks({ account, webhooks: () => settings()?.webhooks ?? [], log });
  }

  /** Returns at once. */
  tell(work: BatchWork, { index, ...event }: TextEvent): void {
    // What a handset has of a part says nothing yet of the text.
    if (isPartReceipt(event)) return;
    const text = work.texts[index];
    const { notify } = text ?? {};
    const told = isFinal(event.state) || event.state === 'unknown' ? ENDING : STEP;
    if (notify === undefined && !told.some((type) => this.webhooks.wants(type))) return;
    const message = `${work.id}:${index}`;
    if (text && (notify?.form ?? notify?.url) !== undefined)
      return this.#callbacks.tell({ message, text, event });
    for (const type of told) this.webhooks.tell({ type, message, ...event }, notify?.webhook);
  }

  /** Attempts to tell of one text, as far as they are remembered. */
  attempts(message: string): (Attempt & { webhook: Id })[] {
    const hooks = this.webhooks.states.flatMap(({ webhook }) =>
      this.webhooks
        .attempts(webhook)
        .filter((attempt) => attempt.message === message)
        .map((attempt) => ({ ...attempt, webhook })),
    );
    return [...hooks, ...this.#callbacks.attempts(message)];
  }

  async stop(): Promise<void> {
    await this.webhooks.stop(DRAIN_MS);
    this.#callbacks.stop();
  }
}

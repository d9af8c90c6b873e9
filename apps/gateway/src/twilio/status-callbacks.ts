import type { BatchText, Id, TextEvent, Webhook } from '@smseal/protocol';
import type { Log } from '../log/log.ts';
import { parseMessageId } from '../message/message-ids.ts';
import { resolveByMachine, type Resolve } from '../webhook/guarded-lookup.ts';
import { judgePost } from '../webhook/judge-post.ts';
import { retryDelay } from '../webhook/retry-delay.ts';
import { MACHINE_CLOCK, type WebhookClock } from '../webhook/webhook-clock.ts';
import { FormPoster } from './form-poster.ts';
import type { FormFields } from './sign-form.ts';
import { API_VERSION, toTwilioErrorCode, toTwilioStatus } from './twilio-message.ts';
import { toMessageSid, toSid } from './twilio-ids.ts';

export interface StatusCallbacksOptions {
  account: Id;
  /** Those of the signed settings now. */
  webhooks: () => readonly Webhook[];
  log: Log;
  clock?: WebhookClock;
  resolve?: Resolve;
}

/** Something that happened to a text whose sender wants to hear of it by a form. */
export interface StatusTold {
  /** `batch:index`. */
  message: string;
  text: BatchText;
  event: Omit<TextEvent, 'index'>;
}

interface Waiting {
  webhook: Id;
  url: string;
  fields: FormFields;
}

/** Texts with something still to be told, beyond which more is dropped. */
const MOST_MESSAGES = 20_000;
const MOST_ATTEMPTS = 6;
/** Texts known to have left, so that a failure after it is told as one. */
const MOST_SENT = 100_000;

/** Posts status callbacks as Twilio does: those of one text in order, each some times, from memory alone. */
export class StatusCallbacks {
  readonly #options: StatusCallbacksOptions;
  readonly #clock: WebhookClock;
  readonly #poster: FormPoster;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #sent = new Set<string>();
  readonly #over = new AbortController();
  #dropped = 0;

  constructor(options: StatusCallbacksOptions) {
    this.#options = options;
    this.#clock = options.clock ?? MACHINE_CLOCK;
    this.#poster = new FormPoster(options.resolve ?? resolveByMachine);
  }

  /** Returns at once. What is only half of a text's way is not told. */
  tell({ message, text, event }: StatusTold): void {
    const { notify } = text;
    if (notify?.form === undefined || !TOLD.has(event.state) || this.#over.signal.aborted) return;
    const wasSent = this.#sent.has(message);
    if (event.state === 'sent' || event.state === 'unknown') this.#noteSent(message);
    else this.#sent.delete(message);
    const next = {
      webhook: notify.webhook,
      url: notify.form,
      fields: this.#fieldsOf({ message, text, event }, wasSent),
    };
    const lane = this.#waiting.get(message);
    if (lane) return void lane.push(next);
    if (this.#waiting.size >= MOST_MESSAGES) return this.#drop();
    this.#waiting.set(message, [next]);
    void this.#run(message);
  }

  /** Ends all attempts. */
  stop(): void {
    this.#over.abort();
    this.#poster.close();
    this.#waiting.clear();
  }

  async #run(message: string): Promise<void> {
    const lane = this.#waiting.get(message) ?? [];
    for (let next = lane[0]; next !== undefined && !this.#over.signal.aborted; next = lane[0]) {
      await this.#deliver(next);
      lane.shift();
    }
    this.#waiting.delete(message);
  }

  async #deliver({ webhook: id, url, fields }: Waiting): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS && !this.#over.signal.aborted; attempt++) {
      // Its owner may have taken the webhook back meanwhile, and with it the right to be told.
      const webhook = this.#options.webhooks().find((one) => one.id === id);
      if (webhook === undefined || webhook.paused) return;
      const answer = await this.#poster.post({ url, fields, secret: `whsec_${webhook.secret}` });
      const verdict = judgePost(answer, this.#clock.now());
      if (verdict.verdict === 'taken' || verdict.verdict === 'gone') return;
      if (attempt === MOST_ATTEMPTS) return this.#drop();
      await this.#wait(verdict.verdict === 'slow-down' ? verdict.waitMs : retryDelay(attempt, Math.random()));
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#over.signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });
  }

  #fieldsOf({ message, text, event }: StatusTold, wasSent: boolean): FormFields {
    const place = parseMessageId(message);
    const sid = place === null ? '' : toMessageSid(place);
    const status = toTwilioStatus({ state: event.state, wasSent, isScheduled: false });
    const errorCode = toTwilioErrorCode(event.state);
    return {
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      To: text.to[0] ?? '',
      ...(text.from === undefined ? {} : { From: text.from }),
      AccountSid: toSid('account', this.#options.account),
      ApiVersion: API_VERSION,
      ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
    };
  }

  #noteSent(message: string): void {
    this.#sent.add(message);
    const [oldest] = this.#sent;
    if (this.#sent.size > MOST_SENT && oldest !== undefined) this.#sent.delete(oldest);
  }

  #drop(): void {
    // Said at the first, and then ever more rarely.
    if (++this.#dropped % (MOST_ATTEMPTS * 100) === 1)
      this.#options.log('warn', 'status callbacks were not taken', { count: this.#dropped });
  }
}

const TOLD: ReadonlySet<TextEvent['state']> = new Set([
  'sent',
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

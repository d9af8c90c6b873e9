import type { Id, TextEvent, Webhook } from '@smseal/protocol';
import type { Log } from '../log/log.ts';
import { StatusForms } from '../twilio/status-forms.ts';
import { AttemptLog, type Attempt } from '../webhook/attempt-log.ts';
import { resolveByMachine, type Resolve } from '../webhook/guarded-lookup.ts';
import { judgePost } from '../webhook/judge-post.ts';
import { retryDelay } from '../webhook/retry-delay.ts';
import { MACHINE_CLOCK, type WebhookClock } from '../webhook/webhook-clock.ts';
import { CallbackPoster } from './callback-poster.ts';
import type { CallbackTold, CallbackWords } from './callback-words.ts';
import { eventWords } from './event-words.ts';

export interface CallbacksOptions {
  account: Id;
  /** Those of the signed settings now. */
  webhooks: () => readonly Webhook[];
  log: Log;
  clock?: WebhookClock;
  resolve?: Resolve;
}

interface Waiting {
  webhook: Id;
  url: string;
  words: CallbackWords;
}

/** Texts with something still to be told, beyond which more is dropped. */
const MOST_MESSAGES = 20_000;
const MOST_ATTEMPTS = 6;

/**
 * Posts what becomes of texts to where their senders asked, in the dialect in which they were sent: the events of one text
 * in order, each some times, from memory alone.
 */
export class Callbacks {
  readonly #options: CallbacksOptions;
  readonly #clock: WebhookClock;
  readonly #poster: CallbackPoster;
  readonly #forms: StatusForms;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #attempts = new AttemptLog<Attempt & { webhook: Id }>();
  readonly #over = new AbortController();
  #dropped = 0;

  constructor(options: CallbacksOptions) {
    this.#options = options;
    this.#clock = options.clock ?? MACHINE_CLOCK;
    this.#poster = new CallbackPoster(options.resolve ?? resolveByMachine);
    this.#forms = new StatusForms(options.account);
  }

  /** Returns at once. What is only half of a text's way is not told. */
  tell(told: CallbackTold): void {
    const { message, text, event } = told;
    const { notify } = text;
    const url = notify?.form ?? notify?.url;
    if (!notify || url === undefined || !TOLD.has(event.state) || this.#over.signal.aborted) return;
    const words = notify.form === undefined ? eventWords(told) : this.#forms.write(url, told);
    const next = { webhook: notify.webhook, url, words };
    const lane = this.#waiting.get(message);
    if (lane) return void lane.push(next);
    if (this.#waiting.size >= MOST_MESSAGES) return this.#drop();
    this.#waiting.set(message, [next]);
    void this.#run(message);
  }

  /** The last attempts to tell of a text, newest first. */
  attempts(message: string): (Attempt & { webhook: Id })[] {
    return this.#attempts.list().filter((attempt) => attempt.message === message);
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
      await this.#deliver(message, next);
      lane.shift();
    }
    this.#waiting.delete(message);
  }

  async #deliver(message: string, { webhook: id, url, words }: Waiting): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS && !this.#over.signal.aborted; attempt++) {
      // Its owner may have taken the webhook back meanwhile, and with it the right to be told.
      const webhook = this.#options.webhooks().find((one) => one.id === id);
      if (webhook === undefined || webhook.paused) return;
      const at = this.#clock.now();
      const answer = await this.#poster.post(url, words.sign(webhook, at));
      const now = this.#clock.now();
      const verdict = judgePost(answer, now);
      const isOver = verdict.verdict === 'taken' || verdict.verdict === 'gone' || attempt === MOST_ATTEMPTS;
      const wait = verdict.verdict === 'slow-down' ? verdict.waitMs : retryDelay(attempt, Math.random());
      this.#attempts.add({
        webhook: id,
        event: words.id,
        message,
        attempt,
        at,
        status: answer.outcome === 'answered' ? answer.status : null,
        error: verdict.verdict === 'failed' ? verdict.error : null,
        ms: now - at,
        nextAt: isOver ? null : now + wait,
      });
      if (verdict.verdict === 'taken' || verdict.verdict === 'gone') return;
      if (isOver) return this.#drop();
      await this.#wait(wait);
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#over.signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });
  }

  #drop(): void {
    // Said at the first, and then ever more rarely.
    if (++this.#dropped % (MOST_ATTEMPTS * 100) === 1)
      this.#options.log('warn', 'callbacks were not taken', { count: this.#dropped });
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

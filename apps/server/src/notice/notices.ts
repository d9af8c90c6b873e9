import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { describeFailure } from '../error/describe-failure.ts';

/** What the server itself has to say to an account holder: never stored, never logged. */
export interface Notice {
  /** E.164, the holder's own number. */
  to: string;
  text: string;
}

export interface NoticeOptions {
  /** `SMSEAL_NOTICE_URL`: each is tried when the one before did not take a notice. */
  urls: readonly string[];
  /** `SMSEAL_NOTICE_TOKEN`. */
  token: string | null;
  log: Logger;
  /** Longest wait for an answer, ms. */
  timeoutMs?: number;
  /** Pause before the second try, ms. */
  pauseMs?: number;
}

/** Notices on their way at once; beyond them the route is down or under attack, and new ones are dropped. */
const MOST_WAITING = 200;

/**
 * Hands notices to the notice route (`POST {url}/v1/messages`, a gateway’s or the rehearsal’s) in the background: whether that works, and how long it
 * takes, must not show in the answer to the request that caused it.
 */
export class Notices {
  readonly #endpoints: URL[];
  readonly #options: Required<NoticeOptions>;
  readonly #waiting = new Set<Promise<void>>();
  constructor(options: NoticeOptions) {
    this.#endpoints = options.urls.map((url) => new URL(`${url.replace(/\/$/, '')}/v1/messages`));
    this.#options = { timeoutMs: 5_000, pauseMs: 500, ...options };
  }

  /** Sends a notice, or the one that `make` makes if any. Returns at once and never throws. */
  send(make: Notice | (() => Promise<Notice | null>)): void {
    if (this.#waiting.size >= MOST_WAITING) {
      this.#options.log.warn('a notice was dropped: too many are waiting');
      return;
    }
    const sent = this.#deliver(make).finally(() => this.#waiting.delete(sent));
    this.#waiting.add(sent);
  }

  /** Resolves when everything handed in so far has left or failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  async #deliver(make: Notice | (() => Promise<Notice | null>)): Promise<void> {
    const { log, pauseMs } = this.#options;
    try {
      const notice = typeof make === 'function' ? await make() : make;
      if (!notice || (await this.#post(notice))) return;
      await sleep(pauseMs);
      if (!(await this.#post(notice))) log.error('the notice route did not take a notice');
    } catch (error) {
      log.error(describeFailure(error), 'a notice could not be made');
    }
  }

  /** Whether one of the routes took it. */
  async #post(notice: Notice): Promise<boolean> {
    for (const endpoint of this.#endpoints) if (await this.#postTo(endpoint, notice)) return true;
    return false;
  }

  async #postTo(endpoint: URL, { to, text }: Notice): Promise<boolean> {
    const { token, timeoutMs } = this.#options;
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ to, text, kind: 'notice' }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

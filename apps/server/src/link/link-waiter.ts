import { once } from 'node:events';
import { readLink, type Link } from '@smseal/database';
import { CodedError, type LinkState } from '@smseal/protocol';
import type { Deps } from '../deps.ts';

const HELD_MS = 25_000;
/** A wake-up may be lost on its way from another process, so the database is looked at now and then as well. */
const LOOK_MS = 5_000;
/** Requests that may be held at once; more are refused, so that waiting costs bounded memory. */
const MOST_HELD = 2_000;

/** Holds answers until a link moves on. */
export class LinkWaiter {
  readonly #deps: Deps;
  readonly #closing = new AbortController();
  #held = 0;
  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The link as soon as its state is not `state`, or as it is after 25 s. @throws CodedError `rate-limited`, `not-found` */
  async untilNot(link: Link, state: LinkState, caller: AbortSignal): Promise<Link> {
    if (this.#held >= MOST_HELD) throw new CodedError('rate-limited', { retryAfter: 5 });
    this.#held++;
    const { bus, database, now } = this.#deps;
    const gone = AbortSignal.any([caller, this.#closing.signal]);
    const moves = new EventTarget();
    const leave = bus.subscribe(link.account, (signal) => {
      if (signal.type === 'link' && signal.link === link.id) moves.dispatchEvent(new Event('move'));
    });
    const end = Date.now() + HELD_MS;
    try {
      for (let left = HELD_MS; ; left = end - Date.now()) {
        const current = await readLink(database, link.id, now());
        if (current.state !== state || left <= 0 || gone.aborted) return current;
        const ms = Math.min(left, LOOK_MS, Math.max(0, link.expires.getTime() - now().getTime()) + 1);
        const signal = AbortSignal.any([gone, AbortSignal.timeout(ms)]);
        await once(moves, 'move', { signal }).catch(() => undefined);
      }
    } finally {
      this.#held--;
      leave();
    }
  }

  /** Answers everybody now: the server is about to end. */
  close(): void {
    this.#closing.abort();
  }
}

/** Watches what pages of the app ask for and keep, for the probes that hold it against the inventory. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { HELD_IN_BROWSER, type BrowserReading } from '@smseal/verify';

/** A worker is unregistered after the page has said that it was removed. */
const FORGETS_MS = 5_000;

export class Witness {
  readonly #origin: string;
  readonly #asked: string[] = [];
  readonly #held = new Set<string>();
  #heldAfterRemoval: string[] = [];
  #cookies: string[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Notes whatever the page asks for from now on, its workers and sockets included. */
  watch(page: Page): void {
    page.on('request', (request) => void this.#asked.push(request.url()));
    page.on('websocket', (socket) => void this.#asked.push(socket.url()));
  }

  /** Notes what the page's origin keeps at this moment. */
  async look(page: Page): Promise<void> {
    for (const name of await held(page)) this.#held.add(name);
    const cookies = await page.context().cookies();
    this.#cookies = cookies
      .filter(({ domain }) => domain === new URL(this.#origin).hostname)
      .map(({ name }) => name);
  }

  /** Notes what is left in a browser that was removed, once it has had some seconds to forget. */
  async lookAfterRemoval(page: Page): Promise<void> {
    for (const end = performance.now() + FORGETS_MS; ; await sleep(50)) {
      this.#heldAfterRemoval = await held(page);
      if (this.#heldAfterRemoval.length === 0 || performance.now() > end) return;
    }
  }

  get reading(): BrowserReading {
    return {
      origin: this.#origin,
      held: [...this.#held],
      cookies: this.#cookies,
      heldAfterRemoval: this.#heldAfterRemoval,
      asked: this.#asked,
    };
  }
}

function held(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(HELD_IN_BROWSER);
}

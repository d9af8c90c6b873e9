import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchText, Id } from '@smseal/protocol';
import { Seeded } from '@smseal/testkit';
import { atHandset, rowsOnHandset } from '../handset.ts';
import type { HeadlessBrowser } from '../headless-browser.ts';

/** A text that somebody at the browser handed in. */
export interface HandedIn {
  batch: Id;
  index: number;
  text: string;
}

/** By the end of the number: answered, delivered without an answer, refused by the network. */
const ENDS = ['0177', '0178', '0195', '0190'] as const;
const MOST_TEXTS = 3;
const BURST_TEXTS = 8;
/** How long a burst is waited for: the phone may be down, or busy. */
const BURST_MS = 4_000;

/** People texting to the handset, and somebody at the browser who answers, whatever is down meanwhile. */
export class Life {
  readonly handedIn: HandedIn[] = [];
  heard = 0;
  readonly #browser: HeadlessBrowser;
  readonly #phone: Id;
  readonly #random: Seeded;
  readonly #posts: Promise<void>[] = [];
  #over = false;
  #said = 0;
  #left = 0;

  constructor(browser: HeadlessBrowser, { phone, seed }: { phone: Id; seed: number }) {
    this.#browser = browser;
    this.#phone = phone;
    this.#random = new Seeded(`life ${seed}`);
  }

  /** Goes on until `end` is called, and then until the server has everything that was handed in. */
  async run(signal: AbortSignal): Promise<void> {
    while (!this.#over && !signal.aborted) {
      await sleep(this.#random.between(30, 300));
      if (this.#left === 0) continue;
      this.#left--;
      if (this.#random.chance(0.6)) await this.#hear();
      else this.#say(signal);
    }
    await Promise.all(this.#posts);
  }

  /** Many texts at once; resolves as soon as the first has left the phone and the others are about to. */
  async burst(signal: AbortSignal): Promise<void> {
    const first = `said ${this.#said + 1}`;
    const to = `+1415555${this.#random.pick(ENDS.slice(0, -1))}`;
    this.#post(
      Array.from({ length: BURST_TEXTS }, () => ({ to: [to], text: `said ${++this.#said}`, simSlot: 0 })),
      signal,
    );
    const end = performance.now() + BURST_MS;
    const left = async (): Promise<boolean> =>
      (await rowsOnHandset(this.#browser.system, 'content://sms/sent', `body = '${first}'`)).length > 0;
    while (!(await left()) && performance.now() < end) await sleep(10);
  }

  /** Lets so many more things happen, so that a slow machine has no more to do than a quick one. */
  goOn(things: number): void {
    this.#left = things;
  }

  /** Nothing new from now on. */
  end(): void {
    this.#over = true;
  }

  /** One in five says what was just said, as people do: both are texts. */
  async #hear(): Promise<void> {
    if (this.heard === 0 || !this.#random.chance(0.2)) this.heard++;
    const from = `+1415555${this.#random.pick(ENDS)}`;
    await atHandset(this.#browser.system, '/page/text', { from, text: `heard ${this.heard}` });
  }

  #say(signal: AbortSignal): void {
    const to = `+1415555${this.#random.pick(ENDS)}`;
    const texts = Array.from({ length: this.#random.int(1, MOST_TEXTS) }, () => {
      if (this.#said === 0 || !this.#random.chance(0.2)) this.#said++;
      return { to: [to], text: `said ${this.#said}`, simSlot: 0 };
    });
    this.#post(texts, signal);
  }

  #post(texts: BatchText[], signal: AbortSignal): void {
    this.#posts.push(
      this.#browser.send(this.#phone, texts, { signal }).then((batch) => {
        texts.forEach(({ text }, index) => this.handedIn.push({ batch, index, text }));
      }),
    );
  }
}

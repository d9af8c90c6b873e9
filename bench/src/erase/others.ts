import { setTimeout as sleep } from 'node:timers/promises';

/** Requests a second, whether or not those before were answered. */
const RATE = 50;

/** Somebody else who goes on reading texts. */
export class Others {
  readonly #url: string;
  readonly #headers: { authorization: string };

  constructor(url: string, token: string) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** What `work` gave, and how long each request waited meanwhile, in ms. */
  async during<T>(work: Promise<T>): Promise<[T, number[]]> {
    const waits: number[] = [];
    const going: Promise<void>[] = [];
    const ended = new AbortController();
    work.then(
      () => ended.abort(),
      () => ended.abort(),
    );
    const start = performance.now();
    for (let n = 0; !ended.signal.aborted; n++) {
      await sleep(Math.max(0, start + (n * 1_000) / RATE - performance.now()));
      going.push(this.#ask().then((ms) => void waits.push(ms)));
    }
    await Promise.all(going);
    return [await work, waits];
  }

  async #ask(): Promise<number> {
    const start = performance.now();
    const answer = await fetch(`${this.#url}/v1/records?kind=message&limit=50`, { headers: this.#headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`somebody else was answered with ${answer.status}`);
    return performance.now() - start;
  }
}

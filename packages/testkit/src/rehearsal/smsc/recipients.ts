import { Recipient } from './recipient.ts';

/** People that are remembered; whoever was texted longest ago is forgotten first. */
const MOST = 20_000;

/** Everybody who was texted, the newest last. */
export class Recipients {
  readonly #seed: number | string;
  readonly #byNumber = new Map<string, Recipient>();

  constructor(seed: number | string) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#byNumber.size;
  }

  find(number: string): Recipient | undefined {
    return this.#byNumber.get(number);
  }

  /** The person of a number, who becomes the newest. */
  touch(number: string): Recipient {
    const person = this.#byNumber.get(number) ?? new Recipient(number, this.#seed);
    this.#byNumber.delete(number);
    this.#byNumber.set(number, person);
    if (this.#byNumber.size > MOST) {
      const [oldest] = this.#byNumber.keys();
      if (oldest !== undefined) this.#byNumber.delete(oldest);
    }
    return person;
  }

  /** The newest whose number has these digits in it, the newest first. */
  newest(limit: number, digits = ''): Recipient[] {
    const found = [...this.#byNumber.values()].reverse();
    return (digits === '' ? found : found.filter(({ number }) => number.includes(digits))).slice(0, limit);
  }
}

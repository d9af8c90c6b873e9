/** A data key in memory. */
export interface HeldKey {
  account: string;
  number: number;
  /** Which of the account's keys it is: its category, and its month where it has one. */
  use: string;
  key: Buffer;
}

interface Kept extends HeldKey {
  /** ms of a steady clock. */
  until: number;
}

const MOST = 10_000;
const KEPT_MS = 5 * 60_000;

/** Data keys in memory: a bounded number for a bounded time, wiped when they go. */
export class KeyCache {
  readonly #kept = new Map<string, Kept>();
  /** The number of the key for each use of an account. */
  readonly #numbers = new Map<string, number>();
  readonly #limits: { most: number; keptMs: number };
  #sweeping: NodeJS.Timeout | null = null;

  constructor(limits: { most?: number; keptMs?: number } = {}) {
    this.#limits = { most: limits.most ?? MOST, keptMs: limits.keptMs ?? KEPT_MS };
  }

  get(account: string, number: number): Buffer | null {
    const kept = this.#kept.get(`${account} ${number}`);
    return kept && kept.until > performance.now() ? kept.key : null;
  }

  numberFor(account: string, use: string): number | null {
    const number = this.#numbers.get(`${account} ${use}`);
    return number !== undefined && this.get(account, number) ? number : null;
  }

  put(held: HeldKey): void {
    const name = `${held.account} ${held.number}`;
    this.#drop(name);
    this.#kept.set(name, { ...held, until: performance.now() + this.#limits.keptMs });
    this.#numbers.set(`${held.account} ${held.use}`, held.number);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#limits.most && oldest !== undefined) this.#drop(oldest);
    this.#sweeping ??= setInterval(() => this.#sweep(), this.#limits.keptMs / 5).unref();
  }

  /** Gives everything to another one, and holds nothing from then on. */
  moveTo(other: KeyCache): void {
    for (const { account, number, use, key } of this.#kept.values())
      other.put({ account, number, use, key: Buffer.from(key) });
    this.clear();
  }

  forget(account: string): void {
    for (const [name, kept] of this.#kept) if (kept.account === account) this.#drop(name);
  }

  clear(): void {
    for (const name of this.#kept.keys()) this.#drop(name);
    if (this.#sweeping) clearInterval(this.#sweeping);
    this.#sweeping = null;
  }

  #sweep(): void {
    const now = performance.now();
    for (const [name, { until }] of this.#kept) if (until <= now) this.#drop(name);
    if (this.#kept.size === 0) this.clear();
  }

  #drop(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    kept.key.fill(0);
    this.#kept.delete(name);
    const use = `${kept.account} ${kept.use}`;
    if (this.#numbers.get(use) === kept.number) this.#numbers.delete(use);
  }
}

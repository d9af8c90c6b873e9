/** The newest so many of something. */
export class Ring<T> {
  readonly #most: number;
  readonly #items: T[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(item: T): void {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The oldest first. */
  values(): T[] {
    if (this.#items.length < this.#most) return [...this.#items];
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
  }
}

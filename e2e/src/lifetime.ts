/** What must end with a story, last begun first. Hand `end` to node:test's `after`. */
export class Lifetime {
  readonly #finishers: (() => Promise<void>)[] = [];

  after(finish: () => Promise<void>): void {
    this.#finishers.push(finish);
  }

  async end(): Promise<void> {
    for (const finish of this.#finishers.splice(0).reverse()) await finish();
  }
}

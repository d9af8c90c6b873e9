/** Records of a page; a page is sealed and written whole. */
export const PAGE_ITEMS = 500;

/** Which page each item of the cache is on. An item keeps its page for good, so that a change rewrites one page. */
export class PageBook {
  readonly #pageOf = new Map<string, number>();
  readonly #pages: string[][] = [];

  get pages(): number {
    return this.#pages.length;
  }

  get items(): number {
    return this.#pageOf.size;
  }

  /** The item's page; a new item goes to the last page, or begins one. */
  place(key: string): number {
    const known = this.#pageOf.get(key);
    if (known !== undefined) return known;
    let last = this.#pages.at(-1);
    if (!last || last.length >= PAGE_ITEMS) {
      last = [];
      this.#pages.push(last);
    }
    const page = this.#pages.length - 1;
    last.push(key);
    this.#pageOf.set(key, page);
    return page;
  }

  keysOn(page: number): readonly string[] {
    return this.#pages[page] ?? [];
  }

  /** A page as it was read back. */
  restore(page: number, keys: readonly string[]): void {
    while (this.#pages.length <= page) this.#pages.push([]);
    this.#pages[page] = [...keys];
    for (const key of keys) this.#pageOf.set(key, page);
  }
}

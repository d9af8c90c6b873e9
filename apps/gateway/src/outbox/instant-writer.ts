/** Writes instants as RFC 3339 UTC with ms; a thousand texts of one millisecond have one text of it. */
export class InstantWriter {
  #ms = Number.NaN;
  #text = '';

  /** @param ms since 1970. */
  at(ms: number): string {
    if (ms !== this.#ms) {
      this.#ms = ms;
      this.#text = new Date(ms).toISOString();
    }
    return this.#text;
  }
}

/** One calm line at the foot of a terminal that says how things stand; nothing where nobody watches. */
export class StatusLine {
  readonly #out: NodeJS.WriteStream;
  #shown = '';

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** Whether somebody watches. */
  get isWatched(): boolean {
    return this.#out.isTTY;
  }

  show(text: string): void {
    if (!this.isWatched || text === this.#shown) return;
    this.#shown = text;
    const width = (this.#out.columns || 80) - 1;
    this.#out.write(`\r\u001b[2K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`);
  }

  /** Prints what stays, above the line. */
  say(text: string): void {
    const shown = this.#shown;
    this.end();
    this.#out.write(text);
    if (shown !== '') this.show(shown);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown !== '') this.#out.write('\r\u001b[2K');
    this.#shown = '';
  }
}

/** A progress bar on a terminal; elsewhere one line for each tenth. */
export class ProgressBar {
  readonly #label: string;
  readonly #out: NodeJS.WriteStream;
  #drawn = 0;
  #tenth = -1;

  constructor(label: string, out: NodeJS.WriteStream = process.stderr) {
    this.#label = label;
    this.#out = out;
  }

  /** @param share 0 to 1. @param detail such as `12,345 texts`. */
  update(share: number, detail: string): void {
    const bounded = Math.min(1, Math.max(0, share));
    if (!this.#out.isTTY) {
      const tenth = Math.floor(bounded * 10);
      if (tenth === this.#tenth) return;
      this.#tenth = tenth;
      this.#out.write(`${this.#label} ${tenth * 10} % · ${detail}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.#drawn < 80 && bounded < 1) return;
    this.#drawn = now;
    const width = 28;
    const full = Math.round(bounded * width);
    const bar = '█'.repeat(full) + '░'.repeat(width - full);
    this.#out.write(
      `\r\u001b[2K${this.#label} ${bar} ${String(Math.floor(bounded * 100)).padStart(3)} % · ${detail}`,
    );
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write('\n');
  }
}

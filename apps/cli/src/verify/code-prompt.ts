import { createInterface, type Interface } from 'node:readline';

/** Asks whoever sits here for the codes that are texted to a number of theirs; input may be a terminal or a pipe. */
export class CodePrompt {
  #terminal: Interface | null = null;
  #lines: AsyncIterator<string> | null = null;
  #asked = 0;

  /** @throws Error with one sentence where the input ends before a code. */
  async ask(mobile: string): Promise<string> {
    this.#terminal ??= createInterface({ input: process.stdin });
    this.#lines ??= this.#terminal[Symbol.asyncIterator]();
    process.stderr.write(`${this.#asked++ === 0 ? 'Code' : 'Another code'} that is texted to ${mobile}: `);
    const line = await this.#lines.next();
    if (line.done) throw new Error(`The code that was texted to ${mobile} was not typed.`);
    return line.value.trim();
  }

  /** Lets the input go. */
  close(): void {
    this.#terminal?.close();
  }
}

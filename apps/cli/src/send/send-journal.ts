import { randomBytes } from 'node:crypto';
import { open, readFile, type FileHandle } from 'node:fs/promises';

/** What came of one request. */
export interface RequestOutcome {
  accepted: number;
  refused: number;
  segments: number;
  /** Whose texts may have left and are not handed in again. */
  inDoubt: number;
  /** Batches that its texts are in. */
  batches: string[];
}

interface Begun {
  v: 1;
  errand: string;
  /** Of everything that is sent; another send has another one. */
  digest: string;
}
type Line =
  Begun | { asking: number; at: string } | ({ request: number } & RequestOutcome) | { done: string };

/** A gateway knows a request again for a day; this is safely less, ms. */
const KNOWN_FOR_MS = 23 * 60 * 60_000;

/**
 * What of a send was handed in, in a file beside the table: no number and no word, only counts and ids. That a
 * request is asked for is on the disk before it is, so the same command goes on after any break and hands nothing in twice.
 */
export class SendJournal {
  readonly file: string | null;
  /** Requests that were answered, by their place. */
  readonly outcomes = new Map<number, RequestOutcome>();
  /** When everything was handed in; null while it is not. */
  done: string | null = null;
  readonly #handle: FileHandle | null;
  readonly #asked = new Map<number, number>();
  #errand = '';

  private constructor(file: string | null, handle: FileHandle | null) {
    this.file = file;
    this.#handle = handle;
  }

  /** Takes up a file where it is, or begins one. @throws Error with one sentence where it tells of another send. */
  static async open(file: string, digest: string): Promise<SendJournal> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw new Error(`${file} cannot be read: ${error.message}`);
    });
    const handle = await open(file, 'a', 0o600).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${file} cannot be written: ${error.message}; name another place with --state.`);
    });
    const journal = new SendJournal(file, handle);
    try {
      if (text === '') await journal.#begin(digest);
      else await journal.#takeUp(text, digest);
      return journal;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Of a send that is not taken up again: nothing is written. `once`: what its keys begin with. */
  static inMemory(once: string = newErrand()): SendJournal {
    const journal = new SendJournal(null, null);
    journal.#errand = once;
    return journal;
  }

  /** The same for the same request, whenever it is handed in. */
  keyOf(request: number): string {
    return `${this.#errand}-${request}`;
  }

  /** Whether a request was asked so long ago, and not answered, that asking again could send it twice. */
  isInDoubt(request: number, now: number): boolean {
    const asked = this.#asked.get(request);
    return asked !== undefined && !this.outcomes.has(request) && now - asked > KNOWN_FOR_MS;
  }

  async asking(request: number, now: number): Promise<void> {
    if (this.#asked.has(request)) return;
    this.#asked.set(request, now);
    await this.#write({ asking: request, at: new Date(now).toISOString() });
  }

  async answered(request: number, outcome: RequestOutcome): Promise<void> {
    this.outcomes.set(request, outcome);
    await this.#write({ request, ...outcome });
  }

  async finish(now: number): Promise<void> {
    this.done = new Date(now).toISOString();
    await this.#write({ done: this.done });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  async #begin(digest: string): Promise<void> {
    this.#errand = newErrand();
    await this.#write({ v: 1, errand: this.#errand, digest });
  }

  async #takeUp(text: string, digest: string): Promise<void> {
    const [first, ...rest] = linesOf(text);
    if (first === undefined || !('errand' in first))
      throw new Error(`${this.file} is no state of a send; move it away, or name another with --state.`);
    if (first.digest !== digest)
      throw new Error(
        `${this.file} tells of another send: the file, the text or an option was another. Remove it to begin a new one.`,
      );
    this.#errand = first.errand;
    for (const line of rest) {
      if ('asking' in line) this.#asked.set(line.asking, Date.parse(line.at));
      if ('request' in line) this.outcomes.set(line.request, line);
      if ('done' in line) this.done = line.done;
    }
    // What a break left of a line stays a line by itself.
    if (!text.endsWith('\n')) await this.#handle?.appendFile('\n');
  }

  async #write(line: Line): Promise<void> {
    await this.#handle?.appendFile(`${JSON.stringify(line)}\n`);
    await this.#handle?.datasync();
  }
}

function newErrand(): string {
  return randomBytes(16).toString('base64url');
}

/** Lines that were written whole. */
function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}

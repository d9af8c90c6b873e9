import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fifo } from '../queue/fifo.ts';
import type { PreparedEvent } from './webhook-event.ts';

/** Events of one file: written at once, read at once. */
const CHUNK = 1_000;

/**
 * Where events of one endpoint wait that memory has no room for: in files, oldest first. Only what became of texts may wait
 * here, which holds no number and no word of one.
 */
export class EventSpool {
  readonly #folder: string;
  readonly #most: number;
  /** Events that were read again. */
  readonly #head = new Fifo<PreparedEvent>();
  /** Events that are not written yet. */
  #tail: PreparedEvent[] = [];
  #first = 0;
  #next = 0;

  /** `most`: events. The folder is this spool's own; what an earlier life left there is removed. */
  constructor(folder: string, most: number) {
    this.#folder = folder;
    this.#most = most;
    rmSync(folder, { recursive: true, force: true });
  }

  get size(): number {
    return this.#head.size + (this.#next - this.#first) * CHUNK + this.#tail.length;
  }

  /** @returns false when there is no room. */
  push(event: PreparedEvent): boolean {
    if (this.size >= this.#most) return false;
    this.#tail.push(event);
    if (this.#tail.length < CHUNK) return true;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file(this.#next++), JSON.stringify(this.#tail), { mode: 0o600 });
    this.#tail = [];
    return true;
  }

  /** The oldest event, which stays. */
  peek(): PreparedEvent | undefined {
    if (this.#head.size === 0) this.#read();
    return this.#head.peek();
  }

  /** Removes the oldest event. */
  shift(): void {
    this.#head.shift();
  }

  /** Removes everything. @returns how many. */
  clear(): number {
    const count = this.size;
    rmSync(this.#folder, { recursive: true, force: true });
    this.#head.keep(() => false);
    this.#tail = [];
    this.#first = this.#next;
    return count;
  }

  #read(): void {
    let events = this.#tail;
    if (this.#first < this.#next) {
      const file = this.#file(this.#first++);
      events = JSON.parse(readFileSync(file, 'utf8')) as PreparedEvent[];
      rmSync(file);
    } else this.#tail = [];
    for (const event of events) this.#head.push(event);
  }

  #file(number: number): string {
    return path.join(this.#folder, String(number));
  }
}

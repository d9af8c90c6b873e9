import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Id } from '@smseal/protocol';
import { DepartureRecords, readDepartures, type Departures } from './departure-records.ts';

/** What a dispatcher notes of parts on their way, in the order in which it happens. */
export interface DepartureNotes {
  /** Texts of a batch are about to be cleared. */
  begin(batch: Id): void;
  /** A part is about to leave. */
  leaving(batch: Id, part: { index: number; k: number; n: number }): void;
  /** The carrier has it. `by`: id of its connector, where there are several. */
  answered(batch: Id, part: { index: number; k: number; by?: string | null }, carrierId: string): void;
  /** It surely did not leave, or the carrier refused it. */
  returned(batch: Id, part: { index: number; k: number }): void;
  /** Puts down everything noted; nothing leaves before. */
  write(): void;
  /** All of it is known to the server. */
  end(batch: Id): void;
}

interface OpenBatch {
  file: number;
  records: DepartureRecords;
}

/**
 * Which texts have left, in files of this gateway's own: one for each batch in its hands, gone with the last of its reports.
 * The server knows which texts were cleared, and that is all that another gateway can know; but a process that was killed
 * finds here which of them left and which were answered, so that of a window only what was unanswered is in doubt. A written
 * record outlives the process, not the machine: nothing waits for the disk. Numbers and texts are not in it.
 */
export class DepartureLog implements DepartureNotes {
  readonly #folder: string;
  readonly #open = new Map<Id, OpenBatch>();
  readonly #dirty = new Set<OpenBatch>();

  /** @param home the gateway's folder. */
  constructor(home: string) {
    this.#folder = path.join(home, 'departures');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  begin(batch: Id): void {
    if (this.#open.has(batch)) return;
    const file = openSync(this.#file(batch), 'a', 0o600);
    this.#open.set(batch, { file, records: new DepartureRecords() });
  }

  leaving(batch: Id, part: { index: number; k: number; n: number }): void {
    this.#recordsOf(batch)?.leaving(part);
  }

  answered(batch: Id, part: { index: number; k: number; by?: string | null }, carrierId: string): void {
    this.#recordsOf(batch)?.answered(part, carrierId);
  }

  returned(batch: Id, part: { index: number; k: number }): void {
    this.#recordsOf(batch)?.returned(part);
  }

  write(): void {
    for (const { file, records } of this.#dirty) writeSync(file, records.take());
    this.#dirty.clear();
  }

  end(batch: Id): void {
    const open = this.#open.get(batch);
    if (open === undefined) return;
    this.#open.delete(batch);
    this.#dirty.delete(open);
    closeSync(open.file);
    unlinkSync(this.#file(batch));
  }

  /** What a former life noted of a batch; null where it left no word, so that nothing is known. */
  read(batch: Id): Departures | null {
    try {
      return readDepartures(readFileSync(this.#file(batch)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Forgets what a former life noted of batches that are not in hand now. */
  sweep(): void {
    for (const batch of readdirSync(this.#folder))
      if (!this.#open.has(batch)) rmSync(this.#file(batch), { force: true });
  }

  /** Lets go of the files; what is in them stays. */
  close(): void {
    this.write();
    for (const { file } of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #recordsOf(batch: Id): DepartureRecords | undefined {
    const open = this.#open.get(batch);
    if (open) this.#dirty.add(open);
    return open?.records;
  }

  #file(batch: Id): string {
    return path.join(this.#folder, batch);
  }
}

import { firstKeptDay, utcDay } from '@smseal/policy';
import type { Id } from '@smseal/protocol';
import type { Keyring } from '../keys/keyring.ts';
import { ErasureError } from './erasure-error.ts';
import {
  entryOctets,
  hashOf,
  readEntries,
  type ErasureMatter,
  type HashedEntry,
  type JournalEntry,
} from './journal-entry.ts';
import { entryName, readNames, runName, startName, type JournalNames } from './journal-names.ts';

/** The oldest backup is of 14 days ago (ARCHITECTURE §6); an entry outlives it by a margin. */
export const JOURNAL_DAYS = 16;
/** Entries are put together once they are so many days old: nobody can be about to write beside them any more. */
const FOLDED_AFTER_DAYS = 2;

/** Where the journal begins now: what was before is pruned. */
export interface JournalStart {
  /** Number of the first entry that is kept. */
  number: number;
  /** SHA-256 of the entry before it, base64url; null where nothing was pruned yet. */
  previous: string | null;
  /** UTC day of the newest entry that was pruned; null where none was. */
  day: string | null;
}

/** The end of the chain: its last entry's number, hash and day. */
interface End {
  number: number;
  hash: string | null;
  day: string;
}

/** Entries whose ids are remembered; those who append one id do so within seconds. */
const REMEMBERED = 1_000;

/** The journal as it stands: an unbroken chain. */
export interface JournalState {
  start: JournalStart;
  entries: HashedEntry[];
}

/** The part of the keyring’s medium in which the journal lies. */
export const ERASURES = 'erasures';

const BEGINNING: JournalStart = { number: 1, previous: null, day: null };

/**
 * The erasure journal of an installation: one chain of entries on the keyring's medium, outside the database and its
 * backups, shared by its servers. An entry is a file that is put once: of several servers that write the same number one
 * does, and the others write the next. So the chain cannot fork.
 */
export class Journal {
  readonly #medium: Keyring;
  #appending: Promise<unknown> = Promise.resolve();
  #tail: End | null = null;
  /** The newest entries that were appended here or read, by their ids; the oldest first. */
  readonly #lately = new Map<Id, HashedEntry>();

  constructor(medium: Keyring) {
    this.#medium = medium;
  }

  /** What sentences call it. */
  get where(): string {
    return this.#medium.where;
  }

  /** Reads and checks the whole chain. @throws ErasureError where it is broken, with reason and mend. */
  async read(): Promise<JournalState> {
    for (let triesLeft = 3; ; triesLeft--) {
      const state = await this.#read();
      if (state) return state;
      if (triesLeft === 0) throw this.#lacking(1);
    }
  }

  /** One entry; what the database has noted of it is told apart from what the medium says. @throws ErasureError */
  async find(number: number, hash: Buffer): Promise<JournalEntry> {
    const single = await this.#medium.read(entryName(number));
    const entries = (single && readEntries(single)) ?? (await this.read()).entries;
    const found = entries.find(({ entry }) => entry.number === number);
    if (!found) throw this.#lacking(number);
    if (!found.hash.equals(hash)) throw this.#altered(number);
    return found.entry;
  }

  /** Null where a file went while it was read: entries are put together, or pruned, by another server. */
  async #read(): Promise<JournalState | null> {
    const names = readNames(await this.#medium.list());
    const start = await this.#readStart(names);
    const found = new Map<number, HashedEntry>();
    for (const { name, from, to } of [...names.runs, ...names.singles]) {
      if (to < start.number) continue;
      const octets = await this.#medium.read(name);
      if (octets === null) return null;
      const entries = readEntries(octets);
      if (!entries || entries.length !== to - from + 1) throw this.#altered(from);
      for (const one of entries) this.#find(found, one, { from, to });
    }
    return { start, entries: this.#chained(start, found) };
  }

  /**
   * Writes an entry at the chain's end; it is durable when this resolves. Of several that append one id, as who erases and who
   * carries on what seems cut off, one does, and all get that entry. @throws ErasureError where the chain is broken.
   */
  async append(id: Id, matter: ErasureMatter, now: number): Promise<HashedEntry> {
    const appended = this.#appending.then(() => this.#append(id, matter, now));
    this.#appending = appended.catch(() => undefined);
    return appended;
  }

  /** Octets that an entry needs to be done again, such as a batch that was sealed anew; written before the entry is. */
  async keep(name: string, octets: Uint8Array): Promise<void> {
    await this.#medium.put(name, octets);
  }

  async kept(name: string): Promise<Buffer | null> {
    return this.#medium.read(name);
  }

  async forget(names: readonly string[]): Promise<void> {
    for (const name of names) await this.#medium.destroy(name);
  }

  /**
   * Puts old entries together and prunes those that no backup is older than; one process at a time does so. The newest
   * entry always stays, so that the chain's end is known. `forgotten` is told what is about to go.
   */
  async tidy(now: number, forgotten: (entries: readonly JournalEntry[]) => Promise<void>): Promise<void> {
    const { start, entries } = await this.read();
    await this.#fold(now, entries);
    const keptFrom = firstKeptDay(now, JOURNAL_DAYS);
    const gone = entries.slice(0, -1).filter(({ entry }) => entry.day < keptFrom);
    const names = readNames(await this.#medium.list());
    // Only whole runs go.
    const runs = names.runs.filter(({ to }) => to < start.number + gone.length);
    const last = gone.find(({ entry }) => entry.number === runs.at(-1)?.to);
    if (last) {
      const next: JournalStart = {
        number: last.entry.number + 1,
        previous: last.hash.toString('base64url'),
        day: last.entry.day,
      };
      await this.#medium.put(startName(next.number), Buffer.from(`${JSON.stringify(next)}\n`));
      await forgotten(gone.map(({ entry }) => entry).filter(({ number }) => number < next.number));
    }
    await this.#sweep();
  }

  async #append(id: Id, matter: ErasureMatter, now: number): Promise<HashedEntry> {
    for (;;) {
      const { number, hash: previous, day } = await this.#end();
      const known = this.#lately.get(id);
      if (known) return known;
      const today = utcDay(now);
      const entry: JournalEntry = {
        v: 1,
        number: number + 1,
        previous,
        // A clock that was set back does not make the chain's days run backwards.
        day: today > day ? today : day,
        id,
        matter,
      };
      const octets = entryOctets(entry);
      const hash = hashOf(octets);
      if (!(await this.#medium.put(entryName(entry.number), octets))) continue;
      this.#tail = { number: entry.number, hash: hash.toString('base64url'), day: entry.day };
      return this.#remember({ entry, hash });
    }
  }

  #remember(appended: HashedEntry): HashedEntry {
    this.#lately.set(appended.entry.id, appended);
    const oldest = this.#lately.keys().next();
    if (this.#lately.size > REMEMBERED && !oldest.done) this.#lately.delete(oldest.value);
    return appended;
  }

  /** The chain's end: what is known of it, where the medium has nothing newer. */
  async #end(): Promise<End> {
    const names = readNames(await this.#medium.list());
    const newest = Math.max(names.singles.at(-1)?.to ?? 0, names.runs.at(-1)?.to ?? 0);
    if (this.#tail?.number === newest) return this.#tail;
    const { start, entries } = await this.read();
    const last = entries.at(-1);
    for (const one of entries.slice(-REMEMBERED)) this.#remember(one);
    return last
      ? { number: last.entry.number, hash: last.hash.toString('base64url'), day: last.entry.day }
      : { number: start.number - 1, hash: start.previous, day: start.day ?? '' };
  }

  #find(found: Map<number, HashedEntry>, one: HashedEntry, { from, to }: { from: number; to: number }): void {
    const { number } = one.entry;
    if (number < from || number > to) throw this.#altered(number);
    const known = found.get(number);
    if (known && !known.hash.equals(one.hash))
      throw new ErasureError(
        `The erasure journal ${this.where} has two different entries ${number}: it was forked; put the keyring's folder “erasures” back as it was, from the machine that it belongs to.`,
      );
    found.set(number, one);
  }

  #chained(start: JournalStart, found: ReadonlyMap<number, HashedEntry>): HashedEntry[] {
    const newest = Math.max(0, ...found.keys());
    if (start.day !== null && newest < start.number) throw this.#lacking(start.number);
    const entries: HashedEntry[] = [];
    let { previous, number } = start;
    for (; number <= newest; number++) {
      const one = found.get(number);
      if (!one) throw this.#lacking(number);
      if (one.entry.previous !== previous) throw this.#altered(number);
      previous = one.hash.toString('base64url');
      entries.push(one);
    }
    return entries;
  }

  async #readStart({ starts }: JournalNames): Promise<JournalStart> {
    const newest = starts.at(-1);
    if (!newest) return BEGINNING;
    const octets = await this.#medium.read(newest.name);
    try {
      const start = JSON.parse(String(octets)) as JournalStart;
      if (start.number === newest.from && start.previous !== null && start.day !== null) return start;
    } catch {
      // Said below.
    }
    throw this.#altered(newest.from);
  }

  async #fold(now: number, entries: readonly HashedEntry[]): Promise<void> {
    const { singles } = readNames(await this.#medium.list());
    const before = firstKeptDay(now, FOLDED_AFTER_DAYS);
    const single = new Set(singles.map(({ from }) => from));
    const old = entries.filter(({ entry }) => single.has(entry.number) && entry.day < before);
    const [first, last] = [old.at(0)?.entry.number, old.at(-1)?.entry.number];
    if (first === undefined || last === undefined || last - first + 1 !== old.length) return;
    await this.#medium.put(runName(first, last), Buffer.concat(old.map(({ entry }) => entryOctets(entry))));
  }

  /** Entries that are in a run, runs before the start, and starts before the newest. */
  async #sweep(): Promise<void> {
    const { singles, runs, starts } = readNames(await this.#medium.list());
    const start = starts.at(-1)?.from ?? 1;
    const isInRun = (number: number) => runs.some(({ from, to }) => from <= number && number <= to);
    await this.forget([
      ...singles.filter(({ from }) => from < start || isInRun(from)).map(({ name }) => name),
      ...runs.filter(({ to }) => to < start).map(({ name }) => name),
      ...starts.slice(0, -1).map(({ name }) => name),
    ]);
  }

  #altered(number: number): ErasureError {
    return new ErasureError(
      `The erasure journal ${this.where} was altered at entry ${number}; put the keyring's folder “erasures” back as it was.`,
    );
  }

  #lacking(number: number): ErasureError {
    return new ErasureError(
      `The erasure journal ${this.where} lacks entry ${number}; put the keyring's folder “erasures” back as it was.`,
    );
  }
}

/** Opens the erasure journal that lies beside an installation's keys. Nothing is read before it is asked for. */
export function openJournal(keyring: Keyring): Journal {
  return new Journal(keyring.within(ERASURES));
}

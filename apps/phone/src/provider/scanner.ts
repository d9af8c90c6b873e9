import { integerOf, Wakeable, type PhoneSource, type ProviderRow } from '@smseal/client';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import type { Author } from '../record/author.ts';
import type { Ledger } from '../record/ledger.ts';
import type { Collection, SourceName } from './collection.ts';
import type { KnownRows } from './known-rows.ts';
import { Look } from './look.ts';

/** How far back every look goes. Android 17 holds some texts back for three hours, and clocks are set wrong for days. */
const WINDOW_MS = 72 * 60 * 60 * 1000;
/** Rows of one query; a message with pictures weighs more than a text. */
const PAGE: Record<SourceName, number> = { sms: 500, mms: 10, call: 500 };
const FULL_PAGE = 1_000;
/** A row that is younger than this when it is first seen is not late. */
const LATE_MS = 2 * 60 * 1000;
/** How long after a change a full look begins, and how often one comes without any. */
const SETTLE_MS = 1_500;
const FULL_EVERY_MS = 10 * 60 * 1000;
const WINDOW_EVERY_MS = 60 * 1000;
/** A full look of a large phone takes a while; it rests this many times as long, so that a battery is not read empty. */
const REST = 20;

export interface ScannerOptions {
  journal: Journal;
  ledger: Ledger;
  author: Author;
  known: KnownRows;
  source: PhoneSource;
  collections: readonly Collection[];
  /** Reads the contacts. */
  contacts: (signal: AbortSignal) => Promise<void>;
  syncDeletions: () => Promise<boolean>;
  log: Log;
  now: () => number;
  /** Something was read: how many rows of the table are known now. */
  progress: (collection: Collection, known: number) => void;
  /** A full look at everything ended without a gap; `at` is when it began, ms. */
  complete: (at: number) => Promise<void>;
}

/**
 * Keeps the account a true picture of the phone by looking again and again, never by a cursor: every change brings a look
 * at the last three days and then one at everything, so that rows which come late, are dated back, take a used number,
 * change or vanish are all found.
 */
export class Scanner {
  readonly #options: ScannerOptions;
  readonly #wakeable = new Wakeable();
  readonly #looking = new Map<Collection, Promise<unknown>>();
  #windowDue = true;
  /** When the next look at the window is due though nothing was said to change. */
  #windowAt = 0;
  #contactsDue = true;
  /** When the next full look is due, by the monotonic clock. */
  #fullAt = 0;
  /** Before this no change brings a full look. */
  #restUntil = 0;

  constructor(options: ScannerOptions) {
    this.#options = options;
  }

  /** The phone says that something under this collection changed. */
  changed(uri: string): void {
    if (uri.includes('contacts')) this.#contactsDue = true;
    else this.#windowDue = true;
    this.#fullAt = Math.max(performance.now() + SETTLE_MS, this.#restUntil);
    this.#wakeable.wake();
  }

  /** Looks for as long as the signal lets it; while the phone is away it tries again. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#work(signal);
        const due = Math.min(this.#windowAt, this.#fullAt);
        await this.#wakeable.nap(Math.max(50, due - performance.now()), signal);
        if (performance.now() >= this.#windowAt) this.#windowDue = true;
      } catch (error) {
        signal.throwIfAborted();
        this.#options.log('warn', 'look failed', { reason: String(error) });
        await this.#wakeable.nap(2_000, signal);
      }
    }
  }

  /** Everything once: what was missed, what has changed, what is gone. Used by tests and at the end of a first reading. */
  async lookAtEverything(signal: AbortSignal): Promise<void> {
    const began = this.#options.now();
    const subs = await this.#presentSubs();
    for (const collection of this.#options.collections) await this.#full({ collection, subs, signal });
    await this.#options.contacts(signal);
    await this.#options.complete(began);
  }

  async #work(signal: AbortSignal): Promise<void> {
    if (!this.#firstDone()) await this.#first(signal);
    await this.#windows(signal);
    if (performance.now() >= this.#fullAt) {
      const began = performance.now();
      this.#fullAt = began + FULL_EVERY_MS;
      await this.lookAtEverything(signal);
      const ended = performance.now();
      this.#restUntil = ended + REST * (ended - began);
      this.#fullAt = Math.max(this.#fullAt, this.#restUntil);
    }
  }

  #firstDone(): boolean {
    return this.#options.journal.meta('first-reading') === 'done';
  }

  /**
   * The first reading: the newest texts at once, then people and calls, then the rest, newest first. Texts and picture
   * messages come side by side, so that texts need not wait for pictures.
   */
  async #first(signal: AbortSignal): Promise<void> {
    const { journal, collections, contacts } = this.#options;
    const bounds = new Map<Collection, Bound>();
    for (const collection of collections) await this.#newestPage(collection, bounds, signal);
    await contacts(signal);
    this.#contactsDue = false;
    const lanes = collections.map((collection) => this.#toTheOldest(collection, bounds, signal));
    // All have come to rest before a failure is passed on, so that the next try is alone.
    for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason;
    journal.setMeta('first-reading', 'done');
    this.#fullAt = 0;
  }

  async #toTheOldest(
    collection: Collection,
    bounds: Map<Collection, Bound>,
    signal: AbortSignal,
  ): Promise<void> {
    do {
      await this.#options.author.room(signal);
      if (collection.name === 'sms') await this.#windows(signal);
    } while (await this.#newestPage(collection, bounds, signal));
  }

  /** The next page of a table going back in time. False when there was none. */
  #newestPage(collection: Collection, bounds: Map<Collection, Bound>, signal: AbortSignal): Promise<boolean> {
    return this.#alone(collection, () => this.#readPage(collection, bounds, signal));
  }

  async #readPage(
    collection: Collection,
    bounds: Map<Collection, Bound>,
    signal: AbortSignal,
  ): Promise<boolean> {
    signal.throwIfAborted();
    const bound = bounds.get(collection);
    if (bound === 'end') return false;
    const rows = await this.#options.source.query({
      uri: collection.uri,
      sort: 'date DESC, _id DESC',
      limit: PAGE[collection.name],
      ...(bound ? { selection: `date < ${bound.date} OR (date = ${bound.date} AND _id < ${bound.id})` } : {}),
    });
    const last = rows.at(-1);
    bounds.set(
      collection,
      last === undefined || rows.length < PAGE[collection.name]
        ? 'end'
        : {
            date: integerOf(last, 'date') ?? 0,
            id: integerOf(last, '_id') ?? 0,
          },
    );
    const { known } = this.#options;
    const look = this.#look(collection, { late: false, subs: new Set() });
    const before = rows.flatMap((row) => known.get(collection.name, String(row['_id'])) ?? []);
    await look.see(rows, before);
    await look.place();
    this.#options.progress(collection, known.count(collection.name));
    return rows.length > 0;
  }

  async #windows(signal: AbortSignal): Promise<void> {
    if (this.#contactsDue && this.#firstDone()) {
      this.#contactsDue = false;
      await this.#options.contacts(signal);
    }
    if (!this.#windowDue) return;
    this.#windowDue = false;
    this.#windowAt = performance.now() + WINDOW_EVERY_MS;
    try {
      const subs = await this.#presentSubs();
      for (const collection of this.#options.collections) {
        await this.#alone(collection, () => this.#window({ collection, subs, signal }));
      }
    } catch (error) {
      this.#windowDue = true;
      throw error;
    }
  }

  async #window({ collection, subs, signal }: Pass): Promise<void> {
    signal.throwIfAborted();
    const { source, known, now, journal } = this.#options;
    const began = now();
    const from = Math.max(0, began - WINDOW_MS);
    const rows = await source.query({
      uri: collection.uri,
      selection: `date >= ${Math.ceil(from / collection.dateUnitMs)}`,
      sort: 'date DESC, _id DESC',
    });
    const look = this.#look(collection, { late: true, subs });
    await look.see(rows, this.#inWindow(collection, from, rows));
    await look.finish();
    if (this.#firstDone()) journal.setMeta(`looked:${collection.name}`, String(began));
    this.#options.progress(collection, known.count(collection.name));
  }

  /** Known rows of the window, and those that were known under another date and lie in it now. */
  #inWindow(collection: Collection, from: number, rows: readonly ProviderRow[]) {
    const { known } = this.#options;
    const inside = known.byDate(collection.name, from);
    const names = new Set(inside.map((row) => row.row));
    const moved = rows.flatMap((row) => {
      const name = String(row['_id']);
      return names.has(name) ? [] : (known.get(collection.name, name) ?? []);
    });
    return [...inside, ...moved];
  }

  async #full({ collection, subs, signal }: Pass): Promise<void> {
    const { source, known } = this.#options;
    const look = this.#look(collection, { late: true, subs });
    for (let from = 0; ;) {
      signal.throwIfAborted();
      await this.#windows(signal);
      const rows = await source.query({
        uri: collection.uri,
        selection: `_id >= ${from}`,
        sort: '_id ASC',
        limit: FULL_PAGE,
      });
      const isLast = rows.length < FULL_PAGE;
      const to = isLast ? Number.MAX_SAFE_INTEGER : (integerOf(rows.at(-1) ?? {}, '_id') ?? from);
      await look.see(rows, known.byNumber(collection.name, { from, to }));
      if (isLast) break;
      from = to + 1;
    }
    await look.finish();
    this.#options.progress(collection, known.count(collection.name));
  }

  /** One look at a table at a time: two would both find the same new row. */
  #alone<T>(collection: Collection, work: () => Promise<T>): Promise<T> {
    const before = this.#looking.get(collection) ?? Promise.resolve();
    const next = before.catch(() => undefined).then(work);
    this.#looking.set(collection, next);
    return next;
  }

  #look(collection: Collection, { late, subs }: { late: boolean; subs: ReadonlySet<number> }): Look {
    const { journal, ledger, author, known, syncDeletions, source, now } = this.#options;
    const looked = journal.meta(`looked:${collection.name}`);
    return new Look({
      ledger,
      author,
      known,
      collection,
      syncDeletions,
      now,
      presentSubs: subs,
      lateBefore: late && looked !== null ? Number(looked) - LATE_MS : null,
      confirm: (numbers) =>
        source.query({ uri: collection.uri, selection: `_id IN (${numbers.join(', ')})` }),
    });
  }

  async #presentSubs(): Promise<Set<number>> {
    return new Set((await this.#options.source.device()).sims.map(({ subId }) => subId));
  }
}

interface Pass {
  collection: Collection;
  subs: ReadonlySet<number>;
  signal: AbortSignal;
}

/** How far back a table has been read: the place of its last row, in the table's own units. */
type Bound = { date: number; id: number } | 'end' | undefined;

import type { SyncCursor } from '@smseal/client';
import { openPage, sealPage } from '@smseal/seal';
import { nextTask } from '../next-task.ts';
import { answered, inTransaction, readValue } from './browser-database.ts';
import { decodeItems, encodeItems, keyOf, type CacheItem } from './cache-item.ts';
import { PageBook } from './page-book.ts';

/** Sealed octets and the epoch whose salt their key was made with. */
interface SealedBlob {
  epoch: number;
  octets: Uint8Array<ArrayBuffer>;
}

/** Where the cache stands; written in the same transaction as what it covers. */
interface Place {
  cursor: SyncCursor;
  nextLog: number;
}

export interface CacheOptions {
  database: IDBDatabase;
  /** The page key of an epoch; throws for an epoch that this device does not hold. */
  key: (epoch: number) => Promise<CryptoKey>;
  /** The current epoch: what new pages are sealed under. */
  epoch: () => number;
  /** The present value of an item. */
  item: (key: string) => CacheItem | undefined;
  /** What the first screen needs. */
  firstScreen: () => CacheItem[];
  /** Whether somebody waits for the first reading, which is to have the processor for itself. */
  busy: () => boolean;
}

/** More changed items than this are written into their pages; fewer are a short entry of the log. */
const LOG_ITEMS = 1_000;
/** The same by weight: a batch of a thousand texts is one item, and changes with every report on one of them. */
const LOG_OCTETS = 8 * 1024 * 1024;
/** More at once go into pages straight away: in the log they would only be written twice. */
const LOG_ENTRY_ITEMS = 250;
/** Changes are written this long after the first of them, in the background, and no sooner than it pays. */
const WRITE_MS = 250;
/** Writing takes at most this share of the time. */
const WRITE_SHARE = 0.1;
/** The same while the first reading runs: what a crash may cost of it. */
const BUSY_WRITE_MS = 10_000;
/** The page of the first screen is written when nothing has changed for so long, or has changed for longer than that. */
const QUIET_MS = 1_500;
const FIRST_SCREEN_MS = 10_000;
/** Pages read and opened at a time; between them other work gets its turn. */
const READ_PAGES = 8;

const FIRST = 'first';

/** The cache could not be opened: it is to be thrown away and everything read anew. */
export class CacheBroken extends Error {
  override readonly name = 'CacheBroken';
}

/**
 * What this device has read, kept sealed: pages of 500 items, a short log of changes since, and one small page with what the
 * first screen shows. Each write is one transaction together with the cursor that it covers, so a crash at any moment
 * leaves an earlier state that is whole.
 */
export class SealedCache {
  readonly #options: CacheOptions;
  readonly #book = new PageBook();
  #changed = new Set<string>();
  #logged = new Set<string>();
  #cursor: SyncCursor | null = null;
  #nextLog = 0;
  #logOctets = 0;
  #lastWriteMs = 0;
  #firstAt = 0;
  #changedAt = 0;
  #firstStale = true;
  /** Something was deleted: nothing written may hold it any longer. */
  #purging = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #firstTimer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /**
   * Reads the cache: first what the first screen needs with the log's changes, then page by page.
   * @returns the cursor, or null when there is no cache.
   * @throws CacheBroken
   */
  async load(take: (items: CacheItem[], part: 'first' | 'page') => void): Promise<SyncCursor | null> {
    const place = await readValue<Place>(this.#options.database, 'place', 'place');
    if (!place) return null;
    try {
      const first = await this.#readFirst();
      const log = await this.#readLog();
      take([...first, ...log], 'first');
      this.#logged = new Set(log.map(keyOf));
      await this.#readPages(take);
    } catch (error) {
      throw new CacheBroken('the cache does not open', { cause: error });
    }
    this.#cursor = place.cursor;
    this.#nextLog = place.nextLog;
    this.#firstStale = false;
    return place.cursor;
  }

  /**
   * These items are other than before, and reading goes on from `cursor`. Written in the background. Where something of them
   * was deleted, no page, no entry of the log and no first screen keeps what they were.
   */
  change(keys: Iterable<string>, cursor: SyncCursor | null, purge = false): void {
    for (const key of keys) this.#changed.add(key);
    this.#purging ||= purge;
    if (cursor) this.#cursor = cursor;
    this.#firstStale = true;
    this.#changedAt = performance.now();
    const wait = this.#options.busy() ? BUSY_WRITE_MS : Math.max(WRITE_MS, this.#lastWriteMs / WRITE_SHARE);
    this.#timer ??= setTimeout(() => void this.write(), wait);
  }

  /** Writes what has changed; resolves when it is kept. A full disk loses the cache, never the session. */
  write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write()).catch(() => this.#giveUp());
    return this.#writing;
  }

  /** Everything that is written now, opened as it lies there. */
  async *written(): AsyncGenerator<CacheItem[]> {
    await this.#writing;
    const store = this.#options.database.transaction('page').objectStore('page');
    for (const key of await answered(store.getAllKeys())) {
      const blob = await readValue<SealedBlob>(this.#options.database, 'page', key);
      if (blob) yield this.#open(key === FIRST ? FIRST : `page:${Number(key)}`, blob);
      await nextTask();
    }
    yield this.#readLog();
  }

  /** Ends all writing; the database can be closed when this resolves. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#firstTimer !== null) clearTimeout(this.#firstTimer);
    await this.#writing;
  }

  /** Forgets everything that was written. */
  static async clear(database: IDBDatabase): Promise<void> {
    await inTransaction(database, ['page', 'log', 'place'], (transaction) => {
      for (const store of ['page', 'log', 'place'] as const) transaction.objectStore(store).clear();
    });
  }

  async #write(): Promise<void> {
    if (this.#closed || !this.#cursor) return;
    const changed = this.#changed;
    const cursor = this.#cursor;
    const purging = this.#purging;
    this.#changed = new Set();
    this.#purging = false;
    const few = !purging && changed.size <= LOG_ENTRY_ITEMS && changed.size + this.#logged.size <= LOG_ITEMS;
    const began = performance.now();
    if (few && this.#book.items > 0 && this.#logOctets < LOG_OCTETS) {
      await this.#writeLog(changed, cursor);
    } else {
      await this.#writePages(changed, cursor, purging);
    }
    this.#lastWriteMs = performance.now() - began;
  }

  /** The browser took no more (a full disk, a closed database): a cache with a gap would be worse than none. */
  async #giveUp(): Promise<void> {
    this.#closed = true;
    await SealedCache.clear(this.#options.database).catch(() => undefined);
  }

  async #writeLog(changed: ReadonlySet<string>, cursor: SyncCursor): Promise<void> {
    const number = this.#nextLog;
    const blob = changed.size > 0 ? await this.#seal(`log:${number}`, this.#items(changed)) : null;
    const first = await this.#sealFirst();
    const place: Place = { cursor, nextLog: number + 1 };
    await this.#commit((transaction) => {
      if (blob) transaction.objectStore('log').put(blob, number);
      if (first) transaction.objectStore('page').put(first, FIRST);
      transaction.objectStore('place').put(place, 'place');
    });
    this.#nextLog = number + 1;
    this.#logOctets += blob?.octets.length ?? 0;
    for (const key of changed) this.#logged.add(key);
  }

  async #writePages(changed: ReadonlySet<string>, cursor: SyncCursor, purging: boolean): Promise<void> {
    const pages = new Set<number>();
    for (const key of this.#logged) pages.add(this.#book.place(key));
    for (const key of changed) pages.add(this.#book.place(key));
    const blobs = new Map<number, SealedBlob>();
    for (const page of pages) {
      blobs.set(page, await this.#seal(`page:${page}`, this.#items(this.#book.keysOn(page))));
      await nextTask();
    }
    const first = await this.#sealFirst(purging);
    const place: Place = { cursor, nextLog: this.#nextLog };
    await this.#commit((transaction) => {
      for (const [page, blob] of blobs) transaction.objectStore('page').put(blob, page);
      if (first) transaction.objectStore('page').put(first, FIRST);
      transaction.objectStore('log').clear();
      transaction.objectStore('place').put(place, 'place');
    });
    this.#logged = new Set();
    this.#logOctets = 0;
  }

  /** The first screen's page when it is due; else the one there stays a little longer. */
  async #sealFirst(purging = false): Promise<SealedBlob | null> {
    const now = performance.now();
    if (!this.#firstStale) return null;
    const due = this.#firstAt === 0 || now - this.#firstAt > FIRST_SCREEN_MS;
    if (!due && !purging && now - this.#changedAt < QUIET_MS) {
      this.#firstTimer ??= setTimeout(() => {
        this.#firstTimer = null;
        void this.write();
      }, QUIET_MS);
      return null;
    }
    this.#firstAt = now;
    this.#firstStale = false;
    return this.#seal(FIRST, this.#options.firstScreen());
  }

  #commit(work: (transaction: IDBTransaction) => void): Promise<void> {
    return inTransaction(this.#options.database, ['page', 'log', 'place'], work);
  }

  #items(keys: Iterable<string>): CacheItem[] {
    return Array.from(keys, (key) => this.#options.item(key)).filter((item) => item !== undefined);
  }

  async #seal(name: string, items: CacheItem[]): Promise<SealedBlob> {
    const epoch = this.#options.epoch();
    const octets = await sealPage(await this.#options.key(epoch), name, encodeItems(items));
    return { epoch, octets };
  }

  async #open(name: string, { epoch, octets }: SealedBlob): Promise<CacheItem[]> {
    return decodeItems(await openPage(await this.#options.key(epoch), name, octets));
  }

  async #readFirst(): Promise<CacheItem[]> {
    const blob = await readValue<SealedBlob>(this.#options.database, 'page', FIRST);
    return blob ? this.#open(FIRST, blob) : [];
  }

  async #readLog(): Promise<CacheItem[]> {
    const store = this.#options.database.transaction('log').objectStore('log');
    const [numbers, blobs] = await Promise.all([
      answered(store.getAllKeys() as IDBRequest<number[]>),
      answered(store.getAll() as IDBRequest<SealedBlob[]>),
    ]);
    this.#logOctets = blobs.reduce((sum, { octets }) => sum + octets.length, 0);
    const parts = await Promise.all(blobs.map((blob, i) => this.#open(`log:${numbers[i] ?? -1}`, blob)));
    return parts.flat();
  }

  async #readPages(take: (items: CacheItem[], part: 'page') => void): Promise<void> {
    for (let from = 0; ; from += READ_PAGES) {
      const range = IDBKeyRange.bound(from, from + READ_PAGES, false, true);
      const store = this.#options.database.transaction('page').objectStore('page');
      const blobs = await answered(store.getAll(range) as IDBRequest<SealedBlob[]>);
      for (const [i, blob] of blobs.entries()) {
        const page = from + i;
        const items = await this.#open(`page:${page}`, blob);
        this.#book.restore(page, items.map(keyOf));
        // What the log knows better has been taken already.
        take(
          items.filter((item) => !this.#logged.has(keyOf(item))),
          'page',
        );
      }
      if (blobs.length < READ_PAGES) return;
      await nextTask();
    }
  }
}

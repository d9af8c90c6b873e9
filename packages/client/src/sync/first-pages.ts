import { RECORD_KINDS, type Id, type RecordKind, type RecordsPage } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';
import { listBatches } from '../outbox/outbox-api.ts';
import { listRecords } from '../record/record-api.ts';
import { notOvertaken } from './not-overtaken.ts';
import type { Opener } from './opener.ts';
import {
  emptyStep,
  type FirstReading,
  type SyncCursor,
  type SyncStep,
  type SyncStore,
} from './sync-store.ts';

const PAGE = 1000;
/** The first page is small, so that something can be shown at once. */
const FIRST_PAGE = 200;
const BATCH_PAGE = 100;
const SMALL_KINDS = (Object.keys(RECORD_KINDS) as RecordKind[]).filter((kind) => RECORD_KINDS[kind].small);

export interface FirstPagesOptions {
  api: ApiClient;
  store: SyncStore;
  opener: Opener;
  how: How;
  /** Where an interrupted reading goes on; null begins one. */
  cursor: SyncCursor | null;
  /** Whether what the pages do not name is to be dropped from the store. */
  sweep: boolean;
  batches?: boolean;
  total?: (kind: RecordKind, count: number) => void;
}

/** An account's first reading, page by page. */
export class FirstPages {
  readonly #options: FirstPagesOptions;
  readonly #named = new Map<RecordKind | 'batch', Set<Id>>();
  #cursor: SyncCursor | null;
  /** The next page of messages, asked for already. */
  #ahead: Promise<RecordsPage> | null = null;
  #applied: (cursor: SyncCursor) => void = () => undefined;

  constructor(options: FirstPagesOptions) {
    this.#options = options;
    this.#cursor = options.cursor;
  }

  /** Reads everything; `applied` hears of each cursor that became durable. Returns the cursor for the feed. */
  async read(applied: (cursor: SyncCursor) => void): Promise<SyncCursor> {
    this.#applied = applied;
    // Sessions are kept in memory alone, so a reading that goes on needs them, too; those that come later are in the feed.
    await this.#options.opener.sessions(this.#options.how);
    if (!this.#isDone('message') && this.#cursor === null) await this.#messagePage(FIRST_PAGE);
    for (const kind of SMALL_KINDS) if (!this.#isDone(kind)) await this.#kind(kind);
    if (this.#options.batches !== false && !this.#isDone('batch')) await this.#batches();
    while (!this.#isDone('message')) await this.#messagePage(PAGE);
    await this.#apply(emptyStep({ seq: this.#cursor?.seq ?? 0, first: null }));
    return { seq: this.#cursor?.seq ?? 0, first: null };
  }

  #isDone(kind: RecordKind | 'batch'): boolean {
    return this.#cursor?.first?.done.includes(kind) ?? false;
  }

  async #messagePage(limit: number): Promise<void> {
    const after = this.#cursor?.first?.messagesAfter ?? null;
    const page = await (this.#ahead ?? this.#fetchMessages(after, limit));
    // The next page travels while this one is opened.
    this.#ahead = page.next === null ? null : this.#fetchMessages(page.next, PAGE);
    this.#ahead?.catch(() => undefined);
    const step = await this.#stepOf('message', page);
    await this.#finishPage('message', step, page.next);
  }

  #fetchMessages(after: string | null, limit: number): Promise<RecordsPage> {
    const { api, how } = this.#options;
    return listRecords(api, { kind: 'message', limit, ...(after === null ? {} : { after }) }, how);
  }

  async #kind(kind: RecordKind): Promise<void> {
    const { api, how, store } = this.#options;
    let after: string | null = null;
    do {
      const query = { kind, limit: PAGE, ...(after === null ? {} : { after }) };
      const page: RecordsPage = await notOvertaken(
        store,
        () => listRecords(api, query, how),
        ({ records }) => records,
      );
      await this.#finishPage(kind, await this.#stepOf(kind, page), page.next);
      after = page.next;
    } while (after !== null);
  }

  async #batches(): Promise<void> {
    const { api, how, opener } = this.#options;
    let after: string | null = null;
    do {
      const query = { limit: BATCH_PAGE, ...(after === null ? {} : { after }) };
      const page: Awaited<ReturnType<typeof listBatches>> = await listBatches(api, query, how);
      const step = emptyStep(this.#next());
      for (const batch of page.batches) await opener.batch(batch, step, how);
      for (const segment of page.segments) await opener.segment(segment, step, how);
      this.#name('batch', page.batches);
      await this.#finishPage('batch', step, page.next);
      after = page.next;
    } while (after !== null);
  }

  async #stepOf(kind: RecordKind, page: RecordsPage): Promise<SyncStep> {
    // What changes while the pages are read lies above the head of the very first of them.
    this.#cursor ??= { seq: page.head, first: this.#beginning() };
    if (page.total !== undefined) this.#options.total?.(kind, page.total);
    const step = emptyStep(this.#next());
    await this.#options.opener.records(page.records, step, this.#options.how);
    this.#name(kind, page.records);
    return step;
  }

  #name(kind: RecordKind | 'batch', items: readonly { id: Id }[]): void {
    if (!this.#options.sweep) return;
    const named = this.#named.get(kind) ?? new Set<Id>();
    for (const { id } of items) named.add(id);
    this.#named.set(kind, named);
  }

  async #finishPage(kind: RecordKind | 'batch', step: SyncStep, next: string | null): Promise<void> {
    const first = step.cursor.first ?? this.#beginning();
    if (kind === 'message') first.messagesAfter = next;
    if (next === null) {
      first.done.push(kind);
      if (this.#options.sweep) {
        const named = this.#named.get(kind) ?? new Set();
        for (const id of await this.#options.store.ids(kind)) {
          if (!named.has(id)) step.deleted.push({ kind, id });
        }
      }
    }
    await this.#apply({ ...step, cursor: { ...step.cursor, first } });
  }

  async #apply(step: SyncStep): Promise<void> {
    await this.#options.store.apply(step);
    this.#cursor = step.cursor;
    this.#applied(step.cursor);
  }

  #beginning(): FirstReading {
    return { done: [], messagesAfter: null, sweep: this.#options.sweep };
  }

  /** A copy of the cursor, to be changed. */
  #next(): SyncCursor {
    const { seq, first } = this.#cursor ?? { seq: 0, first: null };
    const { done, messagesAfter, sweep } = first ?? this.#beginning();
    return { seq, first: { done: [...done], messagesAfter, sweep } };
  }
}

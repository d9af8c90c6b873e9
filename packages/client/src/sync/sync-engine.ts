import { CodedError, type Change, type RecordKind } from '@smseal/protocol';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { Wakeable } from '../api/wakeable.ts';
import type { Membership } from '../device/membership.ts';
import { listChanges } from '../record/record-api.ts';
import { FirstPages } from './first-pages.ts';
import { notOvertaken } from './not-overtaken.ts';
import { Opener } from './opener.ts';
import { emptyStep, type SyncCursor, type SyncStep, type SyncStore } from './sync-store.ts';

const PAGE = 1000;

/** The server's feed ends before what was read, or repeats itself: nothing more is taken from it. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';
}

export interface SyncOptions {
  api: ApiClient;
  membership: Membership;
  store: SyncStore;
  bell: AlarmBell;
  /** False leaves outgoing batches unread. */
  batches?: boolean;
  /** How many records of a kind the server says there are: once per kind and first reading. */
  total?: (kind: RecordKind, count: number) => void;
  /** Everything there was has been read. */
  caughtUp?: () => void;
}

/**
 * Reads an account: messages newest first and the small kinds whole, then the change feed from where it stood before the
 * first page was asked for. Everything is opened and checked on the way; steps are applied one by one with their cursor,
 * so that an end at any moment loses nothing.
 */
export class SyncEngine {
  readonly #options: SyncOptions;
  readonly #opener: Opener;
  readonly #wakeable = new Wakeable();
  #cursor: SyncCursor | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#opener = new Opener(options);
  }

  /** The highest seq that was read; 0 before anything was. */
  get seq(): number {
    return this.#cursor?.seq ?? 0;
  }

  /**
   * Passes over places of the feed that hold what this device has just sent itself: those after `from` up to `to`.
   * Returns the cursor when it moved, so that it can be kept with the acceptance; null when others' places lie between.
   */
  pass(from: number, to: number): SyncCursor | null {
    if (this.#cursor === null || this.#cursor.first !== null || this.#cursor.seq !== from) return null;
    this.#cursor = { seq: to, first: null };
    return this.#cursor;
  }

  /** Something may have changed: look now. */
  wake(): void {
    this.#wakeable.wake();
  }

  /**
   * Reads for as long as the signal lets it; outages are waited out.
   * @throws FeedRefused, NotAMember, CodedError `unauthenticated`, or the signal's reason.
   */
  async run(signal: AbortSignal, pollMs = 60_000): Promise<void> {
    for (;;) {
      await this.catchUp({ signal, retry: 'until-aborted' });
      await this.#wakeable.nap(pollMs, signal);
    }
  }

  /** Reads everything there is now; calls wait for each other. */
  catchUp(how: How = {}): Promise<void> {
    const next = this.#running.catch(() => undefined).then(() => this.#catchUp(how));
    this.#running = next;
    return next;
  }

  async #catchUp(how: How): Promise<void> {
    this.#cursor ??= await this.#options.store.loadCursor();
    let sweep = this.#cursor?.first?.sweep ?? false;
    for (;;) {
      try {
        if (this.#cursor === null || this.#cursor.first !== null) await this.#readFirst(sweep, how);
        await this.#follow(how);
        this.#options.caughtUp?.();
        return;
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'cursor-expired') throw error;
        // Deletions before the cursor are forgotten by now: everything is listed again, and what is not named goes.
        this.#cursor = null;
        sweep = true;
      }
    }
  }

  async #readFirst(sweep: boolean, how: How): Promise<void> {
    const resumed = sweep ? null : this.#cursor;
    const pages = new FirstPages({ ...this.#options, opener: this.#opener, how, sweep, cursor: resumed });
    this.#cursor = await pages.read((cursor) => {
      this.#cursor = cursor;
    });
  }

  async #follow(how: How): Promise<void> {
    const { api, store, bell } = this.#options;
    for (;;) {
      const since = this.seq;
      const page = await notOvertaken(
        store,
        () => listChanges(api, { since, limit: PAGE }, how),
        ({ changes }) => changes.flatMap((change) => (change.type === 'record' ? [change.record] : [])),
      );
      if (page.head < since || page.seq < since) {
        bell(alarmOf('feed-rolled-back', api.clock.own()));
        throw new FeedRefused(`the feed ends at ${page.head}, ${since} was read`);
      }
      this.#requireOrder(page.changes, since);
      if (page.changes.length > 0 || page.seq > since) {
        const step = await this.#stepOf(page.changes, { seq: page.seq, first: null }, how);
        if (this.seq > page.seq) continue;
        await store.apply(step);
        this.#cursor = step.cursor;
      }
      if (page.seq >= page.head) return;
    }
  }

  #requireOrder(changes: readonly Change[], since: number): void {
    let last = since;
    for (const { seq } of changes) {
      if (seq <= last) {
        this.#options.bell(alarmOf('feed-disordered', this.#options.api.clock.own()));
        throw new FeedRefused(`place ${seq} comes after ${last}`);
      }
      last = seq;
    }
  }

  async #stepOf(changes: readonly Change[], cursor: SyncCursor, how: How): Promise<SyncStep> {
    const step = emptyStep(cursor);
    for (const change of changes) {
      if (change.type === 'inbound-session') await this.#opener.session(change.session, how);
    }
    const records = changes.flatMap((change) => (change.type === 'record' ? [change.record] : []));
    await this.#opener.records(records, step, how);
    const { batches = true } = this.#options;
    // A batch that was cancelled or expired stands after its own segments.
    for (const change of changes) {
      if (batches && change.type === 'batch') await this.#opener.batch(change.batch, step, how);
    }
    for (const change of changes) {
      if (batches && change.type === 'segment') await this.#opener.segment(change.segment, step, how);
      if (change.type === 'deleted') step.deleted.push({ kind: change.kind, id: change.id });
      if (change.type === 'expired-before') step.expired.push({ kind: change.kind, before: change.before });
    }
    return step;
  }
}

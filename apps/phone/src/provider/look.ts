import { integerOf, timeMsOf, type ProviderRow } from '@smseal/client';
import type { Id } from '@smseal/protocol';
import type { Author, Draft } from '../record/author.ts';
import type { Ledger, LedgerEntry } from '../record/ledger.ts';
import { sameContent } from '../record/same-content.ts';
import type { Collection, Mapped } from './collection.ts';
import { fingerprint } from './fingerprint.ts';
import type { KnownRow, KnownRows } from './known-rows.ts';
import { isMassDisappearance, isTellingAbsence, planRange } from './plan.ts';

/** Records, and octets of their blobs, that are committed at once. */
const MANY_DRAFTS = 250;
const MANY_OCTETS = 4 * 1024 * 1024;

/** How far a record of a former life is looked for among the ordinals of equal rows. */
const MANY_EQUALS = 16;

export interface LookOptions {
  ledger: Ledger;
  author: Author;
  known: KnownRows;
  collection: Collection;
  /** Incoming rows older than this that were never seen come late; null while the first reading lasts. */
  lateBefore: number | null;
  /** Whether what is deleted on the phone is deleted in the account at once. */
  syncDeletions: () => Promise<boolean>;
  /** Asks the phone for these rows once more. */
  confirm: (numbers: readonly number[]) => Promise<readonly ProviderRow[]>;
  /** Subscriptions whose SIM is in the phone. */
  presentSubs: ReadonlySet<number>;
  /** Our own clock, ms. */
  now: () => number;
}

/** A row and what it says. */
interface Read {
  row: ProviderRow;
  mapped: Mapped;
  base: Id;
}

/**
 * One look at a table or a range of it, as a set. What changed is written as it is seen; what is new is placed once it is
 * known what has vanished, so that a row which merely moved keeps its record; what has vanished is asked for once more
 * before it counts.
 */
export class Look {
  readonly #options: LookOptions;
  readonly #fresh: ProviderRow[] = [];
  #absent: KnownRow[] = [];
  #drafts: Draft[] = [];
  #notes: (() => void)[] = [];
  #octets = 0;
  /** Records of rows that were placed and are not committed yet. */
  readonly #taken = new Set<Id>();

  constructor(options: LookOptions) {
    this.#options = options;
  }

  /** Takes a part of the range: its rows, and every known row of the same part. */
  async see(rows: readonly ProviderRow[], known: readonly KnownRow[]): Promise<void> {
    const { collection } = this.#options;
    const plan = planRange(rows, known, (row) => fingerprint(row, collection.columns));
    this.#absent.push(...plan.absent);
    this.#fresh.push(...plan.fresh);
    for (const change of plan.changed) await this.#change(change.row, change.known);
    await this.#commit();
  }

  /** Places what is new, newest first as it was seen, without waiting for the rest of the look. */
  async place(): Promise<void> {
    for (const row of this.#fresh.splice(0)) {
      if (this.#isPlaced(row)) continue;
      const read = await this.#read(row, null);
      if (read === null) continue;
      await this.#placeOne(read);
      if (this.#drafts.length >= MANY_DRAFTS || this.#octets > MANY_OCTETS) await this.#commit();
    }
    await this.#commit();
  }

  /** The whole range was seen: places what is new and settles what is gone. */
  async finish(): Promise<void> {
    await this.place();
    await this.#settle(await this.#trulyAbsent());
  }

  /** A row whose number is known says something else: it was edited, or its number was used again for another. */
  async #change(row: ProviderRow, known: KnownRow): Promise<void> {
    const { ledger, known: rows, collection } = this.#options;
    const entry = ledger.get(collection.kind, known.record);
    const read = await this.#read(row, entry?.payload ?? null);
    if (read !== null && read.base === known.base) {
      this.#notes.push(() => rows.put(this.#toKnown(read, known.record)));
      if (entry !== null && entry.state !== 'deleted') await this.#renew(entry, read);
    } else {
      const displaced = toDisplaced(known);
      this.#absent.push(displaced);
      this.#notes.push(() => {
        rows.drop(known.source, known.row);
        rows.put(displaced);
      });
      if (read !== null) this.#fresh.push(row);
    }
  }

  async #placeOne(read: Read): Promise<void> {
    const { ledger, known, collection } = this.#options;
    const at = this.#absent.findIndex((row) => row.base === read.base);
    const moved = at < 0 ? undefined : this.#absent.splice(at, 1)[0];
    const id = moved?.record ?? (await this.#freeId(read));
    this.#taken.add(id);
    const next = this.#toKnown(read, id);
    this.#notes.push(() => {
      if (moved && known.get(moved.source, moved.row)?.record === id) known.drop(moved.source, moved.row);
      known.put(next);
    });
    const entry = ledger.get(collection.kind, id);
    if (entry === null) {
      const { payload, blobs } = await read.mapped.seal(null);
      this.#draft({
        kind: collection.kind,
        id,
        clear: read.mapped.clear,
        payload: this.#late(next, payload),
        blobs,
      });
    } else if (entry.state !== 'deleted') await this.#renew(entry, read);
  }

  /** Another look may have been faster. */
  #isPlaced(row: ProviderRow): boolean {
    const { collection, known } = this.#options;
    const seen = known.get(collection.name, String(row['_id']));
    return seen !== null && seen.fingerprint === fingerprint(row, collection.columns);
  }

  /**
   * The first id among equals that no row stands behind. Deleted records are passed over: their ids are spent. A record
   * that a former life of this phone left behind comes first, though there is a gap before it: one of its equals was lost
   * or deleted in that life, of which this one knows nothing.
   */
  async #freeId({ mapped, base }: Read): Promise<Id> {
    const { ledger, known, collection } = this.#options;
    let free: Id | null = null;
    for (let ordinal = 0, last = Number.POSITIVE_INFINITY; ordinal <= last; ordinal++) {
      const id = ordinal === 0 ? base : await mapped.id(ordinal);
      if (this.#taken.has(id) || known.links(id)) continue;
      const state = ledger.get(collection.kind, id)?.state;
      if (state === 'held') return id;
      if (state === 'deleted' || free !== null) continue;
      if (!ledger.hasOrphan(collection.kind, mapped.clear)) return id;
      free = id;
      last = ordinal + MANY_EQUALS;
    }
    return free ?? base;
  }

  /** Writes the next version when the row says something else than the record does. */
  async #renew(entry: LedgerEntry, { mapped }: Read): Promise<void> {
    const { payload, blobs } = await mapped.seal(entry.payload);
    if (entry.state === 'held' && sameContent(payload, entry.payload)) return;
    this.#draft({ ...nextVersion(entry, payload), blobs });
  }

  async #trulyAbsent(): Promise<KnownRow[]> {
    const { collection, confirm, presentSubs } = this.#options;
    const telling = this.#absent.filter((row) => isTellingAbsence(row, presentSubs));
    const there = new Map<string, string>();
    for (let at = 0; at < telling.length; at += 200) {
      const numbers = telling.slice(at, at + 200).map((row) => row.number);
      for (const row of await confirm(numbers)) {
        there.set(String(row['_id']), fingerprint(row, collection.columns));
      }
    }
    const { known } = this.#options;
    return telling.filter((row) => {
      const current = known.get(row.source, row.row);
      if (current?.record === row.record) return there.get(row.row) !== row.fingerprint;
      return !known.links(row.record);
    });
  }

  /** Many at once are kept and marked, whatever the setting says. */
  async #settle(gone: readonly KnownRow[]): Promise<void> {
    if (gone.length === 0) return;
    const { author, collection, known } = this.#options;
    const mass = isMassDisappearance(gone.length, known.count(collection.name));
    const forget = () => {
      for (const row of gone) {
        if (known.get(row.source, row.row)?.record === row.record) known.drop(row.source, row.row);
      }
    };
    if (!mass && (await this.#options.syncDeletions())) {
      const ids = new Set(gone.map((row) => row.record));
      await author.delete(
        [...ids].map((id) => ({ kind: collection.kind, id })),
        forget,
      );
    } else await author.write(this.#marked(gone), forget);
  }

  /** Messages say that the phone has lost them; calls and contacts just stay. */
  #marked(gone: readonly KnownRow[]): Draft[] {
    const { collection, ledger, now } = this.#options;
    if (collection.kind !== 'message') return [];
    const goneFromPhone = new Date(now()).toISOString();
    return gone.flatMap(({ record }): Draft[] => {
      const entry = ledger.get('message', record);
      if (entry === null || entry.state !== 'held') return [];
      return [{ ...nextVersion(entry, { ...(entry.payload as object), goneFromPhone }), state: 'gone' }];
    });
  }

  async #read(row: ProviderRow, known: unknown): Promise<Read | null> {
    const mapped = await this.#options.collection.map(row, known);
    return mapped === null ? null : { row, mapped, base: await mapped.id(0) };
  }

  #late({ date }: KnownRow, payload: unknown): unknown {
    const { lateBefore, now } = this.#options;
    const incoming = (payload as { direction?: unknown }).direction === 'in';
    if (lateBefore === null || !incoming || date >= lateBefore) return payload;
    return { ...(payload as object), seenLate: new Date(now()).toISOString() };
  }

  #draft(draft: Draft): void {
    this.#drafts.push(draft);
    for (const blob of draft.blobs ?? []) this.#octets += blob.size;
  }

  /** What was found is durable, together with the rows that it was found in. */
  async #commit(): Promise<void> {
    const notes = this.#notes.splice(0);
    const drafts = this.#drafts.splice(0);
    this.#octets = 0;
    if (drafts.length === 0 && notes.length === 0) return;
    await this.#options.author.write(drafts, () => notes.forEach((note) => note()));
    this.#taken.clear();
  }

  #toKnown({ row, base }: Read, record: Id): KnownRow {
    const { collection } = this.#options;
    return {
      source: collection.name,
      row: String(row['_id']),
      number: integerOf(row, '_id') ?? 0,
      date: timeMsOf(row, 'date') ?? 0,
      sub: integerOf(row, 'sub_id') ?? integerOf(row, 'subscription_id') ?? -1,
      fingerprint: fingerprint(row, collection.columns),
      base,
      record,
    };
  }
}

/**
 * A row whose number another has taken: it is gone for certain, whether its SIM is in the phone or not. It keeps a name
 * of its own until that is settled, so that a look which breaks off in between forgets nothing.
 */
function toDisplaced(known: KnownRow): KnownRow {
  return { ...known, row: `displaced:${known.record}`, sub: -1 };
}

function nextVersion({ kind, id, conversation, day }: LedgerEntry, payload: unknown): Draft {
  const clear = { ...(conversation === null ? {} : { conversation }), ...(day === null ? {} : { day }) };
  return { kind, id, clear, payload };
}

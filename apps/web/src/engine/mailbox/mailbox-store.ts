import type { RecordKind } from '@smseal/inventory';
import {
  expandBatch,
  type OpenedBatch,
  type OpenedRecord as SyncedRecord,
  type OpenedSegment,
  type SyncCursor,
  type SyncStep,
  type SyncStore,
} from '@smseal/client';
import type { BatchContent, BatchStored, ConversationPayload } from '@smseal/protocol';
import { itemKey, keyOf, type CacheItem, type HeldBatch } from '../cache/cache-item.ts';
import { firstScreen } from './first-screen.ts';
import type { Mailbox } from './mailbox.ts';
import { asOpenedRecord, type Opened, type OpenedRecord } from './opened-record.ts';

/** Where the store hands on what changed: the sealed cache. */
export interface ChangeSink {
  /** @param purge something of them was deleted, and no trace of it is to stay. */
  change(keys: Iterable<string>, cursor: SyncCursor | null, purge?: boolean): void;
}

export interface MailboxStoreOptions {
  mailbox: Mailbox;
  /** Conversation id of parties (keyed: only devices can compute it). */
  conversationOf: (parties: readonly string[]) => Promise<string>;
  /** Something that no screen can show was left out, by reason. */
  refused: (reason: string, count: number) => void;
  /** Something was deleted: whoever keeps anything aside lets go of it. */
  purged: () => void;
  /** A message that was not here before came from the server. */
  arrived: (message: Opened<'message'>) => void;
}

/** What a reading device keeps, for the sync engine: every step goes to the mailbox and, in the background, to the cache. */
export class MailboxStore implements SyncStore {
  readonly #options: MailboxStoreOptions;
  readonly #items = new Map<string, CacheItem>();
  #sink: ChangeSink | null = null;
  #cursor: SyncCursor | null = null;

  constructor(options: MailboxStoreOptions) {
    this.#options = options;
  }

  /** From now on changes are kept there. */
  keepIn(sink: ChangeSink): void {
    this.#sink = sink;
  }

  /** Starts from what the cache held. */
  restore(items: readonly CacheItem[], cursor: SyncCursor | null): void {
    for (const item of items) this.#take(item);
    if (cursor) this.#cursor = cursor;
  }

  /** The present value of an item, for the cache. */
  item(key: string): CacheItem | undefined {
    return this.#items.get(key);
  }

  /** Every item, for the export. */
  items(): IterableIterator<CacheItem> {
    return this.#items.values();
  }

  firstScreen(): CacheItem[] {
    return firstScreen(this.#options.mailbox, (key) => this.#items.get(key));
  }

  loadCursor(): Promise<SyncCursor | null> {
    return Promise.resolve(this.#cursor);
  }

  async apply(step: SyncStep): Promise<void> {
    const batches = await Promise.all(step.batches.map((batch) => this.#hold(batch)));
    const changed = new Set<string>();
    let purge = false;
    const take = (item: CacheItem) => {
      purge = this.#take(item) || purge;
      changed.add(keyOf(item));
    };
    this.#refuse(step);
    for (const record of step.records) this.#takeRecord(record, take);
    for (const batch of batches) take({ batch });
    for (const segment of step.segments) {
      const batch = this.#report(segment);
      if (batch) take({ batch });
    }
    for (const { kind, id } of step.deleted) take({ gone: { kind, id } });
    for (const { kind, before } of step.expired) {
      for (const id of this.#expired(kind, before)) take({ gone: { kind, id } });
    }
    this.#cursor = step.cursor;
    if (purge) this.#purge();
    this.#sink?.change(changed, step.cursor, purge);
  }

  /** A batch of our own, before the feed brings it. What the feed has brought stands. */
  async hold(batch: BatchStored, content: BatchContent): Promise<void> {
    const before = this.#items.get(itemKey('batch', batch.id));
    if (before && 'batch' in before) return;
    this.#takeOwn([{ batch: await this.#hold({ batch, content }) }]);
  }

  /** A batch that the server does not have and will not get. */
  forgetBatch(id: string): void {
    this.#takeOwn([{ gone: { kind: 'batch', id } }]);
  }

  /** The server will never take this batch: its texts have failed for this reason, or were cancelled before. */
  refuseBatch(id: string, reason: string, state: 'failed' | 'cancelled' = 'failed'): void {
    const item = this.#items.get(itemKey('batch', id));
    if (!item || !('batch' in item)) return;
    const { batch } = item;
    const events = batch.content.texts.map((_, index) => ({
      index,
      at: batch.content.createdAt,
      state,
      error: { code: 'refused', text: reason },
    }));
    const refusal: OpenedSegment = {
      batch: id,
      number: -1,
      author: batch.stored.author,
      content: { v: 1, events },
    };
    this.#takeOwn([{ batch: { ...batch, segments: [...batch.segments, refusal] } }]);
  }

  /** A record that this device wrote and the server took, before the feed brings it. */
  written(record: OpenedRecord): void {
    this.#takeOwn([{ record }]);
  }

  /** Records that this device deleted. */
  deleted(kind: RecordKind, ids: readonly string[]): void {
    this.#takeOwn(ids.map((id) => ({ gone: { kind, id } })));
  }

  /** The state of a conversation as it stands on the server, so far as this device knows. */
  stateOf(conversation: string): ConversationPayload | null {
    const item = this.#items.get(itemKey('conversation', conversation));
    return item && 'record' in item && item.record.kind === 'conversation' ? item.record.payload : null;
  }

  versionSeen(kind: RecordKind, id: string): number | undefined {
    const item = this.#items.get(itemKey(kind, id));
    return item && 'record' in item ? item.record.version : undefined;
  }

  ids(kind: RecordKind | 'batch'): Promise<Iterable<string>> {
    const ids: string[] = [];
    for (const item of this.#items.values()) {
      if ('batch' in item && kind === 'batch') ids.push(item.batch.stored.id);
      else if ('record' in item && item.record.kind === kind) ids.push(item.record.id);
    }
    return Promise.resolve(ids);
  }

  batch(id: string): Promise<BatchStored | null> {
    const item = this.#items.get(itemKey('batch', id));
    return Promise.resolve(item && 'batch' in item ? item.batch.stored : null);
  }

  #takeOwn(items: readonly CacheItem[]): void {
    let purge = false;
    for (const item of items) purge = this.#take(item) || purge;
    if (purge) this.#purge();
    this.#sink?.change(items.map(keyOf), this.#cursor, purge);
  }

  #purge(): void {
    this.#options.mailbox.sweep();
    this.#options.purged();
  }

  /** Into memory: the one way in, for the cache as for the feed. @returns whether it takes something away for good. */
  #take(item: CacheItem): boolean {
    const { mailbox } = this.#options;
    const key = keyOf(item);
    const before = this.#items.get(key);
    if (before && 'record' in before && 'record' in item && before.record.version > item.record.version)
      return false;
    this.#items.set(key, item);
    if ('record' in item) mailbox.put(item.record);
    else if ('batch' in item) mailbox.putBatch(item.batch.stored.id, textsOf(item.batch));
    else if (item.gone.kind === 'batch') mailbox.deleteBatch(item.gone.id);
    else mailbox.delete(item.gone.kind, item.gone.id);
    return before !== undefined && takesAway(before, item);
  }

  #takeRecord(synced: SyncedRecord, take: (item: CacheItem) => void): void {
    const { kind, id, version, author, conversation, payload } = synced;
    const record = asOpenedRecord({
      kind,
      id,
      version,
      author,
      payload,
      ...(conversation === undefined ? {} : { conversation }),
    });
    if (!record) return this.#options.refused('malformed', 1);
    const isNew = record.kind === 'message' && !this.#items.has(itemKey(kind, id));
    take({ record });
    if (isNew) this.#options.arrived(record);
  }

  async #hold({ batch, content }: OpenedBatch): Promise<HeldBatch> {
    const before = this.#items.get(itemKey('batch', batch.id));
    if (before && 'batch' in before) {
      const held = before.batch;
      if (held.stored.envelope === batch.envelope) return { ...held, stored: batch };
      if (isFromBefore(content, held.content)) {
        this.#options.refused('rolled-back', 1);
        return held;
      }
    }
    const conversations = await Promise.all(
      content.texts.map((text) =>
        text.erased ? Promise.resolve('') : this.#options.conversationOf(text.to),
      ),
    );
    return { stored: batch, content, conversations, segments: [] };
  }

  #report(segment: OpenedSegment): HeldBatch | null {
    const item = this.#items.get(itemKey('batch', segment.batch));
    if (!item || !('batch' in item)) return null;
    const others = item.batch.segments.filter(({ number }) => number !== segment.number);
    return { ...item.batch, segments: [...others, segment] };
  }

  /** By the true time inside, which is never later than the day that the server goes by. */
  #expired(kind: RecordKind | 'batch', before: string): string[] {
    const ids: string[] = [];
    for (const item of this.#items.values()) {
      if ('batch' in item) {
        if (kind === 'batch' && item.batch.content.createdAt < before) ids.push(item.batch.stored.id);
      } else if ('record' in item && item.record.kind === kind) {
        const { record } = item;
        const at = 'at' in record.payload ? record.payload.at : null;
        if (at !== null && at < before) ids.push(record.id);
      }
    }
    return ids;
  }

  #refuse(step: SyncStep): void {
    const reasons = new Map<string, number>();
    for (const { reason } of step.refused) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    for (const [reason, count] of reasons) this.#options.refused(reason, count);
  }
}

/** Whether content shows a text that is erased in what is held: erased texts never come back. */
function isFromBefore(content: BatchContent, held: BatchContent): boolean {
  return held.texts.some((text, index) => text.erased === true && content.texts[index]?.erased !== true);
}

/** Whether something that was there is gone, so that it must not stay anywhere. */
function takesAway(before: CacheItem, item: CacheItem): boolean {
  if ('gone' in item) return !('gone' in before);
  return 'batch' in item && 'batch' in before && item.batch.stored.envelope !== before.batch.stored.envelope;
}

/** A batch's texts as threads show them. */
function textsOf({ stored, content, conversations, segments }: HeldBatch) {
  return expandBatch({ batch: stored, content }, segments).map((text, i) => ({
    text,
    conversation: conversations[i] ?? '',
  }));
}

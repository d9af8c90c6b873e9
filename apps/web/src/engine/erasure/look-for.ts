import { getBatch, listRecordIds, type ApiClient, type Membership } from '@smseal/client';
import { CodedError, type RecordIdsPage, type RecordKind } from '@smseal/protocol';
import { openBatch, openSegment } from '@smseal/seal';
import { itemKey, type CacheItem } from '../cache/cache-item.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { Unposted } from '../outbox/unposted.ts';
import type { KeptPart } from './kept-erasures.ts';

/** What this browser has written to its disk, as it can be read back. */
export interface WrittenPages {
  /** Everything is written when it resolves. */
  write(): Promise<void>;
  written(): AsyncIterable<CacheItem[]>;
}

export interface LookForOptions {
  api: ApiClient;
  membership: Membership;
  mailbox: Mailbox;
  store: MailboxStore;
  unposted: Unposted;
  pages: WrittenPages;
  signal: AbortSignal;
}

/** What was looked for and is still somewhere. */
export interface LookedFor {
  /** How many things were looked for. */
  sought: number;
  /** In this browser: in memory, in what can be searched, on its disk, among texts that wait to be posted. */
  here: number;
  /** At the server. */
  there: { records: { kind: RecordKind; id: string }[]; texts: number };
}

/** Looks for everything of an erasure, everywhere that this device can look. */
export async function lookFor(options: LookForOptions, parts: readonly KeptPart[]): Promise<LookedFor> {
  const sought = new Sought(parts);
  await options.pages.write();
  const onDisk = new Set<string>();
  for await (const items of options.pages.written())
    for (const item of items) for (const name of sought.foundIn(item)) onDisk.add(name);
  const inMemory = new Set([
    ...onDisk,
    ...sought.foundInMemory(options),
    ...(await waiting(options, sought)),
  ]);
  return {
    sought: sought.size,
    here: inMemory.size,
    there: { records: await listed(options, sought), texts: await legible(options, sought) },
  };
}

/** The names of what is looked for: records by kind and id, texts by batch and place. */
class Sought {
  readonly records: readonly { kind: RecordKind; id: string }[];
  readonly texts: ReadonlyMap<string, readonly number[]>;
  readonly #keys: ReadonlySet<string>;

  constructor(parts: readonly KeptPart[]) {
    this.records = parts.flatMap((part) => part.records);
    this.#keys = new Set(this.records.map(({ kind, id }) => itemKey(kind, id)));
    const texts = new Map<string, number[]>();
    for (const { batch, indexes } of parts.flatMap((part) => part.texts))
      texts.set(batch, [...(texts.get(batch) ?? []), ...indexes]);
    this.texts = texts;
  }

  get size(): number {
    return this.records.length + [...this.texts.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** What of it an item still holds. A mark that something is gone holds nothing. */
  foundIn(item: CacheItem): string[] {
    if ('record' in item) {
      const key = itemKey(item.record.kind, item.record.id);
      return this.#keys.has(key) ? [key] : [];
    }
    if (!('batch' in item)) return [];
    const { stored, content, segments } = item.batch;
    const reported = new Set(segments.flatMap((segment) => segment.content.events.map(({ index }) => index)));
    return (this.texts.get(stored.id) ?? [])
      .filter((index) => content.texts[index]?.erased !== true || reported.has(index))
      .map((index) => `${stored.id}:${index}`);
  }

  foundInMemory({ mailbox, store }: LookForOptions): string[] {
    const found: string[] = [];
    for (const item of store.items()) found.push(...this.foundIn(item));
    for (const { kind, id } of this.records) if (mailbox.holds(kind, id)) found.push(itemKey(kind, id));
    for (const [batch, indexes] of this.texts)
      for (const index of indexes) if (mailbox.shows(`${batch}:${index}`)) found.push(`${batch}:${index}`);
    for (const conversation of mailbox.conversations.all())
      for (const { id } of conversation.thread.entries()) {
        const key = itemKey('message', id);
        if (this.#keys.has(key)) found.push(key);
      }
    for (const { id } of mailbox.search.laidOut()) {
      const key = itemKey('message', id);
      if (this.#keys.has(key) || this.#isText(id)) found.push(key);
    }
    return found;
  }

  #isText(id: string): boolean {
    const [batch = '', index] = id.split(':');
    return this.texts.get(batch)?.includes(Number(index)) ?? false;
  }
}

/** Texts that this browser has not posted yet. */
async function waiting({ unposted }: LookForOptions, { texts }: Sought): Promise<string[]> {
  return (await unposted.all()).filter(({ id }) => texts.has(id)).map(({ id }) => id);
}

/** Records that the server still lists. */
async function listed(
  { api, signal }: LookForOptions,
  { records }: Sought,
): Promise<{ kind: RecordKind; id: string }[]> {
  const found: { kind: RecordKind; id: string }[] = [];
  for (const [kind, some] of Map.groupBy(records, (record) => record.kind)) {
    const ids = new Set(some.map(({ id }) => id));
    let after: string | null = null;
    do {
      const query = { kind, ...(after === null ? {} : { after }) };
      const page: RecordIdsPage = await listRecordIds(api, query, { signal });
      for (const { id } of page.ids) if (ids.has(id)) found.push({ kind, id });
      after = page.next;
    } while (after !== null);
  }
  return found;
}

/** Texts that can still be read in batches that the server holds. */
async function legible({ api, membership, signal }: LookForOptions, { texts }: Sought): Promise<number> {
  const { chain, keyring } = membership;
  let found = 0;
  for (const [batch, indexes] of texts) {
    const view = await getBatch(api, batch, { signal }).catch((error: unknown) => {
      if (error instanceof CodedError && error.code === 'not-found') return null;
      throw error;
    });
    if (view === null) continue;
    const { content, contentKey } = await openBatch({ batch: view, chain, as: { keyring } });
    const reported = new Set<number>();
    for (const segment of view.segments)
      for (const { index } of (await openSegment({ segment, contentKey, chain })).events) reported.add(index);
    found += indexes.filter((index) => content.texts[index]?.erased !== true || reported.has(index)).length;
  }
  return found;
}

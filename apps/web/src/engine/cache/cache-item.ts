import type { OpenedSegment } from '@smseal/client';
import type { BatchContent, BatchStored } from '@smseal/protocol';
import type { OpenedRecord } from '../mailbox/opened-record.ts';

/** A batch with the reports on its texts. */
export interface HeldBatch {
  stored: BatchStored;
  content: BatchContent;
  /** Conversation of each text. */
  conversations: string[];
  segments: OpenedSegment[];
}

/** One thing that the cache holds. `gone` marks what was deleted, so that an older page cannot bring it back. */
export type CacheItem =
  | { record: OpenedRecord }
  | { batch: HeldBatch }
  | { gone: { kind: OpenedRecord['kind'] | 'batch'; id: string } };

/** Names an item within the cache; the name outlives its deletion. */
export function itemKey(kind: string, id: string): string {
  return `${kind}:${id}`;
}

export function keyOf(item: CacheItem): string {
  if ('record' in item) return itemKey(item.record.kind, item.record.id);
  if ('batch' in item) return itemKey('batch', item.batch.stored.id);
  return itemKey(item.gone.kind, item.gone.id);
}

/** The octets of a page. */
export function encodeItems(items: readonly CacheItem[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(items));
}

/** @throws SyntaxError when the octets are no page. */
export function decodeItems(octets: Uint8Array): CacheItem[] {
  const items: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  if (!Array.isArray(items)) throw new SyntaxError('not a page of items');
  return items as CacheItem[];
}

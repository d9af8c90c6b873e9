import type { ListHead, ListName } from '@smseal/protocol';

/** The most that a device has seen of a list: nothing older, and nothing else in its place, is ever taken again. */
export interface ListPin {
  keys: { version: number; digest: string };
  head: ListHead;
}

export interface ListStore {
  loadListPin(list: ListName): Promise<ListPin | null>;
  /** Durable when it resolves. */
  saveListPin(list: ListName, pin: ListPin): Promise<void>;
}

/** What a list adds up to on a device. Entries may be taken twice, and in any order. */
export interface ListContents<Entry> {
  accepts(entry: unknown): entry is Entry;
  take(entry: Entry): void;
  clear(): void;
}

import { itemKey, type CacheItem } from '../cache/cache-item.ts';
import type { ThreadEntry } from '../message/thread-entry.ts';
import type { Mailbox } from './mailbox.ts';

/** Conversations whose newest texts are at hand at once when the app starts. */
const OPEN_AT_ONCE = 30;
const NEWEST_TEXTS = 60;
/** Conversations in the list of the first screen; the others follow with the pages. */
const LISTED = 1_000;

/** What the first screen shows: the conversation list with its names and states, and the newest texts. */
export function firstScreen(mailbox: Mailbox, item: (key: string) => CacheItem | undefined): CacheItem[] {
  const keys = new Set<string>();
  const listed = [...mailbox.conversations.all()]
    .sort((a, b) => b.activity() - a.activity())
    .slice(0, LISTED);
  for (const [i, conversation] of listed.entries()) {
    keys.add(itemKey('conversation', conversation.id));
    const newest = conversation.thread.entries().slice(i < OPEN_AT_ONCE ? -NEWEST_TEXTS : -1);
    for (const entry of newest) for (const key of keysOf(entry)) keys.add(key);
    for (const number of conversation.parties) {
      const contact = mailbox.contacts.resolve(number);
      if (contact) keys.add(itemKey('contact', contact.id));
    }
  }
  for (const setting of mailbox.settings()) keys.add(itemKey('setting', setting.id));
  return Array.from(keys, item).filter((found) => found !== undefined);
}

/** The record of an entry, and the batch that it stands for, for its state. */
function keysOf(entry: ThreadEntry): string[] {
  if (entry.type === 'text') return [itemKey('batch', entry.outgoing.batch)];
  const batch = entry.payload.batch?.split(':')[0];
  const own = itemKey('message', entry.id);
  return batch === undefined ? [own] : [own, itemKey('batch', batch)];
}

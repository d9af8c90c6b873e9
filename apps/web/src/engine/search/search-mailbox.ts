import type { SearchResult } from '../engine-api.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { isMine, textOf, timeOf, type ThreadEntry } from '../message/thread-entry.ts';
import { queryWords } from './fold.ts';
import { highlightsOf, snippetOf } from './highlight.ts';

const MOST_TEXTS = 200;
const MOST_CONVERSATIONS = 50;

/** Everything that matches: conversations and contacts by name and number, texts by their words. */
export function searchMailbox(mailbox: Mailbox, query: string, now: () => number): SearchResult {
  const start = now();
  const words = queryWords(query);
  if (words.length === 0) return { conversations: [], contacts: [], texts: [], totalTexts: 0, tookMs: 0 };
  const hits = mailbox.search.find({
    words,
    conversations: mailbox.conversations.all(),
    titleOf: (conversation) => mailbox.conversations.foldedTitle(conversation),
    limit: MOST_TEXTS,
  });
  return {
    conversations: conversationHits(mailbox, words),
    contacts: mailbox.contacts.search(words).slice(0, MOST_CONVERSATIONS),
    texts: hits.newest.map((entry) => textHit(mailbox, entry, words)),
    totalTexts: hits.total,
    tookMs: now() - start,
  };
}

function conversationHits(mailbox: Mailbox, words: readonly string[]): SearchResult['conversations'] {
  return [...mailbox.conversations.all()]
    .filter((conversation) => {
      const title = mailbox.conversations.foldedTitle(conversation);
      return (
        words.every((word) => title.includes(word)) && conversation.activity() > Number.NEGATIVE_INFINITY
      );
    })
    .sort((a, b) => b.activity() - a.activity())
    .slice(0, MOST_CONVERSATIONS)
    .map((conversation) => {
      const row = mailbox.conversations.row(conversation);
      return { row, highlights: highlightsOf(row.title, words) };
    });
}

function textHit(
  mailbox: Mailbox,
  entry: ThreadEntry,
  words: readonly string[],
): SearchResult['texts'][number] {
  const conversation = mailbox.conversations.get(entry.conversation);
  return {
    conversation: entry.conversation,
    title: conversation ? mailbox.conversations.title(conversation) : '',
    item: entry.id,
    index: conversation?.thread.indexOf(entry) ?? -1,
    ...snippetOf(textOf(entry), words),
    at: timeOf(entry),
    mine: isMine(entry),
  };
}

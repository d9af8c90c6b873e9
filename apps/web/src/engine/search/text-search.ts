import type { Conversation } from '../conversation/conversation.ts';
import { compareEntries, type ThreadEntry } from '../message/thread-entry.ts';
import { FoldedThread } from './folded-thread.ts';

export interface TextHits {
  /** The newest hits, newest first, at most as many as asked for. */
  newest: ThreadEntry[];
  total: number;
}

export interface TextQuery {
  /** Folded, the rarest first; each must be found. */
  words: readonly string[];
  conversations: Iterable<Conversation>;
  /** Folded names and numbers of a conversation: words found there need not be in its texts. */
  titleOf: (conversation: Conversation) => string;
  limit: number;
}

/** Queries that many texts answer, few, and none: the engine's compiler has seen each way before a person waits. */
const WARM_UP = ['e', 'an', 'the', '\ue000'];

/** What a conversation's texts had to contain for the query before, and those that did. */
interface Narrowed {
  must: readonly string[];
  folded: FoldedThread;
  hits: readonly number[];
}

/**
 * Finds texts by a plain scan over their folded forms: 100,000 texts take a few milliseconds, and no index has to be kept,
 * sealed or trusted. A query that extends the one before looks only through that one's hits.
 */
export class TextSearch {
  readonly #folded = new Map<string, FoldedThread>();
  #last = new Map<string, Narrowed>();

  /** Lays out what has changed and runs once through it, so that the next query finds everything at hand. */
  prepare(conversations: Iterable<Conversation>): void {
    const all = [...conversations];
    for (const word of WARM_UP) {
      this.find({ words: [word], conversations: all, titleOf: () => '', limit: 1 });
    }
    this.#last.clear();
  }

  /** Every entry that is laid out to be searched. */
  *laidOut(): Generator<ThreadEntry> {
    for (const { entries } of this.#folded.values()) yield* entries;
  }

  /** Keeps nothing of a conversation's texts. */
  forget(conversation: string): void {
    this.#folded.delete(conversation);
    this.#last.delete(conversation);
  }

  /** Texts that contain each word, or whose conversation's names contain the rest while the text has at least one. */
  find({ words, conversations, titleOf, limit }: TextQuery): TextHits {
    const newest = new Newest(limit);
    const narrowed = new Map<string, Narrowed>();
    let total = 0;
    for (const conversation of words.length === 0 ? [] : conversations) {
      const title = titleOf(conversation);
      const folded = this.#foldedOf(conversation);
      const must = words.filter((word) => !title.includes(word));
      const hits = must.length > 0 ? this.#withAll(conversation.id, folded, must) : withAny(folded, words);
      if (must.length > 0) narrowed.set(conversation.id, { must, folded, hits });
      total += hits.length;
      newest.offer(folded.entries, hits);
    }
    this.#last = narrowed;
    return { newest: newest.entries(), total };
  }

  #withAll(id: string, folded: FoldedThread, must: readonly string[]): readonly number[] {
    const before = this.#last.get(id);
    const narrows =
      before?.folded === folded && before.must.every((word) => must.some((longer) => longer.includes(word)));
    const [first = '', ...others] = must;
    let hits = narrows ? folded.among(before.hits, first) : folded.containing(first);
    for (const word of others) hits = folded.among(hits, word);
    return hits;
  }

  #foldedOf(conversation: Conversation): FoldedThread {
    const known = this.#folded.get(conversation.id);
    if (known?.revision === conversation.thread.revision) return known;
    const folded = new FoldedThread(conversation.thread);
    this.#folded.set(conversation.id, folded);
    return folded;
  }
}

function withAny(folded: FoldedThread, words: readonly string[]): readonly number[] {
  const found = words.map((word) => folded.containing(word));
  return found.length === 1 ? (found[0] ?? []) : [...new Set(found.flat())].sort((a, b) => a - b);
}

/** The newest of what is offered, newest first. */
class Newest {
  readonly #limit: number;
  readonly #kept: ThreadEntry[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the entries at these indices, which ascend. */
  offer(entries: readonly ThreadEntry[], indices: readonly number[]): void {
    for (let i = indices.length - 1; i >= 0; i--) {
      const entry = entries[indices[i] ?? -1];
      if (!entry || !this.#keep(entry)) return;
    }
  }

  entries(): ThreadEntry[] {
    return this.#kept;
  }

  #keep(entry: ThreadEntry): boolean {
    const oldest = this.#kept.at(-1);
    const full = this.#kept.length >= this.#limit;
    if (full && oldest && compareEntries(entry, oldest) < 0) return false;
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#kept[middle];
      if (there && compareEntries(there, entry) > 0) low = middle + 1;
      else high = middle;
    }
    this.#kept.splice(low, 0, entry);
    if (full) this.#kept.pop();
    return true;
  }
}

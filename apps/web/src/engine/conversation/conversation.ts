import type { ConversationPayload } from '@smseal/protocol';
import { Thread } from '../message/thread.ts';
import { isIncoming, isToMany, type ThreadEntry } from '../message/thread-entry.ts';

/** One conversation: its parties, its texts, its state and what follows from them. */
export class Conversation {
  readonly id: string;
  readonly thread = new Thread();
  parties: readonly string[];
  state: ConversationPayload | null = null;
  /** Version of the state record; 0 when there is none. */
  stateVersion = 0;
  /** Folded names and numbers, for search; null when a name may have changed. */
  foldedTitle: string | null = null;
  #unread: { count: number; first: number } | null = null;

  constructor(id: string, parties: readonly string[]) {
    this.id = id;
    this.parties = parties;
  }

  /** Texts or state changed: what is derived is derived anew when next read. */
  touch(): void {
    this.#unread = null;
  }

  last(): ThreadEntry | undefined {
    return this.thread.entries().at(-1);
  }

  /**
   * Milliseconds since 1970 of the last text, or of the draft where there is no text yet; −∞ for neither. Texts to many do not
   * count: ten thousand of them would bury the inbox. Whoever answers one is there.
   */
  activity(): number {
    const last = this.thread.entries().findLast((entry) => !isToMany(entry));
    if (last) return last.time;
    const draft = this.state?.draft;
    return draft && draft.value !== '' ? Date.parse(draft.at) : Number.NEGATIVE_INFINITY;
  }

  get unread(): number {
    return this.#countUnread().count;
  }

  /** Index of the first unread text, or null. */
  get firstUnread(): number | null {
    const { count, first } = this.#countUnread();
    return count > 0 ? first : null;
  }

  #countUnread(): { count: number; first: number } {
    if (this.#unread) return this.#unread;
    const entries = this.thread.entries();
    const mark = this.state?.readUpTo;
    const upTo = mark ? Date.parse(mark.value) : Number.NEGATIVE_INFINITY;
    const markedAt = mark ? Date.parse(mark.at) : Number.NEGATIVE_INFINITY;
    let count = 0;
    let first = -1;
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i];
      if (!entry || entry.time <= upTo) break;
      // A mark that the person set while the text was there outweighs what the phone showed: "mark as unread".
      if (!isIncoming(entry) || (entry.payload.read && entry.time > markedAt)) continue;
      count++;
      first = i;
    }
    this.#unread = { count, first };
    return this.#unread;
  }
}

import type { ConversationPayload } from '@smseal/protocol';
import type { ContactBook } from '../contact/contact-book.ts';
import type { ConversationRow } from '../engine-api.ts';
import { statusOf, type FindText } from '../message/message-status.ts';
import {
  attachmentsOf,
  isMine,
  partiesOf,
  textOf,
  timeOf,
  type ThreadEntry,
} from '../message/thread-entry.ts';
import { fold } from '../search/fold.ts';
import { Conversation } from './conversation.ts';

/** A list shows one line of a text; nothing longer crosses to the screens. */
const LINE = 200;

/** All conversations, sorted by their last activity. */
export class ConversationIndex {
  readonly #byId = new Map<string, Conversation>();
  readonly #contacts: ContactBook;
  readonly #text: FindText;

  constructor(contacts: ContactBook, text: FindText) {
    this.#contacts = contacts;
    this.#text = text;
  }

  get(id: string): Conversation | undefined {
    return this.#byId.get(id);
  }

  /** The conversation, made on first mention. */
  open(id: string, parties: readonly string[]): Conversation {
    let conversation = this.#byId.get(id);
    if (!conversation) {
      conversation = new Conversation(id, parties);
      this.#byId.set(id, conversation);
    }
    if (conversation.parties.length === 0) conversation.parties = parties;
    return conversation;
  }

  all(): IterableIterator<Conversation> {
    return this.#byId.values();
  }

  add(entry: ThreadEntry): void {
    const conversation = this.open(entry.conversation, partiesOf(entry));
    conversation.thread.add(entry);
    conversation.touch();
  }

  remove(entry: ThreadEntry): void {
    const conversation = this.#byId.get(entry.conversation);
    conversation?.thread.remove(entry);
    conversation?.touch();
  }

  /** Drops a conversation in which nothing is left. */
  dropIfEmpty(id: string): void {
    const conversation = this.#byId.get(id);
    if (conversation?.state === null && conversation.thread.entries().length === 0) this.#byId.delete(id);
  }

  setState(id: string, version: number, state: ConversationPayload): void {
    const conversation = this.open(id, state.parties);
    if (conversation.stateVersion > version) return;
    conversation.state = state;
    conversation.stateVersion = version;
    conversation.touch();
  }

  /** Names may read differently now. */
  forgetTitles(): void {
    for (const conversation of this.#byId.values()) conversation.foldedTitle = null;
  }

  /** Folded names and numbers of its parties, for search. */
  foldedTitle(conversation: Conversation): string {
    conversation.foldedTitle ??= fold(
      conversation.parties
        .map(
          (number) =>
            `${this.#contacts.nameOf(number) ?? ''}\n${this.#contacts.formatted(number)}\n${number}`,
        )
        .join('\n'),
    );
    return conversation.foldedTitle;
  }

  title(conversation: Conversation): string {
    return conversation.parties
      .map((number) => this.#contacts.nameOf(number) ?? this.#contacts.formatted(number))
      .join(', ');
  }

  row(conversation: Conversation): ConversationRow {
    const { parties, state } = conversation;
    const only = parties.length === 1 ? parties[0] : undefined;
    const last = conversation.last();
    return {
      id: conversation.id,
      title: this.title(conversation),
      parties: parties.map((number) => ({
        number: this.#contacts.formatted(number),
        name: this.#contacts.nameOf(number),
      })),
      picture: only === undefined ? null : this.#contacts.pictureOf(only),
      last: last ? this.#lastOf(last) : null,
      unread: conversation.unread,
      pinned: state?.pinned?.value ?? false,
      muted: state?.muted?.value ?? false,
      archived: state?.archived?.value ?? false,
      draft: state?.draft?.value ?? '',
    };
  }

  /** Conversations with something in them, pinned first, then the last active first. */
  rows(filter: 'inbox' | 'archived'): ConversationRow[] {
    return [...this.#byId.values()]
      .filter((conversation) => (conversation.state?.archived?.value ?? false) === (filter === 'archived'))
      .map((conversation) => ({ conversation, activity: conversation.activity() }))
      .filter(({ activity }) => activity > Number.NEGATIVE_INFINITY)
      .sort(
        (a, b) =>
          Number(b.conversation.state?.pinned?.value ?? false) -
            Number(a.conversation.state?.pinned?.value ?? false) ||
          b.activity - a.activity ||
          (a.conversation.id < b.conversation.id ? -1 : 1),
      )
      .map(({ conversation }) => this.row(conversation));
  }

  #lastOf(entry: ThreadEntry): ConversationRow['last'] {
    const first = attachmentsOf(entry)[0];
    return {
      text: textOf(entry).slice(0, LINE),
      mine: isMine(entry),
      attachment: first ? (first.contentType.startsWith('image/') ? 'picture' : 'other') : null,
      at: timeOf(entry),
      status: statusOf(entry, this.#text).status,
    };
  }
}

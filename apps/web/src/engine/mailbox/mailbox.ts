import type { RecordKind } from '@smseal/inventory';
import type { OutgoingText } from '@smseal/client';
import type { ConversationPayload, SettingPayload } from '@smseal/protocol';
import { CallLog } from '../call/call-log.ts';
import { CampaignBook } from '../campaign/campaign-book.ts';
import { ContactBook } from '../contact/contact-book.ts';
import type { PictureShelf } from '../contact/picture-shelf.ts';
import { ConversationIndex } from '../conversation/conversation-index.ts';
import {
  attachmentsOf,
  messageEntry,
  textEntry,
  type MessageEntry,
  type TextEntry,
  type ThreadEntry,
} from '../message/thread-entry.ts';
import { TextSearch } from '../search/text-search.ts';
import { ChangeTracker, type Changes } from './change-tracker.ts';
import type { Opened, OpenedRecord } from './opened-record.ts';

interface Setting {
  id: string;
  version: number;
  author: string;
  payload: SettingPayload;
}

/** Everything that this device can read, in memory, kept up to date record by record. */
export class Mailbox {
  readonly contacts: ContactBook;
  readonly calls: CallLog;
  readonly campaigns = new CampaignBook();
  readonly conversations: ConversationIndex;
  readonly search = new TextSearch();
  readonly #messages = new Map<string, MessageEntry>();
  readonly #texts = new Map<string, TextEntry>();
  /** Ids of a batch's texts. */
  readonly #batches = new Map<string, readonly string[]>();
  /** `batch:index` → the message record that stands for it. */
  readonly #replaced = new Map<string, string>();
  /** Records of parts of texts that are here whole. */
  readonly #covered = new Set<string>();
  readonly #settings = new Map<string, Setting>();
  readonly #changes: ChangeTracker;
  readonly #pictures: PictureShelf;
  /** Conversations of which something was deleted. */
  readonly #touched = new Set<string>();

  constructor(pictures: PictureShelf, tell: (changes: Changes) => void) {
    this.#pictures = pictures;
    this.contacts = new ContactBook(pictures);
    this.calls = new CallLog(this.contacts);
    this.conversations = new ConversationIndex(this.contacts, (id) => this.text(id));
    this.#changes = new ChangeTracker(tell);
  }

  get counts(): { messages: number; contacts: number; calls: number } {
    return { messages: this.#messages.size, contacts: this.contacts.size, calls: this.calls.size };
  }

  put(record: OpenedRecord): void {
    switch (record.kind) {
      case 'message':
        return this.#putMessage(record);
      case 'conversation':
        this.conversations.setState(record.id, record.version, record.payload);
        return this.#changes.thread(record.id);
      case 'contact':
        this.contacts.put(record);
        return this.#namesChanged();
      case 'call':
        this.calls.put(record);
        return this.#changes.kind('calls');
      case 'campaign':
        this.campaigns.put(record);
        return this.#changes.kind('campaigns');
      case 'setting':
        this.#settings.set(record.id, record);
        return this.#changes.kind('settings');
      default:
        record satisfies never;
    }
  }

  delete(kind: RecordKind, id: string): void {
    switch (kind) {
      case 'message':
        return this.#deleteMessage(id);
      case 'conversation':
        return this.#deleteState(id);
      case 'contact':
        if (this.contacts.delete(id)) this.#namesChanged();
        return;
      case 'call':
        if (this.calls.delete(id)) this.#changes.kind('calls');
        return;
      case 'campaign':
        if (this.campaigns.delete(id)) this.#changes.kind('campaigns');
        return;
      case 'setting':
        if (this.#settings.delete(id)) this.#changes.kind('settings');
        return;
      default:
        kind satisfies never;
    }
  }

  /** A batch's texts, each with its conversation. The same again takes the place of what was known. */
  putBatch(batch: string, texts: readonly { text: OutgoingText; conversation: string }[]): void {
    this.#batches.set(
      batch,
      texts.map(({ text }) => text.id),
    );
    for (const { text, conversation } of texts) {
      const known = this.#texts.get(text.id);
      if (text.erased) this.#blank(text);
      else if (known) known.outgoing = text;
      else this.#addText(textEntry(text, conversation));
      this.#textChanged(text.id);
    }
    if (this.campaigns.holds(batch)) this.#changes.kind('campaigns');
  }

  /** The texts of a batch, in their order; undefined where it is not here. */
  textsOf(batch: string): readonly (OutgoingText | undefined)[] | undefined {
    return this.#batches.get(batch)?.map((id) => this.text(id));
  }

  /** More of a text to many was handed in, or all of it. */
  campaignsMoved(): void {
    this.#changes.kind('campaigns');
  }

  deleteBatch(id: string): void {
    for (const text of this.#batches.get(id) ?? []) {
      const entry = this.#texts.get(text);
      this.#texts.delete(text);
      if (entry) this.#forget(entry);
    }
    this.#batches.delete(id);
  }

  /**
   * Lets go of what deletions have left behind beside the entries themselves: laid-out texts of the search, addresses of
   * pictures, and conversations in which nothing is left.
   */
  sweep(): void {
    for (const id of this.#touched) {
      this.search.forget(id);
      this.conversations.get(id)?.thread.entries();
      this.conversations.dropIfEmpty(id);
    }
    this.#touched.clear();
  }

  /** Shows a state before it is written. */
  showState(id: string, state: ConversationPayload): void {
    const version = this.conversations.get(id)?.stateVersion ?? 0;
    this.conversations.setState(id, version, state);
    this.#changes.thread(id);
  }

  message(id: string): MessageEntry | undefined {
    return this.#messages.get(id);
  }

  messages(): IterableIterator<MessageEntry> {
    return this.#messages.values();
  }

  /** An outgoing text by `batch:index`, also where a phone's record has taken its place. */
  text(id: string): OutgoingText | undefined {
    return this.#texts.get(id)?.outgoing;
  }

  /** The entry of a record id or `batch:index`, as it is shown now. */
  entry(id: string): ThreadEntry | undefined {
    const message = this.#messages.get(id) ?? this.#messages.get(this.#replaced.get(id) ?? '');
    return message ?? (this.shows(id) ? this.#texts.get(id) : undefined);
  }

  /** Whether a record is here in whatever form. */
  holds(kind: RecordKind, id: string): boolean {
    switch (kind) {
      case 'message':
        return this.#messages.has(id);
      case 'conversation':
        return (this.conversations.get(id)?.state ?? null) !== null;
      case 'contact':
        return this.contacts.get(id) !== undefined;
      case 'call':
        return this.calls.has(id);
      case 'campaign':
        return this.campaigns.get(id) !== undefined;
      case 'setting':
        return this.#settings.has(id);
      default:
        return kind satisfies never;
    }
  }

  /** Whether anything but its place is left of the text `batch:index`. */
  shows(text: string): boolean {
    const entry = this.#texts.get(text);
    return entry !== undefined && !entry.outgoing.erased;
  }

  settings(): IterableIterator<Setting> {
    return this.#settings.values();
  }

  setCountry(country: string | undefined): void {
    if (this.contacts.setCountry(country)) this.#namesChanged();
  }

  /** Whether everything is being read, so that lists are told of less often. */
  set busy(busy: boolean) {
    this.#changes.busy = busy;
  }

  /** Tells listeners at once what they would be told a little later. */
  flush(): void {
    this.#changes.flush();
  }

  stop(): void {
    this.#changes.stop();
  }

  #putMessage(record: Opened<'message'>): void {
    const before = this.#messages.get(record.id);
    if (before && before.version > record.version) return;
    if (before && !before.gone) this.#hide(before);
    const entry = messageEntry(record);
    this.#messages.set(record.id, entry);
    if (this.#covered.has(record.id)) entry.gone = true;
    else this.#show(entry);
    for (const part of record.payload.replaces ?? []) this.#cover(part);
    if (record.payload.batch !== undefined) this.#replace(record.payload.batch, record.id);
  }

  /** A text of which only the place is left. */
  #blank(text: OutgoingText): void {
    const known = this.#texts.get(text.id);
    if (known) this.#forget(known);
    this.#texts.set(text.id, { ...textEntry(text, ''), gone: true });
  }

  /** The entry was deleted. */
  #forget(entry: ThreadEntry): void {
    if (!entry.gone) this.#hide(entry);
    for (const { blob } of attachmentsOf(entry)) this.#pictures.drop(`blob:${blob}`);
    this.#touched.add(entry.conversation);
  }

  #addText(entry: TextEntry): void {
    this.#texts.set(entry.id, entry);
    if (this.#replaced.has(entry.id)) entry.gone = true;
    else this.#show(entry);
  }

  #replace(text: string, message: string): void {
    this.#replaced.set(text, message);
    const entry = this.#texts.get(text);
    if (entry && !entry.gone) this.#hide(entry);
  }

  #cover(part: string): void {
    this.#covered.add(part);
    const entry = this.#messages.get(part);
    if (entry && !entry.gone) this.#hide(entry);
  }

  #deleteMessage(id: string): void {
    const entry = this.#messages.get(id);
    if (!entry) return;
    this.#messages.delete(id);
    this.#forget(entry);
    // Its parts are records of their own, which stay until somebody deletes them, too.
    for (const part of entry.payload.replaces ?? []) this.#uncover(part);
  }

  #uncover(part: string): void {
    this.#covered.delete(part);
    const entry = this.#messages.get(part);
    if (!entry?.gone) return;
    // The thread may still have the old one in its list.
    const shown = { ...entry, gone: false };
    this.#messages.set(part, shown);
    this.#show(shown);
  }

  #deleteState(id: string): void {
    const conversation = this.conversations.get(id);
    if (!conversation) return;
    conversation.state = null;
    conversation.stateVersion = 0;
    conversation.touch();
    this.#touched.add(id);
    this.#changes.thread(id);
  }

  #show(entry: ThreadEntry): void {
    this.conversations.add(entry);
    this.#changes.thread(entry.conversation);
  }

  #hide(entry: ThreadEntry): void {
    this.conversations.remove(entry);
    this.#changes.thread(entry.conversation);
  }

  #textChanged(id: string): void {
    const entry = this.entry(id);
    if (entry) this.#changes.thread(entry.conversation);
  }

  #namesChanged(): void {
    this.conversations.forgetTitles();
    this.#changes.kind('contacts');
    this.#changes.kind('conversations');
    this.#changes.kind('calls');
  }
}

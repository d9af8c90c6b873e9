import { mergeConversation, type RecordWriter } from '@smseal/client';
import type { ConversationPayload } from '@smseal/protocol';
import type { EngineApi } from '../engine-api.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';

/** What a person can change about a conversation. */
export type ConversationChange = Parameters<EngineApi['setConversation']>[1];

export interface StateWriterOptions {
  mailbox: Mailbox;
  store: MailboxStore;
  writer: RecordWriter;
  /** This device. */
  me: string;
  /** ms since 1970. */
  now: () => number;
  signal: AbortSignal;
}

/** Writes the states of conversations: shown at once, merged with other devices' changes, one writing at a time. */
export class StateWriter {
  readonly #options: StateWriterOptions;
  /** Changes that wait while the conversation is being written. */
  readonly #waiting = new Map<string, ConversationPayload>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(options: StateWriterOptions) {
    this.#options = options;
  }

  change(id: string, change: ConversationChange): Promise<void> {
    const { mailbox, now } = this.#options;
    const conversation = mailbox.conversations.get(id);
    const parties = [...(conversation?.parties ?? [])];
    const at = new Date(now()).toISOString();
    const mine = stamped(parties, change, at);
    mailbox.showState(id, mergeConversation(mine, conversation?.state ?? { v: 1, parties }));
    const before = this.#waiting.get(id);
    this.#waiting.set(id, before ? mergeConversation(mine, before) : mine);
    const writing = this.#writing.get(id) ?? this.#write(id).finally(() => this.#writing.delete(id));
    this.#writing.set(id, writing);
    return writing;
  }

  /** Resolves when nothing is on its way to these conversations. */
  async settled(ids: readonly string[]): Promise<void> {
    await Promise.allSettled(ids.flatMap((id) => this.#writing.get(id) ?? []));
  }

  async #write(id: string): Promise<void> {
    const { mailbox, store, writer, me, signal } = this.#options;
    for (let mine = this.#waiting.get(id); mine; mine = this.#waiting.get(id)) {
      const change = mine;
      this.#waiting.delete(id);
      const version = mailbox.conversations.get(id)?.stateVersion ?? 0;
      const stored = store.stateOf(id);
      const written = await writer.write<ConversationPayload>(
        {
          kind: 'conversation',
          id,
          known: version > 0 && stored ? { version, payload: stored } : null,
          change: (current) => (current ? mergeConversation(change, current) : change),
        },
        { retry: 'until-aborted', signal },
      );
      if (!written) continue;
      store.written({
        kind: 'conversation',
        id,
        version: written.version,
        author: me,
        payload: written.payload,
      });
    }
  }
}

/** Each changed field with the time of the change. */
function stamped(parties: string[], change: ConversationChange, at: string): ConversationPayload {
  const { readUpTo, muted, pinned, archived, draft } = change;
  return {
    v: 1,
    parties,
    ...(readUpTo === undefined ? {} : { readUpTo: { value: readUpTo, at } }),
    ...(muted === undefined ? {} : { muted: { value: muted, at } }),
    ...(pinned === undefined ? {} : { pinned: { value: pinned, at } }),
    ...(archived === undefined ? {} : { archived: { value: archived, at } }),
    ...(draft === undefined ? {} : { draft: { value: draft, at } }),
  };
}

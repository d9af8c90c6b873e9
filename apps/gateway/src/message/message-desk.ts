import { cancelTexts, getStates, listOwnBatches, pause, type ApiClient } from '@smseal/client';
import type { Leave, RoutedText, TextClass } from '@smseal/policy';
import { CodedError, type Id } from '@smseal/protocol';
import type { NationalTable } from '@smseal/sms';
import { fromServer } from '../http/from-server.ts';
import { classOf } from '../outbox/priorities.ts';
import type { Attempt } from '../webhook/attempt-log.ts';
import { BatchReader, type BatchReaderOptions } from './batch-reader.ts';
import { explainTimeline, type Route } from './explain-timeline.ts';
import { parseMessageId, type MessageIds, type TextPlace } from './message-ids.ts';
import type { BatchStates, Message, MessageList, Timeline } from './message-schema.ts';
import { viewMessage } from './view-message.ts';

export interface MessageDeskOptions extends BatchReaderOptions {
  api: ApiClient;
  ids: MessageIds;
  /** Shift tables that the way out of a sender's texts passes on. */
  tables: (from: string | null) => readonly NationalTable[];
  route: (text: RoutedText) => Route;
  /** Whether texts of a class may leave, and by what they are held back. */
  leave: (textClass: TextClass) => Leave;
  /** Whether a carrier that may carry a sender's texts has its connection. */
  isConnected: (from: string | null) => boolean;
  /** What webhooks were told of a text. */
  attempts: (message: string) => (Attempt & { webhook: string })[];
  /** Stops a text that is in this gateway's hands. @returns whether it was there and had not begun to leave. */
  stop: (place: TextPlace) => Promise<boolean>;
}

export interface ListInput {
  after?: string;
  limit: number;
}

/** Pages of batches that one answer looks through: another API key may own most of them. */
const MOST_PAGES = 5;
const BATCHES_A_PAGE = 50;

/** How long another gateway is waited for that has a text in its hands: so often, and so many ms between. */
const STOP_TRIES = 12;
const STOP_MS = 250;

/** Says what became of texts and stops them: to each API key of its own alone. */
export class MessageDesk {
  readonly #options: MessageDeskOptions;
  readonly #reader: BatchReader;

  constructor(options: MessageDeskOptions) {
    this.#options = options;
    this.#reader = new BatchReader(options);
  }

  /** @throws CodedError `not-found`, `unavailable`. */
  async read(apiKey: Id, id: string): Promise<Message> {
    const { batch, index } = this.#placeOf(apiKey, id);
    return viewMessage(await this.#reader.read(batch), index, this.#options.tables);
  }

  /** @throws CodedError `not-found`, `unavailable`. */
  async timeline(apiKey: Id, id: string): Promise<Timeline> {
    const { batch, index } = this.#placeOf(apiKey, id);
    const held = await this.#reader.read(batch);
    if (index >= held.view.count) throw new CodedError('not-found');
    const { route, attempts, leave, isConnected, now } = this.#options;
    return explainTimeline({
      held,
      index,
      route,
      wait: { leave: leave(classOf(held.view.priority)), isConnected, now: now() },
      attempts: attempts(id),
    });
  }

  /**
   * Stops a text that has not left; of one that is stopped already, says so.
   * @throws CodedError `already-left`, `not-found`, `unavailable`.
   */
  async cancel(apiKey: Id, id: string): Promise<Message> {
    const place = this.#placeOf(apiKey, id);
    const { batch, index } = place;
    const state = (await this.#stop(batch, [index]))[index];
    if (state === 'leased') throw new CodedError('unavailable');
    if (state !== 'cancelled') throw new CodedError('already-left', { state });
    this.#reader.forget(place.batch);
    return this.read(apiKey, id);
  }

  /** Where all texts of some batches are; what is not there and what is somebody else's is left out. @throws CodedError `unavailable`. */
  async states(apiKey: Id, batches: readonly Id[]): Promise<BatchStates> {
    const { api, signal, ids } = this.#options;
    const own = batches.filter((batch) => ids.isOwn(batch, apiKey));
    if (own.length === 0) return { batches: [] };
    const known = await fromServer(getStates(api, own, { signal }));
    return { batches: known.map(({ batch, states }) => ({ batch, states })) };
  }

  /** Stops all texts of some batches that have not begun to leave. @returns where they are then. @throws as {@link states}. */
  async cancelBatches(apiKey: Id, batches: readonly Id[]): Promise<BatchStates> {
    for (const { batch, states } of (await this.states(apiKey, batches)).batches) {
      const waiting = [...states.keys()].filter(
        (index) => states[index] === 'queued' || states[index] === 'leased',
      );
      if (waiting.length > 0) await this.#stop(batch, waiting);
      this.#reader.forget(batch);
    }
    return this.states(apiKey, batches);
  }

  /** Who texts were to; null where the gateway has let go of one of them. @throws CodedError `unavailable`. */
  async recipientsOf(texts: readonly string[]): Promise<ReadonlySet<string> | null> {
    const recipients = new Set<string>();
    for (const id of texts) {
      const place = parseMessageId(id);
      const held = place && (await this.#reader.read(place.batch).catch(nullIfGone));
      const to = held?.content?.texts[place?.index ?? 0]?.to[0];
      if (to === undefined) return null;
      recipients.add(to);
    }
    return recipients;
  }

  /** The newest first. @throws CodedError `invalid-request`, `unavailable`. */
  async list(apiKey: Id, { after, limit }: ListInput): Promise<MessageList> {
    const { api, signal, ids, tables } = this.#options;
    let { page, text } = readCursor(after);
    const messages: Message[] = [];
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const query = { limit: BATCHES_A_PAGE, ...(page === null ? {} : { after: page }) };
      const { batches, cursors, next } = await fromServer(listOwnBatches(api, query, { signal }));
      for (const [place, view] of batches.entries()) {
        const begins = cursors[place] ?? null;
        if (!ids.isOwn(view.id, apiKey)) continue;
        const held = await this.#reader.open(view);
        for (; text < view.count; text++) {
          if (messages.length === limit) return { messages, next: writeCursor({ page: begins, text }) };
          messages.push(viewMessage(held, text, tables));
        }
        text = 0;
      }
      if (next === null) return { messages, next: null };
      page = next;
    }
    return { messages, next: writeCursor({ page, text }) };
  }

  /** What is not there and what is somebody else's look alike. @throws CodedError `not-found`. */
  #placeOf(apiKey: Id, id: string): TextPlace {
    const place = parseMessageId(id);
    if (place === null || !this.#options.ids.isOwn(place.batch, apiKey)) throw new CodedError('not-found');
    return place;
  }

  /**
   * Stops texts here, in the server, or by way of it at the gateway of the pool that has them in its hands: that one is
   * waited for.
   */
  async #stop(batch: Id, indexes: readonly number[]) {
    for (let tries = 1; ; tries++) {
      await Promise.all(indexes.map((index) => this.#options.stop({ batch, index })));
      const states = await this.#cancelQueued(batch, indexes);
      if (tries === STOP_TRIES || indexes.every((index) => states[index] !== 'leased')) return states;
      await pause(STOP_MS, this.#options.signal);
    }
  }

  async #cancelQueued(batch: Id, indexes: readonly number[]) {
    const { api, signal } = this.#options;
    return (await fromServer(cancelTexts(api, { batch, indexes }, { signal }))).states;
  }
}

function nullIfGone(error: unknown): null {
  if (error instanceof CodedError && error.code === 'not-found') return null;
  throw error;
}

/** The place of the next text: the server's page that begins with its batch, and where in that it is. */
interface Cursor {
  page: string | null;
  text: number;
}

function writeCursor({ page, text }: Cursor): string {
  return Buffer.from(JSON.stringify([page, text])).toString('base64url');
}

/** @throws CodedError `invalid-request`. */
function readCursor(cursor: string | undefined): Cursor {
  if (cursor === undefined) return { page: null, text: 0 };
  const [page, text] = readPair(cursor);
  if (typeof page !== 'string' || !Number.isInteger(text))
    throw new CodedError('invalid-request', { at: '/after' });
  return { page, text: text as number };
}

function readPair(cursor: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

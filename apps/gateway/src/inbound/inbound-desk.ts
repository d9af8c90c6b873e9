import { pause, putRecords, type ApiClient, type Membership, type SequenceStore } from '@smseal/client';
import { CodedError, type Id, type MessagePayload, type SealedRecord } from '@smseal/protocol';
import { conversationId, InboundWriter, messageId } from '@smseal/seal';
import {
  addPart,
  canonicalParty,
  decodeUserData,
  emptyReassembly,
  expireParts,
  type ReassembledText,
} from '@smseal/sms';
import type { CarrierMessage } from '../connector/connector.ts';

export interface InboundDeskOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  now: () => number;
  signal: AbortSignal;
  /** A text was committed; the carrier is told that it was taken once this resolves. */
  arrived: (text: InboundText) => Promise<void>;
}

/** A whole text from somebody, as this gateway sees it for a moment. */
export interface InboundText {
  /** Id of its record. */
  record: Id;
  connector: string;
  from: string;
  to: string;
  text: string;
  /** RFC 3339 UTC. */
  at: string;
}

interface Session {
  writer: InboundWriter;
  day: string;
  epoch: number;
}

const AGAIN_MS = 500;

/**
 * Takes what people write: joins its parts, seals it to the account under the day's inbound session, and answers for it
 * only once the server has committed it. Parts of a text that is not whole are answered for as they come.
 */
export class InboundDesk {
  readonly #options: InboundDeskOptions;
  readonly #parts = emptyReassembly();
  #session: Promise<Session> | null = null;

  constructor(options: InboundDeskOptions) {
    this.#options = options;
  }

  /** Resolves once the message is safe. */
  async take(message: CarrierMessage, connector: string): Promise<void> {
    const now = this.#options.now();
    const { octets, encoding, hasHeader, from, to } = message;
    const data = decodeUserData({ octets, encoding, hasHeader });
    const { texts } = addPart(this.#parts, { from, to, data }, now);
    for (const text of texts) await this.#store(text, connector, now);
  }

  /** Stores what waited too long for its other parts, with the gaps marked. */
  async sweep(connector: string): Promise<void> {
    const now = this.#options.now();
    for (const text of expireParts(this.#parts, now)) await this.#store(text, connector, now);
  }

  async #store(whole: ReassembledText, connector: string, now: number): Promise<void> {
    const { membership } = this.#options;
    const text = whole.text ?? `[${whole.octets.length} octets that are no text]`;
    const from = canonicalParty(whole.from).value;
    const at = new Date(now).toISOString();
    const payload: MessagePayload = {
      v: 1,
      direction: 'in',
      transport: 'sms',
      parties: [from],
      from,
      text,
      attachments: [],
      at,
      sim: null,
      status: 'received',
      read: false,
      source: 'gateway',
      route: { gateway: membership.identity.keys.id, connector, to: whole.to },
    };
    const record = await this.#write(payload);
    await this.#options.arrived({ record, connector, from, to: whole.to, text, at });
  }

  /** Seals and posts until the server has it; a new epoch or another day brings a new session. */
  async #write(payload: MessagePayload): Promise<Id> {
    const { api, membership, signal } = this.#options;
    const second = `${payload.at.slice(0, 19)}.000Z`;
    const { keyring } = membership;
    const identity = {
      direction: payload.direction,
      parties: payload.parties,
      text: payload.text,
      at: second,
    };
    const conversation = await conversationId(keyring, payload.parties);
    for (let ordinal = 0; ;) {
      const id = await messageId(keyring, { ...identity, ordinal });
      try {
        const record = await this.#seal(payload, { id, conversation });
        await putRecords(api, [record], { signal, retry: 'until-aborted' });
        return id;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof CodedError)) throw error;
        if (error.code === 'version-conflict') {
          // An equal text of the same second is there already: this is another one.
          ordinal++;
          continue;
        }
        await this.#recover(error);
      }
    }
  }

  async #recover(error: CodedError): Promise<void> {
    const { membership, sequence, signal } = this.#options;
    if (error.code === 'wrong-epoch') await membership.refresh({ signal });
    else if (error.code === 'replayed-sequence') {
      const last = Number(error.extra['last']);
      if (!Number.isSafeInteger(last)) throw error;
      await sequence.raise('author', last);
    } else throw error;
    this.#session = null;
    await pause(AGAIN_MS, signal);
  }

  async #seal(
    payload: MessagePayload,
    { id, conversation }: { id: string; conversation: string },
  ): Promise<SealedRecord> {
    const { sequence } = this.#options;
    const { writer } = await this.#today(payload.at.slice(0, 10));
    const authorSeq = await sequence.reserve('author', 1);
    const clear = { conversation, day: payload.at.slice(0, 10) };
    return writer.seal({ kind: 'message', id, version: 1, authorSeq, clear, payload });
  }

  async #today(day: string): Promise<Session> {
    const known = await this.#session?.catch(() => null);
    const { epoch } = this.#options.membership.chain;
    if (known && known.day === day && known.epoch === epoch) return known;
    this.#session = this.#open(day);
    return this.#session;
  }

  async #open(day: string): Promise<Session> {
    const { api, membership, signal } = this.#options;
    const { chain, identity } = membership;
    const { writer, session } = await InboundWriter.open({
      chain,
      device: identity.keys,
      account: identity.account,
      epoch: chain.epoch,
      day,
    });
    await api.json({
      method: 'POST',
      path: '/v1/inbound-sessions',
      json: session,
      signal,
      retry: 'until-aborted',
    });
    return { writer, day, epoch: chain.epoch };
  }
}

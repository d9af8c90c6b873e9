import { pause, putRecords, type ApiClient, type Membership, type SequenceStore } from '@smseal/client';
import { CodedError, type Id, type MessagePayload, type SealedRecord } from '@smseal/protocol';
import { conversationId, InboundWriter, messageId } from '@smseal/seal';

export interface InboundStoreOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  signal: AbortSignal;
}

interface Session {
  writer: InboundWriter;
  day: string;
  epoch: number;
}

const AGAIN_MS = 500;

/** Seals what came in to the account, under the day's inbound session, and has the server commit it. */
export class InboundStore {
  readonly #options: InboundStoreOptions;
  #session: Promise<Session> | null = null;

  constructor(options: InboundStoreOptions) {
    this.#options = options;
  }

  /** Seals and posts until the server has it; a new epoch or another day brings a new session. */
  async put(payload: MessagePayload): Promise<Id> {
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

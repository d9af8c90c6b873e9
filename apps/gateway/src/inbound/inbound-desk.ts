import type { Id, MessagePayload } from '@smseal/protocol';
import {
  addPart,
  canonicalParty,
  decodeUserData,
  emptyReassembly,
  expireParts,
  partsSoFar,
  type ReassembledText,
} from '@smseal/sms';
import type { CarrierMessage } from '../connector/connector.ts';
import type { InboundStore } from './inbound-store.ts';
import { PartHold } from './part-hold.ts';

export interface InboundDeskOptions {
  store: Pick<InboundStore, 'put'>;
  /** This gateway. */
  gateway: Id;
  /** Name of the connector by which the texts come. */
  connector: string;
  now: () => number;
  /** A text was committed; the carrier is told that it was taken once this resolves. */
  arrived: (text: InboundText) => Promise<void>;
  /** How long parts wait for the others before they are stored by themselves, ms. */
  holdMs?: number;
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

/** Most carriers bring all parts at once; those that wait for each answer wait so long for it. */
const HOLD_MS = 2_000;
const MOST_UNSAVED = 1_000;

/**
 * Takes what people write by way of one connector: joins its parts, seals it to the account, and answers for it only once the server has committed
 * it. Parts whose others do not come soon are committed by themselves, with the gaps marked, because many carriers bring
 * the next part only when this one was answered for; the whole text then says which records it takes the place of.
 */
export class InboundDesk {
  readonly #options: InboundDeskOptions;
  readonly #parts = emptyReassembly();
  readonly #holds = new Map<string, PartHold<InboundText>>();
  /** Whole texts that are being stored. */
  readonly #storing = new Map<string, Promise<void>>();
  /** How to store whole texts that the server did not take: their parts are brought again. */
  readonly #unsaved = new Map<string, () => Promise<void>>();

  constructor(options: InboundDeskOptions) {
    this.#options = options;
  }

  /** Resolves once the message is safe. */
  async take(message: CarrierMessage): Promise<void> {
    const now = this.#options.now();
    const { octets, encoding, hasHeader, from, to } = message;
    const data = decodeUserData({ octets, encoding, hasHeader });
    const { verdict, key, texts } = addPart(this.#parts, { from, to, data }, now);
    const isHeld = key !== null && verdict !== 'complete' && partsSoFar(this.#parts, key) !== null;
    const held = isHeld ? this.#hold(key).wait() : undefined;
    await Promise.all(texts.map((text) => this.#giveOut(text)));
    // What repeats a text that was given out is safe when that is.
    await (held ?? (key === null ? undefined : (this.#storing.get(key) ?? this.#again(key))));
  }

  /** Stores what waited too long for its other parts, with the gaps marked. */
  async sweep(): Promise<void> {
    for (const text of expireParts(this.#parts, this.#options.now())) await this.#giveOut(text);
  }

  #hold(key: string): PartHold<InboundText> {
    const known = this.#holds.get(key);
    if (known) return known;
    const hold = new PartHold<InboundText>(this.#options.holdMs ?? HOLD_MS, async (before) => {
      const text = partsSoFar(this.#parts, key);
      return text === null ? null : this.#store(text, before);
    });
    this.#holds.set(key, hold);
    return hold;
  }

  /** A text of which nothing more is awaited. */
  #giveOut(text: ReassembledText): Promise<void> {
    const { key } = text;
    const hold = key === null ? undefined : this.#holds.get(key);
    const { arrived } = this.#options;
    const store = async (before: readonly InboundText[]): Promise<void> => {
      const last = before.at(-1);
      // All that came of it is stored already, gaps marked.
      if (last !== undefined && text.missing.length > 0 && hold?.isEmpty) return arrived(last);
      await arrived(await this.#store(text, before));
    };
    if (key === null) return store([]);
    this.#holds.delete(key);
    return this.#run(key, () => (hold ? hold.end(store) : store([])));
  }

  async #run(key: string, work: () => Promise<void>): Promise<void> {
    const stored = work();
    this.#storing.set(key, stored);
    this.#unsaved.delete(key);
    try {
      await stored;
    } catch (error) {
      this.#unsaved.set(key, work);
      const [oldest] = this.#unsaved.keys();
      if (this.#unsaved.size > MOST_UNSAVED && oldest !== undefined) this.#unsaved.delete(oldest);
      throw error;
    } finally {
      this.#storing.delete(key);
    }
  }

  #again(key: string): Promise<void> | undefined {
    const work = this.#unsaved.get(key);
    return work && this.#run(key, work);
  }

  async #store(whole: ReassembledText, before: readonly InboundText[]): Promise<InboundText> {
    const { connector } = this.#options;
    const text = whole.text ?? `[${whole.octets.length} octets that are no text]`;
    const from = canonicalParty(whole.from).value;
    const at = new Date(this.#options.now()).toISOString();
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
      route: { gateway: this.#options.gateway, connector, to: whole.to },
      ...(before.length > 0 ? { replaces: before.map(({ record }) => record) } : {}),
    };
    const record = await this.#options.store.put(payload);
    return { record, connector, from, to: whole.to, text, at };
  }
}

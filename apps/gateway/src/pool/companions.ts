import { getBatch, listCompanions, pause, type ApiClient, type How, type Membership } from '@smseal/client';
import {
  CodedError,
  type CompanionBatch,
  type CompanionsPage,
  type Id,
  type TextEvent,
  type TextState,
} from '@smseal/protocol';
import { openCompanionKey, openSegment, SealError, type Octets, type PoolStanding } from '@smseal/seal';
import type { CarrierReceipt } from '../connector/connector.ts';
import { BatchWork } from '../outbox/batch-work.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import { flightOf } from '../outbox/take-up.ts';
import { Absences } from './absences.ts';
import { CompanionIds, LAST_WORDS, type CompanionPart } from './companion-ids.ts';
import type { DayKeys } from './day-keys.ts';

/** A text of this gateway, and its parts' ids, each with the connector that it is of. */
interface OwnText {
  work: BatchWork;
  answers: Pick<TextEvent, 'carrierId' | 'connector'>[];
}

/** A receipt that nobody had told of when it came. */
interface Early {
  carrierId: string;
  connector: string;
}

export interface CompanionsOptions {
  api: ApiClient;
  membership: Membership;
  keys: DayKeys;
  standing: () => PoolStanding;
  dispatcher: () => Dispatcher;
  /** Gateways are gone for good enough that this one should take over. */
  gone: () => void;
}

const POLL_MS = 2_000;
/** How soon a receipt that nobody has told of yet is looked for again, ms. */
const AGAIN_MS = 400;
/** How long it is looked for before it counts as one that overtook its answer, ms. */
const SEARCH_MS = 4_000;
/** Keys of batches that were opened last. */
const MOST_KEYS = 2_000;
const MOST_EARLY = 100_000;

/**
 * What the other gateways of the pool do: the carriers' ids of what they sent, so that a receipt which comes here is told
 * of here, and who of them is gone. A gateway alone asks nobody for anything.
 */
export class Companions {
  readonly absences: Absences;
  readonly #options: CompanionsOptions;
  readonly #ids = new CompanionIds();
  /** Texts that left here and of which something is still expected: who else says the last word on one says it here, too. */
  readonly #own = new Map<string, OwnText>();
  readonly #contentKeys = new Map<Id, Octets>();
  readonly #works = new Map<Id, Promise<BatchWork | null>>();
  /** Receipts that nobody had told of when they came, by connector and id. */
  readonly #early = new Map<string, Early>();
  #after: string | null = null;
  #polling: Promise<void> | null = null;

  constructor(options: CompanionsOptions) {
    this.#options = options;
    this.absences = new Absences();
  }

  /** Follows the others until the signal aborts; outages are waited out. @throws the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (!this.#isAlone) await this.#look({ signal }).catch(() => undefined);
      await pause(POLL_MS, signal);
    }
  }

  /**
   * Takes a receipt of a connector's carrier: of what this gateway sent, or another of the pool. Resolves once what it says
   * is safe.
   */
  async receipt(receipt: CarrierReceipt, connector: string): Promise<void> {
    const dispatcher = this.#options.dispatcher();
    if (this.#isAlone) return dispatcher.receipts.take(receipt, connector);
    const ids = dispatcher.receipts.idsOf(connector);
    const isKnown = () => ids === null || ids.find(receipt) !== null || ids.settledOf(receipt) !== null;
    const early = { carrierId: receipt.carrierId, connector };
    const end = performance.now() + SEARCH_MS;
    while (!isKnown()) {
      const part = this.#find(early);
      if (part !== null) {
        await this.#adopt(part);
        break;
      }
      if (performance.now() > end) {
        this.#keepEarly(early);
        break;
      }
      await this.#look({}).catch(() => undefined);
      if (this.#find(early) === null && !isKnown())
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    return dispatcher.receipts.take(receipt, connector);
  }

  /** This gateway tells something of a text of its own. */
  told(work: BatchWork, { index, state, carrierId, connector }: TextEvent): void {
    const text = `${work.id}:${index}`;
    if (LAST_WORDS.has(state)) this.#own.delete(text);
    else if (carrierId !== undefined && !this.#isAlone) {
      const answers = this.#own.get(text)?.answers ?? [];
      const answer = { carrierId, ...(connector === undefined ? {} : { connector }) };
      this.#own.set(text, { work, answers: [...answers, answer] });
    }
  }

  get #isAlone(): boolean {
    const { membership, standing } = this.#options;
    const me = membership.identity.keys.id;
    const { pool, members } = standing();
    return pool === me && members.every((id) => id === me);
  }

  /** Reads what came since; who asks meanwhile waits for the same answer. */
  #look(how: How): Promise<void> {
    this.#polling ??= this.#poll(how).finally(() => (this.#polling = null));
    return this.#polling;
  }

  async #poll(how: How): Promise<void> {
    for (let more = true; more;) {
      const page = await listCompanions(this.#options.api, this.#after, how);
      await this.#take(page);
      this.#after = page.next;
      more = page.more;
      if (this.absences.note(page.absent)) this.#options.gone();
    }
  }

  async #take({ segments, batches }: CompanionsPage): Promise<void> {
    const { membership } = this.#options;
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    for (const segment of segments) {
      const batch = byId.get(segment.batch);
      const contentKey = batch && (await this.#contentKeyOf(batch));
      if (!contentKey) continue;
      try {
        const { events } = await openSegment({ segment, contentKey, chain: membership.chain });
        const { over, parts } = this.#ids.take(segment.batch, events);
        for (const index of parts) await this.#arrived(segment.batch, index);
        for (const [index, state] of over) this.#letGo(`${segment.batch}:${index}`, { index, state });
      } catch (error) {
        // What is not opened here is refused, with an alarm, by whoever leases or reads the batch.
        if (!(error instanceof SealError)) throw error;
      }
    }
    for (const [name, early] of this.#early) {
      const part = this.#find(early);
      if (part === null) continue;
      this.#early.delete(name);
      await this.#adopt(part);
    }
  }

  /** Another gateway was told that a part has arrived: it counts for the text here, too. */
  async #arrived(batch: Id, index: number): Promise<void> {
    const own = this.#own.get(`${batch}:${index}`)?.work ?? (await this.#works.get(batch));
    const flight = own?.flights[index];
    if (flight !== undefined) this.#options.dispatcher().receipts.arrived(flight);
  }

  /** Another gateway has said the last word: no receipt of the text is waited for here. */
  #letGo(text: string, { index, state }: { index: number; state: TextState }): void {
    const own = this.#own.get(text);
    if (own === undefined) return;
    this.#own.delete(text);
    own.work.states[index] = state;
    own.work.flights[index] = undefined;
    const dispatcher = this.#options.dispatcher();
    for (const { carrierId = '', connector } of own.answers)
      dispatcher.receipts.idsOf(connector)?.drop(carrierId);
  }

  async #contentKeyOf(batch: CompanionBatch): Promise<Octets | null> {
    const known = this.#contentKeys.get(batch.id);
    if (known) return known;
    const { membership, keys } = this.#options;
    const held = keys.get(batch.poolKey);
    if (held === null) return null;
    const opened = await openCompanionKey(batch, { chain: membership.chain, held }).catch(() => null);
    if (opened === null) return null;
    this.#contentKeys.set(batch.id, opened);
    const [oldest] = this.#contentKeys.keys();
    if (this.#contentKeys.size > MOST_KEYS && oldest !== undefined) this.#contentKeys.delete(oldest);
    return opened;
  }

  /** From now on this gateway tells what receipts say of the text, too. */
  async #adopt({ batch, index, place, carrierId, connector }: CompanionPart): Promise<void> {
    const work = await this.#workOf(batch);
    if (work === null) return;
    const delivered = this.#ids.arrivedOf(batch, index);
    if (place.n > 1) work.flights[index] ??= flightOf(work, { index, parts: place.n, delivered });
    this.#options.dispatcher().receipts.expect({ carrierId, connector, part: { work, index, k: place.k } });
  }

  /** A batch that somebody else holds or held: it is not sent from here. */
  #workOf(batch: Id): Promise<BatchWork | null> {
    const known = this.#works.get(batch);
    if (known) return known;
    const opening = this.#open(batch);
    this.#works.set(batch, opening);
    opening.catch(() => this.#works.delete(batch));
    const [oldest] = this.#works.keys();
    if (this.#works.size > MOST_KEYS && oldest !== undefined) this.#works.delete(oldest);
    return opening;
  }

  async #open(id: Id): Promise<BatchWork | null> {
    const { api, keys } = this.#options;
    try {
      const { targetWrap, ...batch } = await getBatch(api, id, { retry: 3 });
      if (targetWrap === null) return null;
      const { content, contentKey } = await keys.open({ ...batch, targetWrap });
      const { priority, expires, states, segments } = batch;
      const lastSegment = Math.max(-1, ...segments.map(({ number }) => number));
      const { texts } = content;
      const work = new BatchWork({
        id,
        priority,
        expires: Date.parse(expires),
        contentKey,
        texts,
        states,
        lastSegment,
      });
      for (const index of texts.keys()) work.forget(index);
      return work;
    } catch (error) {
      if (error instanceof SealError || (error instanceof CodedError && error.code === 'not-found'))
        return null;
      throw error;
    }
  }

  /** The part that a receipt is of; one that names no connector is of the first, or the only one. */
  #find({ carrierId, connector }: Early): CompanionPart | null {
    const found = this.#ids.find(carrierId, connector);
    if (found !== null || !this.#options.dispatcher().receipts.isFirst(connector)) return found;
    return this.#ids.find(carrierId, null);
  }

  #keepEarly(early: Early): void {
    this.#early.set(`${early.connector} ${early.carrierId}`, early);
    const [oldest] = this.#early.keys();
    if (this.#early.size > MOST_EARLY && oldest !== undefined) this.#early.delete(oldest);
  }
}

import { cancelTexts, pause, Unreachable } from '@smseal/client';
import { isLeaving } from '@smseal/policy';
import { CodedError } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { itemKey, type HeldBatch } from '../cache/cache-item.ts';
import type { StateWriter } from '../conversation/state-writer.ts';
import { EngineError } from '../engine-error.ts';
import type { Sender } from '../outbox/sender.ts';
import type { MadeFile } from '../rpc/wire.ts';
import { isBatchOver, overBy, statesOf } from './batch-over.ts';
import type { ErasurePreview, ErasureProgress, ErasureRow, ErasureTarget } from './erasure-api.ts';
import { carryOn, type ErasureCourseOptions } from './erasure-course.ts';
import { erasureSet, type ErasureSet } from './erasure-set.ts';
import type { KeptErasure } from './kept-erasures.ts';
import { planParts } from './plan-parts.ts';

export interface ErasureDeskOptions extends ErasureCourseOptions {
  sender: Sender;
  states: StateWriter;
  /** Whether everything that the server has is here. */
  isWhole: () => boolean;
  /** Which of these numbers must not be texted. */
  suppressed: (numbers: readonly string[]) => Promise<string[]>;
}

/** How long a server that is away is waited for before it is asked again. */
const AGAIN_MS = 10_000;

/** Erasures that a person orders at this browser: counted before, carried on until they are certified. */
export class ErasureDesk {
  readonly #options: ErasureDeskOptions;
  readonly #known = new Map<string, KeptErasure>();
  readonly #loaded: Promise<void>;
  readonly #going = new Set<string>();

  constructor(options: ErasureDeskOptions) {
    this.#options = options;
    this.#loaded = this.#load();
  }

  /** What an erasure would do. Changes nothing. */
  async preview(target: ErasureTarget): Promise<ErasurePreview> {
    const set = this.#set(target);
    const waiting = this.#waiting(set);
    const numbers = [...set.addresses];
    const suppressed = await this.#options.suppressed(numbers).catch(() => null);
    return {
      counts: set.counts,
      addresses: numbers.map((number) => this.#options.mailbox.contacts.formatted(number)),
      stays: {
        ...set.stays,
        suppressed: suppressed?.map((number) => this.#options.mailbox.contacts.formatted(number)) ?? null,
        waiting: waiting.reduce((sum, { indexes }) => sum + indexes.length, 0),
        waitsUntil:
          waiting
            .map(({ held }) => overBy(held.stored))
            .toSorted()
            .at(-1) ?? null,
      },
    };
  }

  /**
   * Orders an erasure, and carries it on in the background. Resolves, with its id, when it would survive this tab.
   * @throws EngineError `still-reading`, `may-not-erase`, `nothing-to-erase`; Unreachable: nothing has begun.
   */
  async begin(target: ErasureTarget): Promise<string> {
    await this.#loaded;
    this.#requireAble();
    await this.#options.catchUp();
    if (!this.#options.isWhole())
      throw new EngineError(
        'still-reading',
        'This browser is still reading the account, so it does not know of everything yet; wait until it is done.',
      );
    const before = this.#set(target);
    await this.#stop(before);
    await this.#options.states.settled(
      before.records.flatMap(({ kind, id }) => (kind === 'conversation' ? [id] : [])),
    );
    await this.#options.catchUp();
    const { records, texts, counts } = this.#set(target);
    const kind = target.of === 'contact' || target.of === 'number' ? 'contact' : 'records';
    const placed = Array.from(texts, ([batch, indexes]) => ({ batch, indexes: [...indexes] }));
    const planned = await planParts(this.#options, { kind, records, texts: placed });
    if (planned.parts.length + planned.waits.length === 0)
      throw new EngineError('nothing-to-erase', 'Nothing of it is here any more; it was erased or deleted.');
    const at = new Date(this.#options.api.clock.corrected()).toISOString();
    const erasure: KeptErasure = { id: randomId(), kind, at, counts, ...planned, trouble: null };
    await this.#options.kept.keep(erasure);
    this.#known.set(erasure.id, erasure);
    this.#options.tell();
    void this.#carryOn(erasure);
    return erasure.id;
  }

  /** Goes on with what an earlier tab began, and with texts whose batch is over by now. */
  async tend(): Promise<void> {
    await this.#loaded;
    for (const erasure of this.#known.values()) {
      await this.#takeWaiting(erasure).catch(unlessAway);
      if (erasure.parts.some(({ state }) => state !== 'certified')) void this.#carryOn(erasure);
    }
  }

  /** Goes on at once with one that stands still. */
  async resume(id: string): Promise<void> {
    await this.#loaded;
    const erasure = this.#known.get(id);
    if (erasure) await this.#carryOn(erasure);
  }

  async rows(): Promise<ErasureRow[]> {
    await this.#loaded;
    return [...this.#known.values()].toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(rowOf);
  }

  /** @throws EngineError `no-certificate`. */
  async certificate(id: string, part: number): Promise<MadeFile & { name: string }> {
    await this.#loaded;
    const certificate = this.#known.get(id)?.parts[part]?.certificate ?? null;
    if (certificate === null)
      throw new EngineError('no-certificate', 'The certificate is not there yet; look again in a moment.');
    const blob = new Blob([certificate], { type: 'application/json' });
    const day = this.#known.get(id)?.at.slice(0, 10) ?? '';
    const name = `smseal-erasure-${day}-${id.slice(0, 6)}${part > 0 ? `-${part + 1}` : ''}.json`;
    return { blob, contentType: blob.type, name };
  }

  async #load(): Promise<void> {
    for (const erasure of await this.#options.kept.all()) this.#known.set(erasure.id, erasure);
  }

  #set(target: ErasureTarget): ErasureSet {
    const { mailbox, store } = this.#options;
    return erasureSet(target, [...store.items()], (address) => mailbox.contacts.canonical(address));
  }

  /** @throws EngineError `may-not-erase`. */
  #requireAble(): void {
    const { chain, identity } = this.#options.membership;
    const able = (['admit', 'send', 'deliver'] as const).every((can) => chain.may(identity.keys.id, can));
    if (!able)
      throw new EngineError(
        'may-not-erase',
        'This browser may read but not erase; do it on a device that can also link others.',
      );
  }

  #held(batch: string): HeldBatch | null {
    const item = this.#options.store.item(itemKey('batch', batch));
    return item && 'batch' in item ? item.batch : null;
  }

  /** Texts of the set whose batch is not over. */
  #waiting({ texts }: ErasureSet): { held: HeldBatch; indexes: readonly number[] }[] {
    return Array.from(texts, ([batch, indexes]) => ({ held: this.#held(batch), indexes })).flatMap(
      ({ held, indexes }) => (held === null || this.#isOver(held, indexes) ? [] : [{ held, indexes }]),
    );
  }

  #isOver(held: HeldBatch, indexes: readonly number[]): boolean {
    const now = this.#options.api.clock.corrected();
    return isBatchOver({ states: statesOf(held), expires: held.stored.expires }, indexes, now);
  }

  /** Stops what has not left of the texts that go; what cannot be stopped is erased after it has. */
  async #stop(set: ErasureSet): Promise<void> {
    const { api, sender, signal } = this.#options;
    for (const { held, indexes } of this.#waiting(set)) {
      const { stored, content } = held;
      const states = statesOf(held);
      if (!indexes.some((index) => isLeaving(states[index] ?? 'queued'))) continue;
      const isWhole = content.texts.every((text, index) => text.erased === true || indexes.includes(index));
      const stopping = isWhole
        ? sender.cancel(stored.id)
        : cancelTexts(api, { batch: stored.id, indexes }, { signal });
      await stopping.catch((error: unknown) => {
        if (!(error instanceof CodedError || error instanceof EngineError)) throw error;
      });
    }
  }

  async #takeWaiting(erasure: KeptErasure): Promise<void> {
    const ready = erasure.waits.filter(({ batch, indexes }) => {
      const held = this.#held(batch);
      return held === null || this.#isOver(held, indexes);
    });
    if (ready.length === 0) return;
    const { parts, waits } = await planParts(this.#options, {
      kind: erasure.kind,
      records: [],
      texts: ready,
    });
    erasure.waits = [...erasure.waits.filter((wait) => !ready.includes(wait)), ...waits];
    erasure.parts.push(...parts);
    await this.#options.kept.keep(erasure);
    this.#options.tell();
  }

  /** One course at a time for each erasure. */
  async #carryOn(erasure: KeptErasure): Promise<void> {
    if (this.#going.has(erasure.id)) return;
    this.#going.add(erasure.id);
    const { signal } = this.#options;
    try {
      for (;;) {
        try {
          return await carryOn(this.#options, erasure);
        } catch (error) {
          if (signal.aborted) return;
          unlessAway(error);
        }
        await pause(AGAIN_MS, signal).catch(() => undefined);
      }
    } finally {
      this.#going.delete(erasure.id);
      this.#options.tell();
    }
  }
}

function unlessAway(error: unknown): void {
  if (!(error instanceof Unreachable)) throw error;
}

function rowOf({ id, at, counts, parts, waits, trouble }: KeptErasure): ErasureRow {
  return {
    id,
    at,
    counts,
    state: progressOf(parts),
    waiting: waits.reduce((sum, { indexes }) => sum + indexes.length, 0),
    trouble,
    certificates: parts.filter(({ certificate }) => certificate !== null).length,
    parts: parts.length,
  };
}

/** As far as the part that lags. */
function progressOf(parts: KeptErasure['parts']): ErasureProgress {
  if (parts.length === 0) return 'waiting';
  if (parts.some(({ state }) => state === 'planned')) return 'ordered';
  if (parts.some(({ state }) => state === 'posted')) return 'searching';
  return parts.some(({ state }) => state === 'searched') ? 'searched' : 'certified';
}

import { getBatch, type ApiClient, type Membership } from '@smseal/client';
import { CodedError, type BatchContent, type BatchView, type Id, type TextEvent } from '@smseal/protocol';
import { openSegment, SealError } from '@smseal/seal';
import { fromServer } from '../http/from-server.ts';
import type { DayKeys } from '../pool/day-keys.ts';

export interface BatchReaderOptions {
  api: ApiClient;
  membership: Membership;
  /** Opens a batch of the pool. */
  open: DayKeys['open'];
  now: () => number;
  signal: AbortSignal;
}

/** A batch as far as this gateway may still see it. */
export interface HeldBatch {
  view: BatchView;
  /** Null once nothing more is expected of the batch, or its day is over: its wrap is gone, or the key to that is. */
  content: BatchContent | null;
  /** Of all its texts, in the order in which they were reported; empty where the content is null. */
  events: TextEvent[];
}

interface Remembered {
  held: Promise<HeldBatch>;
  at: number;
}

/** For so long one look at a batch answers for it, however many of its texts are asked for. */
const FRESH_MS = 1_000;
const MOST_REMEMBERED = 64;

/** Reads batches of this gateway back from the server, and opens those whose wrap it still has. */
export class BatchReader {
  readonly #options: BatchReaderOptions;
  readonly #remembered = new Map<Id, Remembered>();

  constructor(options: BatchReaderOptions) {
    this.#options = options;
  }

  /** @throws CodedError `not-found`, `unavailable`. */
  read(batch: Id): Promise<HeldBatch> {
    const now = this.#options.now();
    for (const [id, { at }] of this.#remembered) {
      if (now - at < FRESH_MS && this.#remembered.size < MOST_REMEMBERED) break;
      this.#remembered.delete(id);
    }
    const known = this.#remembered.get(batch);
    if (known) return known.held;
    const { api, signal } = this.#options;
    const held = fromServer(getBatch(api, batch, { signal })).then((view) => this.open(view));
    this.#remembered.set(batch, { held, at: now });
    held.catch(() => this.forget(batch));
    return held;
  }

  /** What is known of a batch has changed. */
  forget(batch: Id): void {
    this.#remembered.delete(batch);
  }

  /** Opens what the server has shown. @throws CodedError `not-found` for what was not sealed as it must be. */
  async open(view: BatchView): Promise<HeldBatch> {
    const { targetWrap } = view;
    if (targetWrap === null) return { view, content: null, events: [] };
    const { membership, open } = this.#options;
    try {
      const batch = { ...view, targetWrap };
      const { content, contentKey } = await open(batch);
      const { chain } = membership;
      const events: TextEvent[] = [];
      for (const segment of view.segments)
        events.push(...(await openSegment({ segment, contentKey, chain })).events);
      return { view, content, events };
    } catch (error) {
      if (error instanceof SealError && error.code === 'no-day-key')
        return { view, content: null, events: [] };
      if (error instanceof SealError) throw new CodedError('not-found');
      throw error;
    }
  }
}

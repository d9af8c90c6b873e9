import { createHash } from 'node:crypto';
import {
  MAX_BATCH_TEXTS,
  MAX_CLAIMS,
  MAX_POSTED_BATCHES,
  type BatchText,
  type ClaimOutcome,
  type Id,
  type RawRequests,
} from '@smseal/protocol';
import type { Octets } from '@smseal/seal';

export interface Posting {
  /** The API key that the texts belong to, if they are not the gateway's own; no batch holds texts of two. */
  owner?: Id;
  texts: readonly BatchText[];
  /** 0 one-time codes, 5 people, 9 campaigns. */
  priority: number;
  /** ms since 1970; null for at once. */
  notBefore: number | null;
  /** ms since 1970. */
  expires: number;
}

/** A request that is to be taken once: keyed hashes of its idempotency key and of its body, 32 octets each. */
export interface Claim {
  key: Octets;
  body: Octets;
}

/** `ids` are `batch:index` of each text, in order: of now, or of the first time. */
export type Posted = { outcome: 'taken' | 'replay'; ids: string[] } | { outcome: 'conflict' };

/** A request that waits for its commit. */
export interface Waiting {
  posting: Posting;
  claim: Claim | null;
  /** Monotonic ms. */
  since: number;
  resolve: (posted: Posted) => void;
  reject: (error: unknown) => void;
}

/** Texts that share a batch: alike in everything that stands outside of its envelope. */
export interface FilledBatch extends Omit<Posting, 'texts'> {
  id: Id;
  texts: BatchText[];
}

/** Where texts of one request stand in a batch. */
interface Slice {
  waiting: Waiting;
  batch: Id;
  first: number;
  count: number;
  /** Place of its claim in the call; null for a request without one. */
  claim: number | null;
}

/** Texts of one call, so that it stays within what the server takes; the first request may have more. */
const MOST_TEXTS = 8_000;

/** Lays requests out in the batches of one call, each of their slices with a claim of its own where the request has one. */
export class CallLayout {
  readonly batches: FilledBatch[] = [];
  readonly claims: RawRequests['claims'] = [];
  readonly #newBatchId: (owner: Id | null) => Id;
  readonly #slices: Slice[] = [];
  /** The batch that is being filled, by what is alike in it. */
  readonly #open = new Map<string, FilledBatch>();
  #texts = 0;

  /** @param newBatchId names a batch of an owner's texts. */
  constructor(newBatchId: (owner: Id | null) => Id) {
    this.#newBatchId = newBatchId;
  }

  /** Adds a request, or none of it: false when it does not fit into this call. */
  add(waiting: Waiting): boolean {
    const { texts } = waiting.posting;
    const alike = alikenessOf(waiting.posting);
    const open = this.#open.get(alike);
    // A request that fits into one batch is not cut.
    const shared = open && open.texts.length + Math.min(texts.length, MAX_BATCH_TEXTS) <= MAX_BATCH_TEXTS;
    const more = Math.ceil(texts.length / MAX_BATCH_TEXTS) - (shared ? 1 : 0);
    const isFull =
      this.#texts + texts.length > MOST_TEXTS ||
      this.batches.length + more > MAX_POSTED_BATCHES ||
      this.claims.length + more + 1 > MAX_CLAIMS;
    if (isFull && this.#slices.length > 0) return false;
    this.#texts += texts.length;
    let batch = shared ? open : this.#begin(alike, waiting.posting);
    for (let at = 0, part = 0; at < texts.length; part++) {
      if (batch.texts.length === MAX_BATCH_TEXTS) batch = this.#begin(alike, waiting.posting);
      const count = Math.min(texts.length - at, MAX_BATCH_TEXTS - batch.texts.length);
      this.#addSlice(waiting, batch, { at, count, part });
      at += count;
    }
    return true;
  }

  /** Tells each request what became of it. `outcomes` are of the claims, in their order. */
  settle(outcomes: readonly ClaimOutcome[]): void {
    const posted = new Map<Waiting, Posted>();
    for (const { waiting, batch, first, count, claim } of this.#slices) {
      const outcome: ClaimOutcome = claim === null ? TAKEN : (outcomes[claim] ?? TAKEN);
      const before = posted.get(waiting) ?? { outcome: 'taken', ids: [] };
      if (before.outcome === 'conflict' || outcome.outcome === 'conflict') {
        posted.set(waiting, { outcome: 'conflict' });
        continue;
      }
      const place = outcome.outcome === 'replay' ? outcome : { batch, first, count };
      for (let index = place.first; index < place.first + place.count; index++)
        before.ids.push(`${place.batch}:${index}`);
      posted.set(waiting, { outcome: outcome.outcome, ids: before.ids });
    }
    for (const [waiting, outcome] of posted) waiting.resolve(outcome);
  }

  #begin(alike: string, { owner, priority, notBefore, expires }: Posting): FilledBatch {
    const id = this.#newBatchId(owner ?? null);
    const batch = { id, priority, notBefore, expires, texts: [], ...(owner === undefined ? {} : { owner }) };
    this.batches.push(batch);
    this.#open.set(alike, batch);
    return batch;
  }

  #addSlice(
    waiting: Waiting,
    batch: FilledBatch,
    { at, count, part }: { at: number; count: number; part: number },
  ): void {
    const slice: Slice = { waiting, batch: batch.id, first: batch.texts.length, count, claim: null };
    if (waiting.claim !== null) {
      slice.claim = this.claims.length;
      this.claims.push({ ...claimOf(waiting.claim, part), batch: batch.id, first: slice.first, count });
    }
    this.#slices.push(slice);
    for (let i = at; i < at + count; i++) {
      const text = waiting.posting.texts[i];
      if (text !== undefined) batch.texts.push(text);
    }
  }
}

const TAKEN: ClaimOutcome = { outcome: 'taken' };

function alikenessOf({ owner, priority, notBefore, expires }: Posting): string {
  return `${owner ?? ''} ${priority} ${notBefore ?? ''} ${expires}`;
}

/** Of a request that is cut over batches every part is claimed, so that none of it is sent twice. */
function claimOf({ key, body }: Claim, part: number): Claim {
  return { key: part === 0 ? key : createHash('sha256').update(key).update(String(part)).digest(), body };
}

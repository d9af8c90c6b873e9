import { createHash } from 'node:crypto';
import { postRequests, type ApiClient, type Membership } from '@smseal/client';
import {
  MAX_BATCH_TEXTS,
  toBase64Url,
  type BatchText,
  type ClaimOutcome,
  type Id,
  type PostBatch,
  type PostRequests,
  type TextState,
} from '@smseal/protocol';
import { sealOwnBatch, type Octets } from '@smseal/seal';
import { BatchWork } from './batch-work.ts';

export interface BatchAuthorOptions {
  api: ApiClient;
  membership: Membership;
  signal: AbortSignal;
  /** Names a batch of an owner's texts. */
  newBatchId: (owner: Id | null) => Id;
  /** How many more batches of a priority this gateway has hands for; what is beyond waits in the server. */
  room: (priority: number) => number;
  /** A batch that was leased as it was committed: nothing of it has to be fetched or opened. */
  leased: (work: BatchWork, lease: { id: Id; ms: number }) => void;
  /** Batches were committed that nobody has leased yet. */
  committed: () => void;
}

export interface Posting {
  /** The API key that the texts belong to, if they are not the gateway's own; no batch holds texts of two. */
  owner?: Id;
  texts: readonly BatchText[];
  /** 0 one-time codes, 5 people, 9 campaigns. */
  priority: number;
  /** ms since 1970; null for now. */
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

/** How long single texts are gathered into one batch, ms. */
const GATHER_MS = 4;
/** A request of so many texts goes at once. */
const LARGE = MAX_BATCH_TEXTS / 2;

interface Waiting {
  posting: Posting;
  claim: Claim | null;
  resolve: (posted: Posted) => void;
  reject: (error: unknown) => void;
}

/** Where texts of one request stand in a batch. */
interface Slice {
  waiting: Waiting;
  first: number;
  count: number;
  /** Place of its claim in the call; null for a request without one. */
  claim: number | null;
}

interface Filled {
  id: Id;
  texts: BatchText[];
  slices: Slice[];
}

/**
 * Seals texts to this gateway and to the account, and hands them in: what resolves is committed to PostgreSQL. Requests
 * that come within a few milliseconds and are alike outside share a batch, each with its claim.
 */
export class BatchAuthor {
  readonly #options: BatchAuthorOptions;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(options: BatchAuthorOptions) {
    this.#options = options;
  }

  /** @throws CodedError, Unreachable, the signal's reason. */
  post(posting: Posting, claim: Claim | null = null): Promise<Posted> {
    if (posting.texts.length === 0) return Promise.resolve({ outcome: 'taken', ids: [] });
    return new Promise((resolve, reject) => {
      const one: Waiting = { posting, claim, resolve, reject };
      if (posting.texts.length >= LARGE) return void this.#send([one]);
      const { owner, priority, notBefore, expires } = posting;
      const alike = `${owner ?? ''} ${priority} ${notBefore ?? ''} ${expires}`;
      const waiting = this.#waiting.get(alike);
      if (waiting === undefined) {
        this.#waiting.set(alike, [one]);
        setTimeout(() => this.#flush(alike), GATHER_MS);
        return;
      }
      waiting.push(one);
      const texts = waiting.reduce((sum, { posting: { texts: some } }) => sum + some.length, 0);
      if (texts >= LARGE) this.#flush(alike);
    });
  }

  #flush(alike: string): void {
    const waiting = this.#waiting.get(alike);
    this.#waiting.delete(alike);
    if (waiting !== undefined) void this.#send(waiting);
  }

  async #send(waiting: readonly Waiting[]): Promise<void> {
    try {
      const { filled, claims } = fill(waiting, this.#options.newBatchId);
      const sealed = await Promise.all(filled.map((batch) => this.#seal(batch)));
      const outcomes = await this.#commit(sealed, claims);
      settle(waiting, filled, outcomes);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  async #seal({ id, texts, slices }: Filled): Promise<Sealed> {
    const { api, membership } = this.#options;
    const by = membership.identity.keys;
    const { priority, notBefore, expires } = slices[0]?.waiting.posting ?? NOTHING;
    const { batch, contentKey } = await sealOwnBatch({
      id,
      chain: membership.chain,
      by,
      target: by.id,
      content: { v: 1, createdAt: new Date(api.clock.own()).toISOString(), texts },
      priority,
      notBefore: notBefore === null ? null : new Date(notBefore).toISOString(),
      expires: new Date(expires).toISOString(),
    });
    return { batch, contentKey, texts };
  }

  async #commit(sealed: readonly Sealed[], claims: PostRequests['claims']): Promise<ClaimOutcome[]> {
    const { api, signal, room, leased, committed } = this.#options;
    const batches = sealed.map(({ batch }) => batch);
    const lease = batches.every(({ priority }) => room(priority) >= batches.length);
    const answer = await postRequests(api, { batches, claims, lease }, { signal, retry: 3 });
    const cancelled = new Set(
      claims.flatMap((claim, i) =>
        answer.claims[i]?.outcome === 'taken'
          ? []
          : Array.from({ length: claim.count }, (_, k) => `${claim.batch}:${claim.first + k}`),
      ),
    );
    for (const { batch, leaseMs, lease: id } of answer.leases) {
      const own = sealed.find((one) => one.batch.id === batch);
      if (own !== undefined) leased(workOf(own, cancelled), { id, ms: leaseMs });
    }
    if (answer.leases.length < batches.length) committed();
    return answer.claims;
  }
}

interface Sealed {
  batch: PostBatch;
  contentKey: Octets;
  texts: readonly BatchText[];
}

const NOTHING: Posting = { texts: [], priority: 9, notBefore: null, expires: 0 };

/** Lays requests out in batches, each of their slices with a claim of its own where the request has one. */
function fill(
  waiting: readonly Waiting[],
  newBatchId: BatchAuthorOptions['newBatchId'],
): { filled: Filled[]; claims: PostRequests['claims'] } {
  const filled: Filled[] = [];
  const claims: PostRequests['claims'] = [];
  for (const one of waiting) {
    const { texts, owner } = one.posting;
    for (let at = 0, part = 0; at < texts.length; part++) {
      const batch = withRoom(filled, texts.length - at) ?? added(filled, newBatchId(owner ?? null));
      const count = Math.min(texts.length - at, MAX_BATCH_TEXTS - batch.texts.length);
      const first = batch.texts.length;
      const slice: Slice = { waiting: one, first, count, claim: null };
      if (one.claim !== null) {
        slice.claim = claims.length;
        claims.push({ ...claimOf(one.claim, part), batch: batch.id, first, count });
      }
      batch.slices.push(slice);
      for (let i = 0; i < count; i++) {
        const text = texts[at + i];
        if (text !== undefined) batch.texts.push(text);
      }
      at += count;
    }
  }
  return { filled, claims };
}

/** The batch that takes the next texts: a request that fits into one is not cut. */
function withRoom(filled: readonly Filled[], needed: number): Filled | null {
  const last = filled.at(-1);
  return last && last.texts.length + Math.min(needed, MAX_BATCH_TEXTS) <= MAX_BATCH_TEXTS ? last : null;
}

function added(filled: Filled[], id: Id): Filled {
  const next: Filled = { id, texts: [], slices: [] };
  filled.push(next);
  return next;
}

/** Of a request that is cut over batches every part is claimed, so that none of it is sent twice. */
function claimOf({ key, body }: Claim, part: number): { key: string; body: string } {
  const partKey = part === 0 ? key : createHash('sha256').update(key).update(String(part)).digest();
  return { key: toBase64Url(partKey), body: toBase64Url(body) };
}

/** Tells each request what became of it. */
function settle(
  waiting: readonly Waiting[],
  filled: readonly Filled[],
  outcomes: readonly ClaimOutcome[],
): void {
  const posted = new Map<Waiting, Posted>();
  for (const { id, slices } of filled) {
    for (const { waiting: one, first, count, claim } of slices) {
      const outcome: ClaimOutcome = claim === null ? TAKEN : (outcomes[claim] ?? TAKEN);
      const before = posted.get(one) ?? { outcome: 'taken', ids: [] };
      if (before.outcome === 'conflict' || outcome.outcome === 'conflict') {
        posted.set(one, { outcome: 'conflict' });
        continue;
      }
      const place = outcome.outcome === 'replay' ? outcome : { batch: id, first, count };
      const ids = Array.from({ length: place.count }, (_, i) => `${place.batch}:${place.first + i}`);
      posted.set(one, { outcome: outcome.outcome, ids: [...before.ids, ...ids] });
    }
  }
  for (const one of waiting) one.resolve(posted.get(one) ?? { outcome: 'taken', ids: [] });
}

const TAKEN: ClaimOutcome = { outcome: 'taken' };

function workOf({ batch, contentKey, texts }: Sealed, cancelled: ReadonlySet<string>): BatchWork {
  const states = texts.map((_, i): TextState => (cancelled.has(`${batch.id}:${i}`) ? 'cancelled' : 'leased'));
  return new BatchWork({
    id: batch.id,
    priority: batch.priority,
    expires: Date.parse(batch.expires),
    contentKey,
    texts,
    states,
    lastSegment: -1,
  });
}

import { postRequests, Unreachable, type ApiClient, type Membership } from '@smseal/client';
import {
  CodedError,
  type BatchText,
  type ClaimOutcome,
  type Id,
  type RawBatch,
  type RawRequests,
  type RequestsAnswer,
  type TextState,
} from '@smseal/protocol';
import { sealOwnBatch, type DayKey, type Octets } from '@smseal/seal';
import { BatchWork, type Reservation } from './batch-work.ts';
import {
  CallLayout,
  type Claim,
  type FilledBatch,
  type Posted,
  type Posting,
  type Waiting,
} from './call-layout.ts';

export interface BatchAuthorOptions {
  api: ApiClient;
  membership: Membership;
  signal: AbortSignal;
  /** What is sealed to: the day's key of the pool. @throws CodedError `unavailable`. */
  to: () => DayKey;
  /** Names a batch of an owner's texts. */
  newBatchId: (owner: Id | null) => Id;
  /** How many more batches of a priority this gateway has hands for; what is beyond waits in the server. */
  room: (priority: number) => number;
  /** Room at the carrier for so many texts, which then begin to leave with the commit; false when they have to wait. */
  reserve: (reservation: Reservation) => boolean;
  /** What was reserved is not needed. */
  release: (reservation: Reservation) => void;
  /** Batches whose texts began to leave with the commit; `reserved` was for them. */
  cleared: (works: readonly BatchWork[], reserved: Reservation) => void;
  /** A batch that was leased as it was committed: nothing of it has to be fetched or opened. */
  leased: (work: BatchWork, lease: { id: Id; ms: number }) => void;
  /** Batches were committed that nobody has leased yet. */
  committed: () => void;
  /** The server knows newer settings than this gateway, which name an API key no more. */
  revoked: () => void;
}

/**
 * Calls under way; what comes meanwhile gathers and goes with the next one. The server commits an account's calls one after
 * another, so a second one would only make the batches smaller.
 */
const MOST_CALLS = 1;
/** How long a request waits for its commit, ms. What has begun by then goes on; what has not is dropped. */
const PATIENCE_MS = 8_000;

/**
 * Seals texts to this gateway's pool and to the account, and hands them in: what resolves is committed to PostgreSQL.
 * Requests that come while commits are under way go together in the next; those that are alike outside share a batch, each
 * with its claim.
 */
export class BatchAuthor {
  readonly #options: BatchAuthorOptions;
  #waiting: Waiting[] = [];
  readonly #underWay = new Set<readonly Waiting[]>();
  #isWoken = false;
  #isWatched = false;

  constructor(options: BatchAuthorOptions) {
    this.#options = options;
  }

  /** @throws CodedError, Unreachable, the signal's reason. */
  post(posting: Posting, claim: Claim | null = null): Promise<Posted> {
    if (posting.texts.length === 0) return Promise.resolve({ outcome: 'taken', ids: [] });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ posting, claim, since: performance.now(), resolve, reject });
      this.#watch(PATIENCE_MS);
      if (this.#isWoken || this.#underWay.size >= MOST_CALLS) return;
      this.#isWoken = true;
      // What else this turn brings goes with it.
      setImmediate(() => {
        this.#isWoken = false;
        this.#next();
      });
    });
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#underWay.size < MOST_CALLS) {
      const layout = new CallLayout(this.#options.newBatchId);
      const end = this.#waiting.findIndex((one) => !layout.add(one));
      const taken = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
      this.#underWay.add(taken);
      void this.#send(taken, layout).finally(() => {
        this.#underWay.delete(taken);
        this.#next();
      });
    }
  }

  /** Tells those who have waited too long that the server cannot be reached. */
  #giveUp(): void {
    const until = performance.now() - PATIENCE_MS;
    const late = ({ since }: Waiting) => since <= until;
    for (const taken of [this.#waiting, ...this.#underWay])
      for (const one of taken) if (late(one)) one.reject(new Unreachable('it does not answer'));
    this.#waiting = this.#waiting.filter((one) => !late(one));
    const rest = [...this.#waiting, ...[...this.#underWay].flat()].filter((one) => !late(one));
    const [first] = rest.toSorted((a, b) => a.since - b.since);
    this.#isWatched = false;
    if (first) this.#watch(Math.max(1, first.since - until));
  }

  #watch(ms: number): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    setTimeout(() => this.#giveUp(), ms).unref();
  }

  async #send(waiting: readonly Waiting[], layout: CallLayout): Promise<void> {
    try {
      const sealed = await Promise.all(layout.batches.map((batch) => this.#seal(batch)));
      layout.settle(await this.#commit(sealed, layout.claims));
    } catch (error) {
      const others = this.#withoutRevoked(waiting, error);
      for (const one of waiting) if (!others.includes(one)) one.reject(error);
      if (others.length > 0) await this.#sendAgain(others);
    }
  }

  /** Who of a call is not to blame that the server refused it whole for an API key that is revoked. */
  #withoutRevoked(waiting: readonly Waiting[], error: unknown): readonly Waiting[] {
    if (!(error instanceof CodedError) || error.code !== 'api-key-revoked') return [];
    this.#options.revoked();
    const { apiKey } = error.extra;
    const others = waiting.filter(({ posting }) => posting.owner !== apiKey);
    return others.length < waiting.length ? others : [];
  }

  async #sendAgain(waiting: readonly Waiting[]): Promise<void> {
    const layout = new CallLayout(this.#options.newBatchId);
    for (const one of waiting) layout.add(one);
    await this.#send(waiting, layout);
  }

  async #seal({ id, owner, texts, priority, notBefore, expires }: FilledBatch): Promise<Sealed> {
    const { api, membership, to } = this.#options;
    const by = membership.identity.keys;
    const { batch, contentKey } = await sealOwnBatch({
      id,
      chain: membership.chain,
      by,
      target: to(),
      content: { v: 1, createdAt: new Date(api.clock.own()).toISOString(), texts },
      priority,
      notBefore: notBefore === null ? null : new Date(notBefore).toISOString(),
      expires: new Date(expires).toISOString(),
      ...(owner === undefined ? {} : { apiKey: owner }),
    });
    return { batch, contentKey, texts };
  }

  async #commit(sealed: readonly Sealed[], claims: RawRequests['claims']): Promise<ClaimOutcome[]> {
    const { room, leased, committed, cleared, release } = this.#options;
    const lease = sealed.every(({ batch }) => room(batch.priority) >= sealed.length);
    const reserved = lease ? this.#reserve(sealed) : null;
    let answer: RequestsAnswer;
    try {
      answer = await this.#post({
        batches: sealed.map(({ batch }) => batch),
        claims,
        lease,
        cleared: reserved !== null,
      });
    } catch (error) {
      if (reserved !== null) release(reserved);
      throw error;
    }
    const cancelled = cancelledOf(claims, answer);
    const leases = new Map(answer.leases.map((one) => [one.batch, one]));
    const own = sealed.filter(({ batch }) => leases.has(batch.id));
    if (reserved !== null)
      cleared(
        own.map((one) => workOf(one, 'submitted', cancelled)),
        reserved,
      );
    else
      for (const one of own) {
        const taken = leases.get(one.batch.id);
        if (taken) leased(workOf(one, 'leased', cancelled), { id: taken.lease, ms: taken.leaseMs });
      }
    if (own.length < sealed.length) committed();
    return answer.claims;
  }

  /** The texts that begin to leave with the commit: all of the call, or null for none. */
  #reserve(sealed: readonly Sealed[]): Reservation | null {
    if (sealed.some(({ batch }) => batch.notBefore !== null)) return null;
    const texts = new Map<number, number>();
    for (const { batch } of sealed) texts.set(batch.priority, (texts.get(batch.priority) ?? 0) + batch.count);
    const batches = sealed.map(({ batch }) => batch.id);
    const reservation = { texts, batches, senders: () => sendersOf(sealed) };
    return this.#options.reserve(reservation) ? reservation : null;
  }

  /** Whoever asked may give up sooner; the server's answer says whether the texts are in its hands. */
  #post(requests: RawRequests): Promise<RequestsAnswer> {
    const { api, signal } = this.#options;
    return postRequests(api, requests, { signal, retry: 'until-aborted' });
  }
}

interface Sealed {
  batch: RawBatch;
  contentKey: Octets;
  texts: readonly BatchText[];
}

/** How many texts there are of each sender. */
function sendersOf(sealed: readonly Sealed[]): Map<string | null, number> {
  const senders = new Map<string | null, number>();
  for (const { texts } of sealed)
    for (const { from = null } of texts) senders.set(from, (senders.get(from) ?? 0) + 1);
  return senders;
}

/** Texts of requests that were known before, as `batch:index`. */
function cancelledOf(claims: RawRequests['claims'], answer: RequestsAnswer): Set<string> {
  const cancelled = new Set<string>();
  claims.forEach(({ batch, first, count }, place) => {
    if (answer.claims[place]?.outcome === 'taken') return;
    for (let index = first; index < first + count; index++) cancelled.add(`${batch}:${index}`);
  });
  return cancelled;
}

function workOf(
  { batch, contentKey, texts }: Sealed,
  state: TextState,
  cancelled: ReadonlySet<string>,
): BatchWork {
  const states = texts.map((_, i) => (cancelled.has(`${batch.id}:${i}`) ? 'cancelled' : state));
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

import type { Database } from '../connection/database.ts';
import { LiveApiKeys } from '../gateway/live-api-keys.ts';
import { KeyTerms } from '../pool/key-terms.ts';
import type { BatchesPosted, PostBatchesInput } from './new-batch.ts';
import { postBatches, postNew } from './post-batches.ts';

/** What one statement carries at most, but always one call. */
const MOST = { batches: 64, claims: 2000, octets: 4 * 1024 * 1024 };

interface Call {
  input: PostBatchesInput;
  resolve: (posted: BatchesPosted) => void;
  reject: (error: unknown) => void;
}

/**
 * Posts batches as {@link postBatches} does, but what comes while a statement of the same author is under way gathers and
 * goes with the next one. Commits of one account follow one another, each waiting for the disk; so texts that come one by
 * one would be as slow as the disk.
 */
export class BatchPoster {
  readonly #database: Database;
  readonly #terms: KeyTerms;
  readonly #apiKeys: LiveApiKeys;
  /** Calls that wait, by author; an author has a list while a statement of its own is under way. */
  readonly #waiting = new Map<string, Call[]>();

  constructor(database: Database) {
    this.#database = database;
    this.#terms = new KeyTerms(database);
    this.#apiKeys = new LiveApiKeys(database);
  }

  /** @throws CodedError as {@link postBatches}; `unknown-pool-key`, `api-key-revoked`, `invalid-request`. */
  async post(input: PostBatchesInput): Promise<BatchesPosted> {
    await this.#terms.cover(input.account, input.batches, input.now);
    await this.#apiKeys.require(input.account, input.batches, input.now);
    const author = `${input.account} ${input.author}`;
    return new Promise((resolve, reject) => {
      const call = { input, resolve, reject };
      const waiting = this.#waiting.get(author);
      if (waiting) waiting.push(call);
      else void this.#work(author, [call]);
    });
  }

  async #work(author: string, calls: Call[]): Promise<void> {
    this.#waiting.set(author, calls);
    for (let turn = nextTurn(calls); turn.length > 0; turn = nextTurn(calls)) await this.#settle(turn);
    this.#waiting.delete(author);
  }

  async #settle(turn: readonly Call[]): Promise<void> {
    try {
      const posted = turn.length === 1 ? null : await this.#postTogether(turn);
      if (posted) turn.forEach((call, place) => settleOne(call, posted[place]));
      // Each by itself: one that is refused or known takes nothing from the others.
      else await Promise.all(turn.map((call) => this.#postAlone(call)));
    } catch (error) {
      for (const call of turn) call.reject(error);
    }
  }

  #postTogether(turn: readonly Call[]): Promise<BatchesPosted[] | null> {
    return postNew(
      this.#database,
      turn.map(({ input }) => input),
    );
  }

  async #postAlone({ input, resolve, reject }: Call): Promise<void> {
    await postBatches(this.#database, input).then(resolve, reject);
  }
}

function settleOne({ resolve, reject }: Call, posted: BatchesPosted | undefined): void {
  if (posted) resolve(posted);
  else reject(new RangeError('a call without an answer'));
}

/** Takes from the front of the list what fits into one statement. */
function nextTurn(calls: Call[]): Call[] {
  const sum = { batches: 0, claims: 0, octets: 0 };
  const fits = ({ input }: Call): boolean => {
    sum.batches += input.batches.length;
    sum.claims += input.claims.length;
    for (const { envelope } of input.batches) sum.octets += envelope.length;
    return sum.batches <= MOST.batches && sum.claims <= MOST.claims && sum.octets <= MOST.octets;
  };
  const end = calls.findIndex((call, place) => !fits(call) && place > 0);
  return calls.splice(0, end === -1 ? calls.length : end);
}

import { CodedError, type Id } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';

interface Ordered {
  id: Id;
  target: Id;
  apiKey?: Id;
}

interface Known {
  keys: ReadonlySet<Id>;
  /** ms since 1970. */
  at: number;
}

/** So long an answer holds: a revoked key is refused within a second, by every server. */
const FRESH_MS = 500;
/** Gateways whose keys are remembered. */
const MOST = 10_000;

/** The API keys that gateways' newest settings name: batches of others are refused, whatever their gateway still believes. */
export class LiveApiKeys {
  readonly #database: Database;
  readonly #known = new Map<string, Known>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What is stored already is left alone: it was right when it came. @throws CodedError `api-key-revoked` with `apiKey`. */
  async require(account: Id, batches: readonly Ordered[], now: number): Promise<void> {
    for (const { id, target, apiKey } of batches) {
      if (apiKey === undefined) continue;
      const known = await this.#keysOf(account, target, { now, freshMs: FRESH_MS });
      if (known.has(apiKey)) continue;
      // A key may be newer than what is remembered.
      const newest = await this.#keysOf(account, target, { now, freshMs: 0 });
      if (!newest.has(apiKey) && !(await this.#isStored(account, id)))
        throw new CodedError('api-key-revoked', { apiKey });
    }
  }

  async #keysOf(
    account: Id,
    target: Id,
    { now, freshMs }: { now: number; freshMs: number },
  ): Promise<ReadonlySet<Id>> {
    const name = `${account} ${target}`;
    const known = this.#known.get(name);
    if (known && Math.abs(now - known.at) < freshMs) return known.keys;
    const row = await this.#database
      .selectFrom('gateway_settings')
      .select('keys')
      .where('account_id', '=', account)
      .where('target', '=', target)
      .executeTakeFirst();
    const fresh = { keys: new Set(row?.keys), at: now };
    this.#known.delete(name);
    this.#known.set(name, fresh);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return fresh.keys;
  }

  async #isStored(account: Id, id: Id): Promise<boolean> {
    const row = await this.#database
      .selectFrom('batch')
      .select('id')
      .where('account_id', '=', account)
      .where('id', '=', id)
      .executeTakeFirst();
    return row !== undefined;
  }
}

import { utcDay } from '@smseal/policy';
import { CodedError, MAX_BATCH_DAYS, POOL_DAYS_KEPT, POOL_DAYS_LATE, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';

const DAY_MS = 86_400_000;
/** What is remembered of so many keys; the oldest are forgotten and asked for again. */
const MOST = 10_000;

interface Sealed {
  target: Id;
  poolKey: Id | null;
  /** RFC 3339. */
  expires: string;
}

interface Terms {
  pool: Id;
  /** The last UTC day on which the key is kept. */
  until: string;
  /** The last UTC day on which it may be sealed to. */
  last: string;
}

interface Raise {
  account: Id;
  pool: Id;
  key: Id;
  until: string;
  today: string;
}

/**
 * Sees to it that a pool's key outlives what is sealed to it: seven days longer than the last text may leave. It is asked
 * before batches are stored, and remembers its answers, so that batches of the usual life cost nothing more.
 */
export class KeyTerms {
  readonly #database: Database;
  readonly #known = new Map<string, Terms>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws CodedError `unknown-pool-key` for a key that is not there, is another pool's, or too old to be sealed to;
   *  `invalid-request` for an expiry beyond what a key is kept for. */
  async cover(account: Id, batches: readonly Sealed[], now: number): Promise<void> {
    const today = utcDay(now);
    for (const { target, poolKey, expires } of batches) {
      if (poolKey === null) continue;
      if (Date.parse(expires) > now + MAX_BATCH_DAYS * DAY_MS)
        throw new CodedError('invalid-request', { at: '/expires' });
      // By days, so that a row is written once a day and not with each batch.
      const until = utcDay(Date.parse(expires) + POOL_DAYS_KEPT * DAY_MS);
      const name = `${account} ${poolKey}`;
      let known = this.#known.get(name);
      if (known === undefined || known.until < until) {
        known = await this.#raise({ account, pool: target, key: poolKey, until, today });
        this.#remember(name, known);
      }
      if (known.pool !== target || known.last < today) throw new CodedError('unknown-pool-key');
    }
  }

  async #raise({ account, pool, key, until, today }: Raise): Promise<Terms> {
    const oldest = utcDay(Date.parse(today) - POOL_DAYS_LATE * DAY_MS);
    const { rows } = await sql<{ until: string; day: string }>`
      UPDATE pool_key SET until = greatest(until, ${until}::date)
      WHERE account_id = ${account} AND id = ${key} AND pool = ${pool} AND day >= ${oldest}::date
      RETURNING until, day`.execute(this.#database);
    const [row] = rows;
    if (row === undefined) throw new CodedError('unknown-pool-key');
    return { pool, until: row.until, last: utcDay(Date.parse(row.day) + POOL_DAYS_LATE * DAY_MS) };
  }

  #remember(name: string, known: Terms): void {
    this.#known.delete(name);
    this.#known.set(name, known);
    if (this.#known.size <= MOST) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

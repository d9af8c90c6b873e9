import { CodedError } from '@smseal/protocol';
import { Kysely, PostgresDialect, type Transaction as KyselyTransaction } from 'kysely';
import pg from 'pg';
import { AccountKeys } from '../keys/account-keys.ts';
import { DayKeys } from '../keys/day-keys.ts';
import { KeyCache } from '../keys/key-cache.ts';
import type { Keyring } from '../keys/keyring.ts';
import { NO_KEYS, type Keys } from '../keys/keys.ts';
import type { Tables } from '../tables.ts';
import { codedDatabaseError, endsConnection } from './database-error.ts';

/** A pool of connections that speaks in our tables, and the keys of what is encrypted in them. */
export type Database = Kysely<Tables> & { readonly keys: Keys };
export type Transaction = KyselyTransaction<Tables> & { readonly keys: Keys };

export interface DatabaseOptions {
  /** Largest number of connections; default 20. */
  connections?: number;
  /** Longest run of one statement in ms; default 30,000. */
  statementMs?: number;
  /** Without one nothing can be read or written that is encrypted at rest. */
  keyring?: Keyring;
  /** The clock, in ms since 1970, that says which month it is. */
  now?: () => number;
  /** The role of PostgreSQL that its connections take; default the user's own. */
  role?: string;
}

const OID_INT8 = 20;
const OID_DATE = 1082;

/** int8 as a number (all of ours are exact doubles), days as `YYYY-MM-DD`, everything else as pg reads it. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (oid === OID_INT8) return Number;
    if (oid === OID_DATE) return String;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

/**
 * Opens the database at `url` (`SMSEAL_DATABASE_URL`); no connection is made before the first query.
 * A lost connection and a full disk come out as {@link CodedError} `unavailable` and `storage-full`.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: options.statementMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'smseal',
    types: types,
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
  });
  // An idle connection that breaks must not end the process; the next query gets a new one or `unavailable`.
  pool.on('error', () => undefined);
  const connections = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: codedPool(pool) }) });
  return Object.assign(connections, { keys: keysOf(connections, options) });
}

function keysOf(executor: Kysely<Tables>, { keyring, now = Date.now }: DatabaseOptions): Keys {
  if (!keyring) return NO_KEYS;
  const days = new DayKeys(keyring);
  return new AccountKeys({ executor, days, cache: new KeyCache(), state: { isMixed: false }, now });
}

/** The pool as Kysely takes it, with the driver's errors turned into codes. */
function codedPool(pool: pg.Pool) {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(throwCoded);
      return codedClient(client);
    },
  };
}

const coded = new WeakMap<pg.PoolClient, CodedClient>();

/** Kysely keeps state by client object, so each connection has one wrapper for life. */
function codedClient(client: pg.PoolClient): CodedClient {
  const known = coded.get(client);
  if (known) return known;
  const made = new CodedClient(client);
  coded.set(client, made);
  return made;
}

class CodedClient {
  readonly #client: pg.PoolClient;
  /** The connection is dead or dying, though the pool may not have noticed yet. */
  #broken = false;
  constructor(client: pg.PoolClient) {
    this.#client = client;
    // A connection that dies while checked out reports through its query; the event alone must not end the process.
    client.on('error', () => (this.#broken = true));
  }
  query(sql: unknown, parameters?: readonly unknown[]): never {
    const result = this.#client.query(sql as string, parameters as unknown[]);
    return result.catch((error: unknown) => this.#fail(error)) as never;
  }
  release(destroy?: boolean): void {
    this.#client.release(destroy === true || this.#broken);
  }
  #fail(error: unknown): never {
    if (endsConnection(error)) this.#broken = true;
    return throwCoded(error);
  }
}

function throwCoded(error: unknown): never {
  throw codedDatabaseError(error) ?? error;
}

const RETRIED = new Set(['40001', '40P01']);
const TRIES = 4;

/**
 * Runs `work` in one transaction, again where PostgreSQL ended it for a deadlock or a serialization failure;
 * so `work` has no effect outside the database.
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withKeys(database, work);
    } catch (error) {
      const { code } = error as { code?: string };
      if (!code || !RETRIED.has(code)) throw error;
      if (attempt === TRIES) throw new CodedError('unavailable');
    }
  }
}

/** What a transaction loads and makes of keys is everybody's once it is committed, and nobody's when it is undone. */
async function withKeys<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  let own: AccountKeys | null = null;
  try {
    const result = await database.transaction().execute((transaction) => {
      own = database.keys instanceof AccountKeys ? database.keys.within(transaction) : null;
      return work(Object.assign(transaction, { keys: own ?? database.keys }));
    });
    (own as AccountKeys | null)?.committed();
    return result;
  } catch (error) {
    (own as AccountKeys | null)?.undone();
    throw error;
  }
}

import type { KeyObject } from 'node:crypto';
import { utcDay } from '@smseal/policy';
import {
  ACCOUNT_FORM,
  atRestColumns,
  isBefore,
  encryptedPart,
  LASTING_CATEGORIES,
  monthOf,
  rowName,
  type AtRestColumn,
  type AtRestTableName,
} from './at-rest-columns.ts';
import { lockCurrentDay, type Executor } from './account-key.ts';
import { forManyValues, NotOpened, openOctets, SEAL_OCTETS, sealOctets } from './cipher.ts';
import { loadByNumber, loadByUse, makeDataKeys, useName, type KeyUse } from './data-keys.ts';
import type { DayKeys } from './day-keys.ts';
import { destroyDataKeys } from './destroy-data-keys.ts';
import { KeyCache, type HeldKey } from './key-cache.ts';
import { KeyDestroyed, type AccountRow, type DayPlace, type Keys } from './keys.ts';
import { placeOctets } from './place.ts';

/** Form, and the number of the key. */
const HEADER = 5;
/** What encryption under an account's key adds to a value. */
export const ENCRYPTION_OCTETS = HEADER + SEAL_OCTETS;
/** The first octet of what is encrypted under a day's key; the key's id follows. */
const DAY_FORM = 2;
const ID = 16;

interface Source {
  executor: Executor;
  days: DayKeys;
  cache: KeyCache;
  state: KeysState;
  now: () => number;
}

interface KeysState {
  /** Whether rows from before encryption may still be met. */
  isMixed: boolean;
}

/** A key was wiped from memory between its loading and its use; loading it again helps. */
class NotHeld extends Error {}
const TRIES = 3;

/** The keys of a pool of connections, or of one transaction. */
export class AccountKeys implements Keys {
  readonly #source: Source;
  /** What a transaction loaded and made: of no use to anybody else until it is committed. */
  readonly #own: KeyCache | null;
  readonly #forgotten = new Set<string>();

  constructor(source: Source, own: KeyCache | null = null) {
    this.#source = source;
    this.#own = own;
  }

  get isMixed(): boolean {
    return this.#source.state.isMixed;
  }

  set isMixed(mixed: boolean) {
    this.#source.state.isMixed = mixed;
  }

  /** The same keys inside a transaction, which ends with {@link committed} or {@link undone}. */
  within(transaction: Executor): AccountKeys {
    return new AccountKeys({ ...this.#source, executor: transaction }, new KeyCache());
  }

  committed(): void {
    this.#own?.moveTo(this.#source.cache);
    for (const account of this.#forgotten) this.#source.cache.forget(account);
  }

  undone(): void {
    this.#own?.clear();
  }

  async seal<Row extends AccountRow>(table: AtRestTableName, rows: readonly Row[]): Promise<Row[]> {
    const useOf = this.#usesIn(table);
    return again(async () => {
      for (const [account, uses] of usesOf(table, rows, useOf)) await this.#ready(account, uses);
      // Nothing waits from here on, so that no key is wiped while it is in use.
      const keys = new Map<Buffer, KeyObject>();
      return rows.map((row) =>
        withColumns(table, row, (column, plain, place) =>
          this.#sealOne(useOf(column, row), plain, { ...place, keys }),
        ),
      );
    });
  }

  async open<Row extends AccountRow>(table: AtRestTableName, rows: readonly Row[]): Promise<Row[]> {
    return again(async () => {
      for (const [account, numbers] of this.#missingNumbers(table, rows)) {
        const held = await loadByNumber(this.#source, account, [...numbers]);
        if (held.length < numbers.size) throw new KeyDestroyed(`a key of ${table} is destroyed`);
        for (const one of held) this.#keep(one);
      }
      const keys = new Map<Buffer, KeyObject>();
      return rows.map((row) =>
        withColumns(table, row, (column, sealed, place) => this.#openOne(column, sealed, { ...place, keys })),
      );
    });
  }

  async isReady(table: AtRestTableName, account: string): Promise<boolean> {
    const useOf = this.#usesIn(table);
    const uses = usesOf(table, [{ account_id: account }], useOf).get(account) ?? [];
    await this.#load(account, uses);
    return uses.every((use) => this.#numberFor(account, useName(use)) !== null);
  }

  async begin(account: string): Promise<void> {
    await this.#ready(
      account,
      LASTING_CATEGORIES.map((category) => ({ category, month: null })),
    );
  }

  indexOf(purpose: 'email' | 'mobile', text: string): Promise<Buffer> {
    return this.#source.days.indexOf(purpose, text);
  }

  async sealForDay({ table, column, row }: DayPlace, plain: Uint8Array): Promise<Buffer> {
    if (this.#own === null) throw new TypeError('a day’s key is current only inside a transaction');
    const day = await lockCurrentDay(this.#source.executor);
    const header = Buffer.concat([Buffer.of(DAY_FORM), Buffer.from(day, 'base64url')]);
    const place = placeOctets(table, column, row);
    return this.#source.days.use(day, (key) => sealOctets(key, plain, { place, header }));
  }

  async openForDay({ table, column, row }: DayPlace, sealed: Buffer): Promise<Buffer> {
    const day = sealed.subarray(1, 1 + ID).toString('base64url');
    const place = placeOctets(table, column, row);
    return this.#source.days.use(day, (key) => openOctets(key, sealed.subarray(1 + ID), place));
  }

  async destroy(account: string, numbers: readonly number[]): Promise<void> {
    if (this.#own === null) throw new TypeError('keys are destroyed inside a transaction');
    await destroyDataKeys(this.#source, account, numbers);
    this.forget(account);
  }

  forget(account: string): void {
    this.#own?.forget(account);
    if (this.#own) this.#forgotten.add(account);
    else this.#source.cache.forget(account);
  }

  close(): void {
    this.#own?.clear();
    this.#source.cache.clear();
    this.#source.days.forget();
  }

  #keep(held: HeldKey): void {
    (this.#own ?? this.#source.cache).put(held);
  }

  #keyOf(account: string, number: number): Buffer | null {
    return this.#own?.get(account, number) ?? this.#source.cache.get(account, number);
  }

  #numberFor(account: string, use: string): number | null {
    return this.#own?.numberFor(account, use) ?? this.#source.cache.numberFor(account, use);
  }

  /** Sees to it that the account's keys for these uses are in memory. */
  async #ready(account: string, uses: readonly KeyUse[]): Promise<void> {
    const missing = await this.#load(account, uses);
    if (missing.length === 0) return;
    for (const one of await makeDataKeys(this.#source, account, missing)) this.#keep(one);
  }

  /** @returns those that are not there. */
  async #load(account: string, uses: readonly KeyUse[]): Promise<readonly KeyUse[]> {
    const isMissing = (use: KeyUse) => this.#numberFor(account, useName(use)) === null;
    const missing = uses.filter(isMissing);
    if (missing.length === 0) return missing;
    for (const one of await loadByUse(this.#source, account, missing)) this.#keep(one);
    return missing.filter(isMissing);
  }

  /** The key that a column of a row is written under now. */
  #usesIn(table: AtRestTableName): UseOf {
    const today = utcDay(this.#source.now());
    return ({ category }, row) => ({ category, month: monthOf(table, row, today) });
  }

  #sealOne(use: KeyUse, plain: Buffer, { account, full, row, keys }: PlaceInCall): Buffer {
    const number = this.#numberFor(account, useName(use));
    const key = number === null ? null : this.#keyOf(account, number);
    if (number === null || key === null) throw new NotHeld();
    const header = Buffer.allocUnsafe(HEADER);
    header[0] = ACCOUNT_FORM;
    header.writeUInt32BE(number, 1);
    return sealOctets(inCall(keys, key), plain, {
      place: placeOctets(account, use.category, full, ...row),
      header,
    });
  }

  #openOne(
    { category, before, full }: AtRestColumn,
    sealed: Buffer,
    { account, row, keys }: PlaceInCall,
  ): Buffer {
    if (isBefore(before, sealed)) {
      if (this.#source.state.isMixed) return sealed;
      throw new KeyDestroyed(`${full} is not encrypted`);
    }
    if (sealed.length < ENCRYPTION_OCTETS) throw new NotOpened(`${full} is too short`);
    const key = this.#keyOf(account, sealed.readUInt32BE(1));
    if (key === null) throw new NotHeld();
    return openOctets(
      inCall(keys, key),
      sealed.subarray(HEADER),
      placeOctets(account, category, full, ...row),
    );
  }

  /** Numbers of keys that the rows need and memory lacks, by account. */
  #missingNumbers(table: AtRestTableName, rows: readonly AccountRow[]): Map<string, Set<number>> {
    const missing = new Map<string, Set<number>>();
    for (const row of rows)
      for (const { name, before } of atRestColumns(table)) {
        const value = (row as Record<string, unknown>)[name];
        const sealed = Buffer.isBuffer(value) ? encryptedPart(before, value)?.part : undefined;
        if (!sealed || isBefore(before, sealed) || sealed.length < HEADER) continue;
        const number = sealed.readUInt32BE(1);
        if (this.#keyOf(row.account_id, number)) continue;
        const numbers = missing.get(row.account_id) ?? new Set();
        missing.set(row.account_id, numbers.add(number));
      }
    return missing;
  }
}

interface Place {
  account: string;
  full: string;
  row: readonly (string | number)[];
}

interface PlaceInCall extends Place {
  /** Keys of this call, as Node is fastest with them. */
  keys: Map<Buffer, KeyObject>;
}

function inCall(keys: Map<Buffer, KeyObject>, key: Buffer): KeyObject {
  const known = keys.get(key) ?? forManyValues(key);
  keys.set(key, known);
  return known;
}

type UseOf = (column: AtRestColumn, row: Readonly<Record<string, unknown>>) => KeyUse;

/** Which keys each account's rows are to be encrypted under. */
function usesOf(table: AtRestTableName, rows: readonly AccountRow[], useOf: UseOf): Map<string, KeyUse[]> {
  const byAccount = new Map<string, Map<string, KeyUse>>();
  for (const row of rows) {
    const uses = byAccount.get(row.account_id) ?? new Map<string, KeyUse>();
    byAccount.set(row.account_id, uses);
    for (const column of atRestColumns(table)) {
      const value = (row as Readonly<Record<string, unknown>>)[column.name];
      if (Buffer.isBuffer(value) && !encryptedPart(column.before, value)) continue;
      const use = useOf(column, row);
      uses.set(useName(use), use);
    }
  }
  return new Map(Array.from(byAccount, ([account, uses]) => [account, [...uses.values()]]));
}

/** A copy of a row in which every encrypted column that has a value has another one. */
function withColumns<Row extends AccountRow>(
  table: AtRestTableName,
  row: Row,
  change: (column: AtRestColumn, value: Buffer, place: Place) => Buffer,
): Row {
  const changed: Record<string, unknown> & AccountRow = { ...row };
  const name = rowName(table, changed);
  for (const column of atRestColumns(table)) {
    const value = changed[column.name];
    const held = Buffer.isBuffer(value) ? encryptedPart(column.before, value) : null;
    if (!held) continue;
    const { front, part } = held;
    const other = change(column, part, { account: row.account_id, full: column.full, row: name });
    changed[column.name] = front.length === 0 ? other : Buffer.concat([front, other]);
  }
  return changed as unknown as Row;
}

async function again<T>(work: () => Promise<T>, triesLeft = TRIES): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotHeld) || triesLeft === 0) throw error;
    return again(work, triesLeft - 1);
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { SCHEMA } from './schema.ts';

export type JournalRow = Record<string, SQLOutputValue>;

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/**
 * The agent's database. Every change is one transaction that is on the disk when it returns, so the process may end at
 * any moment.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #key: Uint8Array;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /** @param key 32 octets under which payloads and keys are sealed. */
  constructor(file: string, key: Uint8Array) {
    this.#database = new DatabaseSync(file);
    this.#key = key;
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    this.#database.exec(SCHEMA);
    if (file !== ':memory:') chmodSync(file, 0o600);
  }

  close(): void {
    this.#database.close();
  }

  /** Runs `work` as one transaction; nested calls belong to the outer one. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth--;
    }
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  get(sql: string, ...values: SQLInputValue[]): JournalRow | undefined {
    return this.#statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): JournalRow[] {
    return this.#statement(sql).all(...values);
  }

  meta(name: string): string | null {
    const row = this.get('SELECT value FROM meta WHERE name = ?', name);
    return row === undefined ? null : String(row['value']);
  }

  setMeta(name: string, value: string): void {
    this.run(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  /** Seals a JSON value for the journal (AES-256-GCM under the journal key). */
  seal(value: unknown): Uint8Array {
    const nonce = randomBytes(NONCE_OCTETS);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = cipher.update(JSON.stringify(value), 'utf8');
    return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]);
  }

  /** Opens what {@link seal} made. @throws when the file was altered or belongs to another key. */
  open<T>(sealed: SQLOutputValue | undefined): T {
    if (!(sealed instanceof Uint8Array)) throw new Error('the journal holds no sealed value here');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE_OCTETS));
    decipher.setAuthTag(sealed.subarray(-TAG_OCTETS));
    const body = decipher.update(sealed.subarray(NONCE_OCTETS, -TAG_OCTETS));
    return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8')) as T;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { looseKey, sameNumberLoosely } from './same-number.ts';

/** Finds or makes the thread of a set of addresses, the way MmsSmsProvider does. */
export class Threads {
  readonly #addresses = new Map<string, { id: number; address: string }[]>();
  readonly #threads = new Map<string, number>();
  readonly #insertAddress: StatementSync;
  readonly #insertThread: StatementSync;
  readonly #touch: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insertAddress = database.prepare('INSERT INTO canonical_addresses (address) VALUES (?)');
    this.#insertThread = database.prepare('INSERT INTO threads (recipient_ids, type) VALUES (?, ?)');
    this.#touch = database.prepare(
      `UPDATE threads SET message_count = message_count + 1, has_attachment = has_attachment OR :attachment,
        snippet = CASE WHEN :date >= date THEN :snippet ELSE snippet END, read = read AND :read, date = max(date, :date)
        WHERE _id = :thread`,
    );
    for (const row of database.prepare('SELECT _id, address FROM canonical_addresses').iterate()) {
      this.#remember(Number(row['_id']), String(row['address']));
    }
    for (const row of database.prepare('SELECT _id, recipient_ids FROM threads').iterate()) {
      this.#threads.set(String(row['recipient_ids']), Number(row['_id']));
    }
  }

  /** The thread's `_id`. */
  of(addresses: readonly string[]): number {
    const ids = [...new Set(addresses.map((address) => this.#canonical(address)))].sort((a, b) => a - b);
    const recipients = ids.join(' ');
    const known = this.#threads.get(recipients);
    if (known !== undefined) return known;
    const id = Number(this.#insertThread.run(recipients, ids.length > 1 ? 1 : 0).lastInsertRowid);
    this.#threads.set(recipients, id);
    return id;
  }

  /** Notes a new message in its thread; `date` in ms. */
  touch(thread: number, news: { date: number; snippet: string; read: boolean; attachment: boolean }): void {
    this.#touch.run({
      thread,
      date: news.date,
      snippet: news.snippet,
      read: news.read ? 1 : 0,
      attachment: news.attachment ? 1 : 0,
    });
  }

  #canonical(address: string): number {
    const known = this.#addresses
      .get(looseKey(address))
      ?.find((one) => sameNumberLoosely(one.address, address));
    if (known !== undefined) return known.id;
    const id = Number(this.#insertAddress.run(address).lastInsertRowid);
    this.#remember(id, address);
    return id;
  }

  #remember(id: number, address: string): void {
    const key = looseKey(address);
    const bucket = this.#addresses.get(key);
    if (bucket === undefined) this.#addresses.set(key, [{ id, address }]);
    else bucket.push({ id, address });
  }
}

import type { CallPayload } from '@smseal/protocol';
import type { ContactBook } from '../contact/contact-book.ts';
import type { CallRow } from '../engine-api.ts';

interface Call {
  id: string;
  version: number;
  payload: CallPayload;
}

/** The account's calls, newest first. */
export class CallLog {
  readonly #byId = new Map<string, Call>();
  readonly #contacts: ContactBook;
  #sorted: Call[] | null = null;

  constructor(contacts: ContactBook) {
    this.#contacts = contacts;
  }

  get size(): number {
    return this.#byId.size;
  }

  put(record: Call): void {
    const before = this.#byId.get(record.id);
    if (before && before.version > record.version) return;
    this.#byId.set(record.id, { id: record.id, version: record.version, payload: record.payload });
    this.#sorted = null;
  }

  delete(id: string): boolean {
    this.#sorted = null;
    return this.#byId.delete(id);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  all(): IterableIterator<Call> {
    return this.#byId.values();
  }

  rows(): CallRow[] {
    this.#sorted ??= [...this.#byId.values()].sort(
      (a, b) => Date.parse(b.payload.at) - Date.parse(a.payload.at) || (a.id < b.id ? -1 : 1),
    );
    return this.#sorted.map(({ id, payload }) => ({
      id,
      number: payload.number,
      name: payload.number === null ? null : this.#contacts.nameOf(payload.number),
      picture: payload.number === null ? null : this.#contacts.pictureOf(payload.number),
      type: payload.type,
      at: payload.at,
      duration: payload.duration,
      sim: payload.sim,
    }));
  }
}

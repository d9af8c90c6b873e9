import { canonicalParty, formatNumber } from '@smseal/sms';
import type { ContactPayload } from '@smseal/protocol';
import type { ContactRow, Highlight } from '../engine-api.ts';
import { fold } from '../search/fold.ts';
import { highlightsOf } from '../search/highlight.ts';
import type { PictureShelf } from './picture-shelf.ts';

export interface Contact {
  id: string;
  version: number;
  payload: ContactPayload;
  /** Folded names, numbers and addresses, for search. */
  folded: string;
}

export interface Recipient {
  name: string | null;
  number: string;
  label: string | null;
  picture: string | null;
}

const MOST_RECIPIENTS = 50;

/** The account's contacts, found by number and by name. */
export class ContactBook {
  readonly #byId = new Map<string, Contact>();
  readonly #byNumber = new Map<string, Contact>();
  readonly #canonical = new Map<string, string>();
  readonly #formatted = new Map<string, string>();
  readonly #pictures: PictureShelf;
  #country: string | undefined;
  #numbersStale = false;
  #sorted: Contact[] | null = null;

  constructor(pictures: PictureShelf) {
    this.#pictures = pictures;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** ISO 3166-1 alpha-2: how national forms are read and written. Returns whether it changed. */
  setCountry(country: string | undefined): boolean {
    if (country === this.#country) return false;
    this.#country = country;
    this.#canonical.clear();
    this.#formatted.clear();
    this.#numbersStale = true;
    return true;
  }

  put(record: { id: string; version: number; payload: ContactPayload }): void {
    const { id, version, payload } = record;
    const before = this.#byId.get(id);
    if (before && before.version > version) return;
    const words = [
      payload.name,
      payload.organisation ?? '',
      ...payload.numbers.map((number) => number.value),
      ...payload.emails.map((email) => email.value),
    ];
    this.#byId.set(id, { id, version, payload, folded: fold(words.join('\n')) });
    this.#numbersStale = true;
    this.#sorted = null;
  }

  delete(id: string): boolean {
    if (!this.#byId.delete(id)) return false;
    this.#pictures.drop(`contact:${id}:`);
    this.#canonical.clear();
    this.#formatted.clear();
    this.#numbersStale = true;
    this.#sorted = null;
    return true;
  }

  get(id: string): Contact | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<Contact> {
    return this.#byId.values();
  }

  /** The one form in which an address is compared. */
  canonical(address: string): string {
    let value = this.#canonical.get(address);
    if (value === undefined) {
      value = canonicalParty(address, this.#country).value;
      this.#canonical.set(address, value);
    }
    return value;
  }

  /** A number for people. */
  formatted(number: string): string {
    let value = this.#formatted.get(number);
    if (value === undefined) {
      value = formatNumber(number, this.#country);
      this.#formatted.set(number, value);
    }
    return value;
  }

  /** Whose number this is. */
  resolve(number: string): Contact | undefined {
    if (this.#numbersStale) this.#indexNumbers();
    return this.#byNumber.get(this.canonical(number));
  }

  nameOf(number: string): string | null {
    return this.resolve(number)?.payload.name ?? null;
  }

  pictureOf(number: string): string | null {
    const contact = this.resolve(number);
    return contact ? this.#picture(contact) : null;
  }

  rows(): ContactRow[] {
    return this.#inOrder().map((contact) => this.row(contact));
  }

  row(contact: Contact): ContactRow {
    const { id, payload } = contact;
    return { id, name: payload.name, numbers: payload.numbers, picture: this.#picture(contact) };
  }

  /** Contacts in which every folded word occurs, by name. */
  search(words: readonly string[]): { contact: ContactRow; highlights: Highlight[] }[] {
    return this.#inOrder()
      .filter((contact) => words.every((word) => contact.folded.includes(word)))
      .map((contact) => ({
        contact: this.row(contact),
        highlights: highlightsOf(contact.payload.name, words),
      }));
  }

  /** Whom a person may mean who types this, one line a number. */
  recipients(words: readonly string[]): Recipient[] {
    const found: Recipient[] = [];
    for (const contact of this.#inOrder()) {
      const inName = words.every((word) => contact.folded.includes(word));
      if (!inName) continue;
      for (const { value, label } of contact.payload.numbers) {
        found.push({
          name: contact.payload.name,
          number: this.canonical(value),
          label,
          picture: this.#picture(contact),
        });
        if (found.length >= MOST_RECIPIENTS) return found;
      }
    }
    return found;
  }

  #picture({ id, version, payload }: Contact): string | null {
    return payload.picture ? this.#pictures.url(`contact:${id}:${version}`, payload.picture) : null;
  }

  #inOrder(): Contact[] {
    const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
    this.#sorted ??= [...this.#byId.values()].sort(
      (a, b) => collator.compare(a.payload.name, b.payload.name) || (a.id < b.id ? -1 : 1),
    );
    return this.#sorted;
  }

  /** Where two contacts share a number, the one whose id sorts first keeps it, on every device alike. */
  #indexNumbers(): void {
    this.#numbersStale = false;
    this.#byNumber.clear();
    for (const contact of this.#byId.values()) {
      for (const { value } of contact.payload.numbers) {
        const key = this.canonical(value);
        const there = this.#byNumber.get(key);
        if (!there || contact.id < there.id) this.#byNumber.set(key, contact);
      }
    }
  }
}

import type { RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import type { CacheItem, HeldBatch } from '../cache/cache-item.ts';
import type { Opened, OpenedRecord } from '../mailbox/opened-record.ts';
import { fold } from '../search/fold.ts';
import type { ErasureCounts, ErasureStays, ErasureTarget, GroupsToo } from './erasure-api.ts';

/** Everything that one erasure erases, by ids alone. */
export interface ErasureSet {
  records: { kind: RecordKind; id: Id }[];
  /** Batch → places of its texts, ascending. */
  texts: ReadonlyMap<Id, readonly number[]>;
  counts: ErasureCounts;
  stays: Pick<ErasureStays, 'groups' | 'groupTexts' | 'contacts'>;
  /** The person's addresses in the one form in which they are compared. */
  addresses: ReadonlySet<string>;
}

/** The one form in which an address is compared. */
export type Canonical = (address: string) => string;

/** Campaigns have this priority. */
const TO_MANY = 9;

/**
 * What has to go so that nothing of the target is left: of a person their contact (and the same person's in other books), every
 * text with them alone, what they wrote in conversations with others, calls, states and drafts of conversations, their
 * places in texts to many. A function of what is held, so that it can be counted before and looked for after.
 */
export function erasureSet(
  target: ErasureTarget,
  items: readonly CacheItem[],
  canonical: Canonical,
): ErasureSet {
  const gathering = new Gathering(items, canonical);
  switch (target.of) {
    case 'texts':
      for (const id of target.items) gathering.text(id);
      break;
    case 'conversation':
      gathering.conversation(target.conversation);
      break;
    case 'contact':
      gathering.person({ contact: target.contact, addresses: [], groups: target.groups });
      break;
    case 'number':
      gathering.person({ contact: null, addresses: [target.number], groups: target.groups });
      break;
    default:
      target satisfies never;
  }
  return gathering.set();
}

interface Person {
  contact: Id | null;
  addresses: readonly string[];
  groups: GroupsToo;
}

/** Whose a conversation's text is: the person's alone, one with others in it, or none of theirs. */
type Belongs = 'theirs' | 'shared' | 'not';

class Gathering {
  readonly #canonical: Canonical;
  readonly #records = new Map<string, OpenedRecord>();
  readonly #batches = new Map<Id, HeldBatch>();
  /** `batch:index` → the phone's own record of it. */
  readonly #standing = new Map<string, Id>();
  readonly #goes = new Map<string, OpenedRecord>();
  readonly #blanks = new Map<Id, Set<number>>();
  #addresses = new Set<string>();
  #shared = new Set<string>();
  #sharedTexts = 0;
  #namesakes: string[] = [];

  constructor(items: readonly CacheItem[], canonical: Canonical) {
    this.#canonical = canonical;
    for (const item of items) {
      if ('batch' in item) this.#batches.set(item.batch.stored.id, item.batch);
      if (!('record' in item)) continue;
      const { record } = item;
      this.#records.set(keyOf(record), record);
      if (record.kind === 'message' && record.payload.batch !== undefined)
        this.#standing.set(record.payload.batch, record.id);
    }
  }

  /** One text: the record, the text of a batch that it stands for or that stands for it, and records of its parts. */
  text(id: string): void {
    const message = this.#message(id);
    if (message) return this.#takeMessage(message);
    const [batch = '', place] = id.split(':');
    if (place !== undefined) this.#takeText(batch, Number(place));
  }

  conversation(id: Id): void {
    for (const record of this.#of('message')) if (record.conversation === id) this.#takeMessage(record);
    for (const [batch, held] of this.#batches)
      for (const [index, conversation] of held.conversations.entries())
        if (conversation === id) this.#takeText(batch, index);
    this.#take(this.#records.get(`conversation:${id}`));
  }

  person({ contact, addresses, groups }: Person): void {
    this.#addresses = new Set(addresses.map(this.#canonical));
    const known = contact ?? this.#ownerId();
    if (known !== null) this.#contacts(known);
    for (const record of this.#of('message')) this.#messageOf(record, groups);
    for (const record of this.#of('conversation')) {
      const belongs = this.#belongs(record.payload.parties);
      if (belongs === 'theirs' || (belongs === 'shared' && groups === 'whole')) this.#take(record);
    }
    for (const record of this.#of('call'))
      if (record.payload.number !== null && this.#isTheirs(record.payload.number)) this.#take(record);
    for (const [batch, held] of this.#batches)
      for (const [index, text] of held.content.texts.entries())
        this.#textOf({ batch, index }, this.#belongs(text.to), groups);
    for (const record of this.#of('campaign')) if (this.#hasNobodyElse(record)) this.#take(record);
  }

  set(): ErasureSet {
    const gone = [...this.#goes.values()];
    const texts = new Map(
      Array.from(this.#blanks, ([batch, places]) => [batch, [...places].sort((a, b) => a - b)] as const),
    );
    return {
      records: gone.map(({ kind, id }) => ({ kind, id })),
      texts,
      counts: this.#counts(gone),
      stays: {
        groups: this.#shared.size,
        groupTexts: this.#sharedTexts,
        contacts: this.#namesakes.toSorted(),
      },
      addresses: this.#addresses,
    };
  }

  /** The person's contact, the same person's of another phone, and all their addresses. */
  #contacts(first: Id): void {
    const named = this.#records.get(`contact:${first}`);
    if (named?.kind !== 'contact') return;
    const name = fold(named.payload.name);
    for (let found: Opened<'contact'> | undefined = named; found; found = this.#another(name)) {
      this.#take(found);
      for (const address of addressesOf(found)) this.#addresses.add(this.#canonical(address));
    }
    for (const record of this.#of('contact'))
      if (!this.#goes.has(keyOf(record)) && this.#isOneOf(record)) this.#namesakes.push(record.payload.name);
  }

  /** Whose contact has the address; of several the one whose id sorts first, as everywhere. */
  #ownerId(): Id | null {
    const owners = this.#of('contact').filter((record) => this.#isOneOf(record));
    return owners.map(({ id }) => id).toSorted()[0] ?? null;
  }

  #isOneOf(record: Opened<'contact'>): boolean {
    return addressesOf(record).some((address) => this.#isTheirs(address));
  }

  #another(name: string): Opened<'contact'> | undefined {
    return this.#of('contact').find(
      (record) =>
        !this.#goes.has(keyOf(record)) && fold(record.payload.name) === name && this.#isOneOf(record),
    );
  }

  #messageOf(record: Opened<'message'>, groups: GroupsToo): void {
    const { parties, from } = record.payload;
    const belongs = this.#belongs(parties);
    if (belongs === 'not') return;
    const wrote = from !== null && this.#isTheirs(from);
    if (belongs === 'theirs' || groups === 'whole' || wrote) return this.#takeMessage(record);
    if (!this.#goes.has(keyOf(record))) this.#sharedTexts++;
    this.#shared.add(record.conversation);
  }

  #textOf({ batch, index }: { batch: Id; index: number }, belongs: Belongs, groups: GroupsToo): void {
    if (belongs === 'not') return;
    if (belongs === 'theirs' || groups === 'whole') return this.#takeText(batch, index);
    const id = `${batch}:${index}`;
    // The phone's own record of it was counted.
    if (!this.#standing.has(id)) this.#sharedTexts++;
    this.#shared.add(this.#batches.get(batch)?.conversations[index] ?? id);
  }

  /** Whether a text to many was sent to this person alone, as far as it is here. */
  #hasNobodyElse({ payload }: Opened<'campaign'>): boolean {
    let some = false;
    for (const { id } of payload.batches) {
      const texts = this.#batches.get(id)?.content.texts;
      if (!texts) return false;
      const blanks = this.#blanks.get(id);
      if (!texts.every((text, index) => text.erased === true || blanks?.has(index) === true)) return false;
      some ||= blanks !== undefined;
    }
    return some;
  }

  #takeMessage(record: Opened<'message'>): void {
    if (this.#goes.has(keyOf(record))) return;
    this.#take(record);
    const { batch, replaces = [] } = record.payload;
    if (batch !== undefined) this.text(batch);
    for (const part of replaces) this.text(part);
  }

  #takeText(batch: Id, index: number): void {
    const text = this.#batches.get(batch)?.content.texts[index];
    if (!text || text.erased === true) return;
    const places = this.#blanks.get(batch) ?? new Set<number>();
    if (places.has(index)) return;
    this.#blanks.set(batch, places.add(index));
    const standing = this.#standing.get(`${batch}:${index}`);
    if (standing !== undefined) this.text(standing);
  }

  #take(record: OpenedRecord | undefined): void {
    if (record) this.#goes.set(keyOf(record), record);
  }

  #message(id: Id): Opened<'message'> | undefined {
    const record = this.#records.get(`message:${id}`);
    return record?.kind === 'message' ? record : undefined;
  }

  #of<K extends RecordKind>(kind: K): Opened<K>[] {
    return [...this.#records.values()].filter((record): record is Opened<K> => record.kind === kind);
  }

  #belongs(parties: readonly string[]): Belongs {
    const theirs = parties.filter((party) => this.#isTheirs(party)).length;
    if (theirs === 0) return 'not';
    return theirs === parties.length ? 'theirs' : 'shared';
  }

  #isTheirs(address: string): boolean {
    return this.#addresses.has(this.#canonical(address));
  }

  #counts(gone: readonly OpenedRecord[]): ErasureCounts {
    const counts: ErasureCounts = {
      texts: 0,
      toMany: 0,
      attachments: 0,
      calls: 0,
      contacts: 0,
      drafts: 0,
      campaigns: 0,
    };
    const parts = new Set(
      gone.flatMap((record) => (record.kind === 'message' ? (record.payload.replaces ?? []) : [])),
    );
    for (const record of gone) {
      if (record.kind === 'message' && !parts.has(record.id)) {
        counts.texts++;
        counts.attachments += record.payload.attachments.length;
      }
      if (record.kind === 'call') counts.calls++;
      if (record.kind === 'contact') counts.contacts++;
      if (record.kind === 'campaign') counts.campaigns++;
      if (record.kind === 'conversation' && (record.payload.draft?.value ?? '') !== '') counts.drafts++;
    }
    for (const [batch, places] of this.#blanks) {
      const held = this.#batches.get(batch);
      if ((held?.stored.priority ?? 0) >= TO_MANY) counts.toMany += places.size;
      for (const index of places) {
        if (this.#standing.has(`${batch}:${index}`)) continue;
        counts.texts++;
        counts.attachments += held?.content.texts[index]?.attachments?.length ?? 0;
      }
    }
    return counts;
  }
}

function keyOf({ kind, id }: { kind: RecordKind; id: Id }): string {
  return `${kind}:${id}`;
}

function addressesOf({ payload }: Opened<'contact'>): string[] {
  return [...payload.numbers, ...payload.emails].map(({ value }) => value);
}

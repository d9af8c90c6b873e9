import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallPayload, CampaignPayload, ContactPayload, MessagePayload } from '@smseal/protocol';
import { canonicalParty } from '@smseal/sms';
import fc from 'fast-check';
import type { CacheItem, HeldBatch } from '../../src/engine/cache/cache-item.ts';
import type { ErasureTarget } from '../../src/engine/erasure/erasure-api.ts';
import { erasureSet, type ErasureSet } from '../../src/engine/erasure/erasure-set.ts';
import type { OpenedRecord } from '../../src/engine/mailbox/opened-record.ts';
import { instant, text } from './some-mailbox.ts';

const ADA = '+48600100100';
const ADA_TOO = '+48600100101';
const BEN = '+48600200200';
const canonical = (address: string) => canonicalParty(address, 'PL').value;

const about = { version: 1, author: 'phone' };

function contact(id: string, name: string, numbers: string[]): CacheItem {
  const payload: ContactPayload = {
    v: 1,
    name,
    numbers: numbers.map((value) => ({ value, label: null })),
    emails: [],
    note: 'likes tea',
    source: 'phone',
  };
  return { record: { kind: 'contact', id, ...about, payload } };
}

function message(id: string, parties: string[], change: Partial<MessagePayload> = {}): CacheItem {
  const [from = ''] = parties;
  const record = text({ id, from, text: 'hello', at: 1, payload: { parties, ...change } });
  return { record: { ...record, conversation: parties.toSorted().join(' ') } };
}

function state(parties: string[], draft = ''): CacheItem {
  const payload = { v: 1 as const, parties, draft: { value: draft, at: instant(1) } };
  return { record: { kind: 'conversation', id: parties.toSorted().join(' '), ...about, payload } };
}

function call(id: string, number: string | null): CacheItem {
  const payload: CallPayload = {
    v: 1,
    number,
    type: 'in',
    at: instant(1),
    duration: 9,
    sim: null,
    source: 'phone',
  };
  return { record: { kind: 'call', id, ...about, payload } };
}

function batch(id: string, to: string[][], priority = 5): CacheItem {
  const stored = { id, priority, count: to.length, states: to.map(() => 'delivered') };
  const held = {
    stored,
    content: {
      v: 1,
      createdAt: instant(1),
      texts: to.map((parties) =>
        parties.length === 0
          ? { to: [], text: '', simSlot: null, erased: true }
          : { to: parties, text: 'hi', simSlot: null },
      ),
    },
    conversations: to.map((parties) => parties.toSorted().join(' ')),
    segments: [],
  };
  return { batch: held as unknown as HeldBatch };
}

function campaign(id: string, batches: string[]): CacheItem {
  const payload = {
    v: 1,
    name: id,
    template: 'Dear {name}',
    at: instant(1),
    batches: batches.map((each) => ({ id: each, count: 1 })),
  } as unknown as CampaignPayload;
  return { record: { kind: 'campaign', id, ...about, payload } };
}

const names = (set: ErasureSet) => set.records.map(({ kind, id }) => `${kind}:${id}`).toSorted();
const places = (set: ErasureSet) => Object.fromEntries(set.texts);
const ofContact: ErasureTarget = { of: 'contact', contact: 'ada', groups: 'theirs' };

test('of a person go contact, texts, calls, states with drafts and their places in texts to many', () => {
  const items = [
    contact('ada', 'Ada', ['600 100 100']),
    contact('ben', 'Ben', [BEN]),
    message('m1', [ADA]),
    message('m2', [BEN]),
    state([ADA], 'not sent'),
    state([BEN]),
    call('c1', ADA),
    call('c2', BEN),
    call('c3', null),
    batch('many', [[BEN], [ADA], [ADA_TOO]], 9),
    campaign('spring', ['many']),
  ];
  const set = erasureSet(ofContact, items, canonical);
  assert.deepEqual(names(set), ['call:c1', 'contact:ada', `conversation:${ADA}`, 'message:m1']);
  assert.deepEqual(places(set), { many: [1] });
  assert.deepEqual(set.counts, {
    texts: 2,
    toMany: 1,
    attachments: 0,
    calls: 1,
    contacts: 1,
    drafts: 1,
    campaigns: 0,
  });
  assert.deepEqual(set.stays, { groups: 0, groupTexts: 0, contacts: [] });
});

test('in conversations with others only what the person wrote goes, unless they are to go whole', () => {
  const group = [ADA, BEN];
  const items = [
    contact('ada', 'Ada', [ADA]),
    message('theirs', group, { from: ADA }),
    message('bens', group, { from: BEN }),
    message('mine', group, { from: null, direction: 'out', batch: 'b:0' }),
    batch('b', [group, group]),
    state(group, 'a draft'),
  ];
  const some = erasureSet(ofContact, items, canonical);
  assert.deepEqual(names(some), ['contact:ada', 'message:theirs']);
  assert.deepEqual(places(some), {});
  assert.deepEqual([some.stays.groups, some.stays.groupTexts], [1, 3]);
  const whole = erasureSet({ ...ofContact, groups: 'whole' }, items, canonical);
  assert.deepEqual(names(whole), [
    'contact:ada',
    `conversation:${group.toSorted().join(' ')}`,
    'message:bens',
    'message:mine',
    'message:theirs',
  ]);
  assert.deepEqual(places(whole), { b: [0, 1] });
  assert.deepEqual([whole.stays.groups, whole.counts.drafts], [0, 1]);
});

test('all numbers of a person belong to them, and a conversation with two of them is theirs alone', () => {
  const items = [
    contact('ada', 'Ada', [ADA, '600 100 101']),
    message('m1', [ADA_TOO]),
    message('m2', [ADA, ADA_TOO], { from: null }),
  ];
  const set = erasureSet(ofContact, items, canonical);
  assert.deepEqual(names(set), ['contact:ada', 'message:m1', 'message:m2']);
});

test('the same person in another phone’s contacts goes too, others who share a number are named and stay', () => {
  const items = [
    contact('ada', 'Ada', [ADA]),
    contact('again', 'ADA', [ADA, ADA_TOO]),
    contact('office', 'Office', [ADA_TOO]),
    contact('other-ada', 'Ada', [BEN]),
    call('c1', ADA_TOO),
  ];
  const set = erasureSet(ofContact, items, canonical);
  assert.deepEqual(names(set), ['call:c1', 'contact:ada', 'contact:again']);
  assert.deepEqual(set.stays.contacts, ['Office']);
});

test('a text to many that was sent to nobody else goes with its wording', () => {
  const items = [
    contact('ada', 'Ada', [ADA]),
    batch('one', [[ADA], []], 9),
    batch('two', [[ADA], [BEN]], 9),
    batch('gone', [[]], 9),
    campaign('hers', ['one']),
    campaign('both', ['one', 'two']),
    campaign('blank', ['gone']),
    campaign('unread', ['one', 'elsewhere']),
  ];
  const set = erasureSet(ofContact, items, canonical);
  assert.deepEqual(names(set), ['campaign:hers', 'contact:ada']);
  assert.deepEqual(places(set), { one: [0], two: [0] });
});

test('a text goes with the record or the batch that says the same, and with its parts; nothing is counted twice', () => {
  const items = [
    message('rec', [ADA], { batch: 'b:1', direction: 'out', from: null }),
    batch('b', [[BEN], [ADA]]),
    message('whole', [ADA], { replaces: ['part'] }),
    message('part', [ADA]),
  ];
  for (const id of ['rec', 'b:1']) {
    const set = erasureSet({ of: 'texts', items: [id] }, items, canonical);
    assert.deepEqual([names(set), places(set), set.counts.texts], [['message:rec'], { b: [1] }, 1]);
  }
  const set = erasureSet({ of: 'texts', items: ['whole'] }, items, canonical);
  assert.deepEqual([names(set), set.counts.texts], [['message:part', 'message:whole'], 1]);
  const none = erasureSet({ of: 'texts', items: ['nothing', 'b:7', 'x:0'] }, items, canonical);
  assert.deepEqual([names(none), places(none)], [[], {}]);
});

test('of a conversation everything goes that was written in it, and its state', () => {
  const items = [
    message('m1', [ADA]),
    message('m2', [BEN]),
    batch('b', [[ADA], [BEN]]),
    state([ADA]),
    call('c1', ADA),
    contact('ada', 'Ada', [ADA]),
  ];
  const set = erasureSet({ of: 'conversation', conversation: ADA }, items, canonical);
  assert.deepEqual(names(set), [`conversation:${ADA}`, 'message:m1']);
  assert.deepEqual(places(set), { b: [0] });
});

test('a number that has no contact is a person, too', () => {
  const items = [message('m1', [ADA]), call('c1', ADA), message('m2', [BEN])];
  const set = erasureSet({ of: 'number', number: '600 100 100', groups: 'theirs' }, items, canonical);
  assert.deepEqual(names(set), ['call:c1', 'message:m1']);
  assert.deepEqual([...set.addresses], [ADA]);
  const known = [...items, contact('b', 'Office', [ADA]), contact('a', 'Ada', [ADA, ADA_TOO])];
  const both = erasureSet({ of: 'number', number: ADA, groups: 'theirs' }, known, canonical);
  assert.deepEqual(names(both), ['call:c1', 'contact:a', 'message:m1']);
  assert.deepEqual([[...both.addresses], both.stays.contacts], [[ADA, ADA_TOO], ['Office']]);
});

/** Where a number still stands, of all that would be left. */
function mentions(items: readonly CacheItem[], set: ErasureSet, number: string): string[] {
  const gone = new Set(names(set));
  const left: string[] = [];
  for (const item of items) {
    if ('record' in item && !gone.has(`${item.record.kind}:${item.record.id}`))
      left.push(...addressesIn(item.record).map((address) => `${item.record.kind} ${canonical(address)}`));
    if (!('batch' in item)) continue;
    for (const [index, { to }] of item.batch.content.texts.entries())
      if (!set.texts.get(item.batch.stored.id)?.includes(index))
        left.push(...to.map((address) => `text ${canonical(address)}`));
  }
  return left.filter((mention) => mention.endsWith(` ${canonical(number)}`));
}

function addressesIn(record: OpenedRecord): string[] {
  switch (record.kind) {
    case 'message':
    case 'conversation':
      return record.payload.parties;
    case 'call':
      return record.payload.number === null ? [] : [record.payload.number];
    case 'contact':
      return record.payload.numbers.map(({ value }) => value);
    default:
      return [];
  }
}

test('with the conversations whole, no record and no text that is left names the person; nothing of others alone goes', () => {
  const number = fc.constantFrom(ADA, ADA_TOO, BEN, '+48600300300', '600 100 100');
  const parties = fc.uniqueArray(number, { minLength: 1, maxLength: 3, selector: canonical });
  const thing = fc.oneof(
    fc.tuple(fc.constant('message' as const), parties),
    fc.tuple(fc.constant('state' as const), parties),
    fc.tuple(fc.constant('call' as const), parties),
    fc.tuple(fc.constant('batch' as const), parties),
  );
  fc.assert(
    fc.property(fc.array(thing, { maxLength: 30 }), (things) => {
      const items = things.map(([kind, some], at): CacheItem => {
        if (kind === 'message') return message(`m${at}`, some);
        if (kind === 'state') return state(some);
        if (kind === 'call') return call(`c${at}`, some[0] ?? null);
        return batch(`b${at}`, [some, [BEN]]);
      });
      items.push(contact('ada', 'Ada', [ADA, ADA_TOO]));
      const set = erasureSet({ ...ofContact, groups: 'whole' }, items, canonical);
      for (const mine of [ADA, ADA_TOO]) assert.deepEqual(mentions(items, set, mine), []);
      const bens = items.filter(
        (item) => 'record' in item && addressesIn(item.record).every((each) => canonical(each) === BEN),
      );
      const gone = new Set(names(set));
      for (const item of bens)
        assert.ok(!('record' in item) || !gone.has(`${item.record.kind}:${item.record.id}`));
    }),
    { seed: 20261126 },
  );
});

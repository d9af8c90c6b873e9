import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { OutgoingText } from '@smseal/client';
import type { TextState } from '@smseal/protocol';
import fc from 'fast-check';
import type { Changes } from '../../src/engine/mailbox/change-tracker.ts';
import type { Mailbox } from '../../src/engine/mailbox/mailbox.ts';
import { windowAround } from '../../src/engine/message/thread.ts';
import { instant, mailboxWith, text } from './some-mailbox.ts';

const ANNA = '+48600100100';
const WITH_ANNA = `with ${ANNA}`;

function outgoing(
  state: TextState,
  error: string | null = null,
): { text: OutgoingText; conversation: string } {
  return {
    conversation: WITH_ANNA,
    text: {
      id: 'batch:0',
      batch: 'batch',
      index: 0,
      priority: 5,
      target: 'phone',
      author: 'browser',
      to: [ANNA],
      text: 'outgoing 0',
      attachments: [],
      simSlot: null,
      at: instant(5),
      changedAt: instant(5),
      state,
      error: error === null ? null : { code: 'radio', text: error },
      erased: false,
      parts: null,
    },
  };
}

function ids(mailbox: Mailbox): string[] {
  return (mailbox.conversations.get(WITH_ANNA)?.thread.entries() ?? []).map((entry) => entry.id);
}

test('a thread is in order of time, then id, in whatever order its texts arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(99))), (pairs) => {
      const mailbox = mailboxWith([]);
      for (const [at, n] of pairs) mailbox.put(text({ id: `m${n}`, from: ANNA, text: 'x', at }));
      const entries = mailbox.conversations.get(WITH_ANNA)?.thread.entries() ?? [];
      assert.equal(new Set(entries.map((entry) => entry.id)).size, entries.length);
      assert.equal(entries.length, new Set(pairs.map(([, n]) => n)).size);
      for (const [i, entry] of entries.entries()) {
        const next = entries[i + 1];
        if (next) assert.ok(entry.time < next.time || (entry.time === next.time && entry.id < next.id));
        assert.equal(mailbox.conversations.get(WITH_ANNA)?.thread.indexOf(entry), i);
      }
    }),
    { seed: 20261122 },
  );
});

test('an older version never takes the place of a newer one', () => {
  const mailbox = mailboxWith([text({ id: 'a', from: ANNA, text: 'second', at: 1, version: 2 })]);
  mailbox.put(text({ id: 'a', from: ANNA, text: 'first', at: 1, version: 1 }));
  assert.equal(mailbox.message('a')?.payload.text, 'second');
});

test('the phone’s own record takes the place of the text it stands for, whichever comes first', () => {
  const record = text({
    id: 'rec',
    from: ANNA,
    text: 'outgoing 0',
    at: 6,
    payload: { direction: 'out', from: null, status: 'sent', batch: 'batch:0', read: true },
  });
  const batchFirst = mailboxWith([]);
  batchFirst.putBatch('batch', [outgoing('queued')]);
  assert.deepEqual(ids(batchFirst), ['batch:0']);
  batchFirst.put(record);
  assert.deepEqual(ids(batchFirst), ['rec']);
  const recordFirst = mailboxWith([record]);
  recordFirst.putBatch('batch', [outgoing('queued')]);
  assert.deepEqual(ids(recordFirst), ['rec']);
  recordFirst.putBatch('batch', [outgoing('delivered')]);
  assert.equal(recordFirst.conversations.rows('inbox')[0]?.last?.status, 'delivered');
  assert.equal(recordFirst.entry('batch:0')?.id, 'rec');
});

test('a batch’s texts follow their reports, and go with the batch', () => {
  const mailbox = mailboxWith([]);
  mailbox.putBatch('batch', [outgoing('queued')]);
  assert.equal(mailbox.conversations.rows('inbox')[0]?.last?.status, 'queued');
  mailbox.putBatch('batch', [outgoing('failed', 'no credit')]);
  assert.equal(mailbox.conversations.rows('inbox')[0]?.last?.status, 'failed');
  assert.deepEqual(ids(mailbox), ['batch:0']);
  mailbox.deleteBatch('batch');
  assert.deepEqual(ids(mailbox), []);
});

test('unread is what came in after the mark and was not read on the phone', () => {
  const mailbox = mailboxWith([
    text({ id: 'a', from: ANNA, text: 'old', at: 1, payload: { read: true } }),
    text({ id: 'b', from: ANNA, text: 'new', at: 2 }),
    text({ id: 'c', from: ANNA, text: 'newer', at: 3 }),
    text({ id: 'd', from: ANNA, text: 'mine', at: 4, payload: { direction: 'out', from: null } }),
  ]);
  const conversation = mailbox.conversations.get(WITH_ANNA);
  assert.equal(conversation?.unread, 2);
  assert.equal(conversation.firstUnread, 1);
  const mark = (version: number, upTo: number, at: number) =>
    mailbox.put({
      kind: 'conversation',
      id: WITH_ANNA,
      version,
      author: 'browser',
      payload: { v: 1, parties: [ANNA], readUpTo: { value: instant(upTo), at: instant(at) } },
    });
  mark(1, 4, 10);
  assert.equal(conversation.unread, 0);
  assert.equal(conversation.firstUnread, null);
  mark(2, 0, 11);
  assert.equal(conversation.unread, 3, 'marked as unread, though the phone had read one');
});

test('the list has the pinned first, then the last active, without the archived and the empty', () => {
  const mailbox = mailboxWith([
    text({ id: 'a', from: '+1', text: 'x', at: 1 }),
    text({ id: 'b', from: '+2', text: 'x', at: 2 }),
    text({ id: 'c', from: '+3', text: 'x', at: 3 }),
  ]);
  const state = (id: string, field: 'pinned' | 'archived') =>
    mailbox.put({
      kind: 'conversation',
      id,
      version: 1,
      author: 'browser',
      payload: { v: 1, parties: [id.slice(5)], [field]: { value: true, at: instant(9) } },
    });
  state('with +1', 'pinned');
  state('with +3', 'archived');
  state('with +4', 'pinned');
  const list = (filter: 'inbox' | 'archived') => mailbox.conversations.rows(filter).map((row) => row.id);
  assert.deepEqual(list('inbox'), ['with +1', 'with +2']);
  assert.deepEqual(list('archived'), ['with +3']);
  mailbox.delete('message', 'b');
  assert.deepEqual(list('inbox'), ['with +1']);
});

test('names come from contacts by number, however it is written', () => {
  const mailbox = mailboxWith([text({ id: 'a', from: ANNA, text: 'x', at: 1 })]);
  mailbox.setCountry('PL');
  mailbox.put({
    kind: 'contact',
    id: 'k',
    version: 1,
    author: 'phone',
    payload: {
      v: 1,
      name: 'Anna',
      numbers: [{ value: '600 100 100', label: null }],
      emails: [],
      source: 'phone',
    },
  });
  assert.equal(mailbox.conversations.rows('inbox')[0]?.title, 'Anna');
  mailbox.delete('contact', 'k');
  assert.equal(mailbox.conversations.rows('inbox')[0]?.parties[0]?.name, null);
});

test('changes are told together, at most once in 50 ms', async () => {
  const told: Changes[] = [];
  const mailbox = mailboxWith([], (changes) => told.push(changes));
  for (let i = 0; i < 100; i++) mailbox.put(text({ id: `m${i}`, from: ANNA, text: 'x', at: i }));
  assert.equal(told.length, 0);
  await wait(80);
  assert.equal(told.length, 1);
  assert.deepEqual([...(told[0]?.threads ?? [])], [WITH_ANNA]);
  assert.equal(told[0]?.conversations, true);
  assert.equal(told[0]?.calls, false);
});

test('a window fits its thread and holds what it is around', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(600), fc.integer({ min: 1, max: 80 }), (total, around, count) => {
      const { start, end } = windowAround(total, around, count);
      assert.ok(start >= 0 && end <= total);
      assert.equal(end - start, Math.min(total, count));
      if (around < total) assert.ok(start <= around && around < end);
    }),
    { seed: 20261122 },
  );
});

test('a whole text takes the place of its parts’ records, whichever comes first, and gives it back', () => {
  const part = text({ id: 'part', from: ANNA, text: 'Hello […]', at: 1 });
  const whole = text({ id: 'whole', from: ANNA, text: 'Hello you', at: 2, payload: { replaces: ['part'] } });
  for (const records of [
    [part, whole],
    [whole, part],
  ]) {
    const mailbox = mailboxWith(records);
    assert.deepEqual(ids(mailbox), ['whole']);
    mailbox.put(part);
    assert.deepEqual(ids(mailbox), ['whole']);
    mailbox.delete('message', 'whole');
    assert.deepEqual(ids(mailbox), ['part'], 'what is still stored is still shown');
    mailbox.delete('message', 'part');
    assert.deepEqual(ids(mailbox), []);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeConversation, RecordWriter } from '@smseal/client';
import type { ConversationPayload, SealedRecord } from '@smseal/protocol';
import { openRecord, randomId } from '@smseal/seal';
import fc from 'fast-check';
import { TestAccount } from './account.ts';
import { Refuse } from './double-server.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 0, 0, second)).toISOString();
const base: ConversationPayload = { v: 1, parties: ['+14155550101'] };

test('two devices that change different fields both win', async () => {
  const account = await TestAccount.create();
  const id = randomId();
  const theirs = await account.seal({
    kind: 'conversation',
    id,
    payload: { ...base, muted: { value: true, at: at(5) }, later: 'kept' },
  });
  const accepted: SealedRecord[] = [];
  const server = account.server({
    'POST /v1/records': ({ body }) => {
      const [record] = (body as { records: SealedRecord[] }).records;
      assert.ok(record);
      if (record.version !== 2) throw new Refuse('version-conflict', { record: id, current: theirs });
      accepted.push(record);
      return { seq: 7, changed: 1 };
    },
  });
  const api = server.client();
  const membership = await account.membership(account.owner, api);
  let last = 100;
  const sequence = { reserve: () => Promise.resolve(++last), raise: () => Promise.resolve() };
  const writer = new RecordWriter({ api, membership, sequence });
  const mine: ConversationPayload = { ...base, pinned: { value: true, at: at(6) } };
  await writer.write<ConversationPayload>({
    kind: 'conversation',
    id,
    known: null,
    change: (current) => (current === null ? mine : mergeConversation(mine, current)),
  });
  const [record] = accepted;
  assert.ok(record);
  const { chain, keyring } = account;
  assert.deepEqual(await openRecord({ chain, keyring, record }), {
    ...base,
    later: 'kept',
    muted: { value: true, at: at(5) },
    pinned: { value: true, at: at(6) },
  });
});

const field = fc.option(fc.record({ value: fc.boolean(), at: fc.nat({ max: 9 }).map(at) }), {
  nil: undefined,
});
const state = fc
  .record({ muted: field, pinned: field, archived: field })
  .map((fields): ConversationPayload => {
    const present = Object.entries(fields).filter(([, value]) => value !== undefined);
    return { ...base, ...Object.fromEntries(present) };
  });

test('merging keeps the later change of each field, whatever the order', () => {
  fc.assert(
    fc.property(state, state, state, (a, b, c) => {
      const times = (s: ConversationPayload) => [s.muted?.at, s.pinned?.at, s.archived?.at];
      assert.deepEqual(times(mergeConversation(a, b)), times(mergeConversation(b, a)));
      assert.deepEqual(mergeConversation(a, a), a);
      assert.deepEqual(
        mergeConversation(mergeConversation(a, b), c),
        mergeConversation(a, mergeConversation(b, c)),
      );
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECORD_KIND_NAMES, RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import { Value } from 'typebox/value';
import {
  ChainBody,
  ClientMessage,
  LiveEvent,
  ORDINARY_CAPABILITIES,
  PostBatch,
  PostSegment,
  PutRecords,
  SignUp,
} from '../src/index.ts';

const ID = 'A'.repeat(22);
const OCTETS_32 = 'A'.repeat(43);
const OCTETS_64 = 'A'.repeat(86);
const NOW = '2026-11-22T02:06:36.000Z';

function record(kind: RecordKind): Record<string, unknown> {
  const clear = Object.entries(RECORD_KINDS[kind].clear).map(([name, type]) => [
    name,
    type === 'day' ? '2026-11-22' : ID,
  ]);
  return {
    kind,
    id: ID,
    version: 1,
    epoch: 1,
    author: ID,
    authorSeq: 1,
    envelope: 'AAAA',
    ...(Object.fromEntries(clear) as Record<string, string>),
  };
}

const accepts = (...records: unknown[]) => Value.Check(PutRecords, { records });

test('[PROTO-6] every kind passes with exactly its own clear fields', () => {
  for (const kind of RECORD_KIND_NAMES) {
    const whole = record(kind);
    assert.ok(accepts(whole), kind);
    for (const name of Object.keys(RECORD_KINDS[kind].clear)) {
      const { [name]: _, ...rest } = whole;
      assert.ok(!accepts(rest), `${kind} without ${name}`);
    }
  }
});

test('[PROTO-4] [PROTO-6] a field that the inventory does not list is refused', () => {
  for (const kind of RECORD_KIND_NAMES)
    for (const name of [
      'text',
      'number',
      'createdAt',
      ...(kind === 'message' ? [] : ['day', 'conversation']),
    ])
      assert.ok(!accepts({ ...record(kind), [name]: name === 'day' ? '2026-11-22' : ID }), `${kind}.${name}`);
});

test('[PROTO-7] no request is empty or above 1,000 records or 64 KiB an envelope', () => {
  assert.ok(!accepts());
  assert.ok(accepts(...Array.from({ length: 1000 }, () => record('message'))));
  assert.ok(!accepts(...Array.from({ length: 1001 }, () => record('message'))));
  assert.ok(!accepts({ ...record('message'), envelope: 'A'.repeat(100_000) }));
});

test('[PROTO-8] versions begin at one', () => {
  for (const version of [0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1, '1'])
    assert.ok(!accepts({ ...record('message'), version }), String(version));
});

test('[PROTO-9] a chain body is one of four and takes no other member', () => {
  const remove = {
    v: 1,
    account: ID,
    index: 3,
    previous: OCTETS_32,
    at: NOW,
    signer: ID,
    type: 'remove',
    device: ID,
  };
  assert.ok(Value.Check(ChainBody, remove));
  assert.ok(!Value.Check(ChainBody, { ...remove, type: 'rename' }));
  assert.ok(!Value.Check(ChainBody, { ...remove, note: 'x' }));
});

test('[PROTO-10] a gateway is never given read, configure or admit', () => {
  assert.deepEqual([...ORDINARY_CAPABILITIES.gateway], ['send', 'deliver', 'write']);
});

const BATCH = {
  id: ID,
  target: ID,
  poolKey: null,
  author: ID,
  epoch: 1,
  priority: 5,
  notBefore: null,
  expires: NOW,
  count: 1,
  envelope: 'AAAA',
  targetWrap: { enc: OCTETS_32, sealed: 'A'.repeat(64) },
  accountWrap: { enc: OCTETS_32, sealed: 'A'.repeat(64) },
  signature: OCTETS_64,
};

test('[PROTO-11] a batch is whole, and holds up to 1,000 texts', () => {
  assert.ok(Value.Check(PostBatch, BATCH));
  assert.ok(!Value.Check(PostBatch, { ...BATCH, count: 1001 }));
  for (const name of Object.keys(BATCH)) {
    const { [name as keyof typeof BATCH]: _, ...rest } = BATCH;
    assert.ok(!Value.Check(PostBatch, rest), `without ${name}`);
  }
});

test('[PROTO-12] a segment has no place for numbers or texts', () => {
  const segment = {
    number: 0,
    author: ID,
    lease: ID,
    envelope: 'AAAA',
    signature: OCTETS_64,
    states: [{ index: 0, state: 'sent' }],
  };
  assert.ok(Value.Check(PostSegment, segment));
  assert.ok(
    !Value.Check(PostSegment, { ...segment, states: [{ index: 0, state: 'sent', to: '+15550100' }] }),
  );
  assert.ok(!Value.Check(PostSegment, { ...segment, states: [{ index: 0, state: 'lost' }] }));
});

test('[PROTO-13] [PROTO-14] live messages are hello, ping or a bounded sealed event', () => {
  assert.ok(Value.Check(ClientMessage, { type: 'hello', token: 'A'.repeat(43) }));
  const event = { type: 'live', from: ID, to: null, epoch: 1, seq: 1, at: NOW, envelope: 'AAAA' };
  assert.ok(Value.Check(LiveEvent, event));
  assert.ok(!Value.Check(LiveEvent, { ...event, number: '+15550100' }));
  assert.ok(!Value.Check(LiveEvent, { ...event, envelope: 'A'.repeat(90_000) }));
});

test('[PROTO-30] a direct event has one addressee, is bounded and carries nothing besides', () => {
  const wrap = { enc: 'A'.repeat(43), sealed: 'A'.repeat(64) };
  const signature = OCTETS_64;
  const event = {
    type: 'direct',
    from: ID,
    to: ID,
    id: ID,
    at: NOW,
    expires: NOW,
    envelope: 'AAAA',
    wrap,
    signature,
  };
  assert.ok(Value.Check(ClientMessage, event));
  assert.ok(!Value.Check(ClientMessage, { ...event, to: null }));
  assert.ok(!Value.Check(ClientMessage, { ...event, number: '+15550100' }));
  assert.ok(!Value.Check(ClientMessage, { ...event, envelope: 'A'.repeat(90_000) }));
});

test('[PROTO-15] sign-up takes an e-mail and a mobile number and nothing else', () => {
  assert.ok(Value.Check(SignUp, { email: 'a@example.org', mobile: '+44 7700 900123' }));
  assert.ok(!Value.Check(SignUp, { email: 'a@example.org', mobile: '+44 7700 900123', name: 'A' }));
  assert.ok(!Value.Check(SignUp, { email: 'a@example.org' }));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  AppendListSegment,
  ListKeySet,
  isSuppressionListEntry,
  ListSegmentContent,
  SUPPRESSION_MEANINGS,
  SuppressionListEntry,
} from '../src/index.ts';

const ID = 'A'.repeat(22);
const OCTETS_32 = 'A'.repeat(43);
const WRAP = { enc: OCTETS_32, sealed: 'A'.repeat(64) };

const KEYS: ListKeySet = {
  list: 'suppressions',
  version: 1,
  author: ID,
  epoch: 1,
  head: { count: 0, digest: null },
  envelope: 'AAAA',
  accountWrap: WRAP,
  gateways: [{ device: ID, wrap: WRAP }],
  signature: 'A'.repeat(86),
};

const SEGMENT: AppendListSegment = {
  list: 'consents',
  number: 0,
  author: ID,
  previous: null,
  keyVersion: 1,
  envelope: 'AAAA',
  signature: 'A'.repeat(86),
};

const ENTRY: SuppressionListEntry = {
  number: '+4915112345678',
  meaning: 'stop',
  why: 'keyword STOP (German)',
  at: '2026-11-22T02:06:36.000Z',
  source: { gateway: ID, text: ID },
};

function closedOver(schema: TSchema, whole: object, foreign: readonly string[]): void {
  assert.ok(Value.Check(schema, whole));
  for (const name of Object.keys(whole)) {
    const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
    assert.ok(!Value.Check(schema, rest), `without ${name}`);
  }
  for (const name of foreign) assert.ok(!Value.Check(schema, { ...whole, [name]: 'x' }), `with ${name}`);
}

test('[PROTO-20] keys and segments go out whole, and no number stands beside an envelope', () => {
  closedOver(ListKeySet, KEYS, ['number', 'entries', 'key', 'at']);
  closedOver(AppendListSegment, SEGMENT, ['entries', 'to', 'at', 'epoch']);
  for (const list of ['suppression', 'messages', ''])
    assert.ok(!Value.Check(AppendListSegment, { ...SEGMENT, list }), list);
  assert.ok(Value.Check(AppendListSegment, { ...SEGMENT, number: 1, previous: OCTETS_32 }));
  for (const change of [{ number: -1 }, { previous: '' }, { keyVersion: 0 }])
    assert.ok(!Value.Check(AppendListSegment, { ...SEGMENT, ...change }), JSON.stringify(change));
  assert.ok(!Value.Check(ListKeySet, { ...KEYS, version: 0 }));
  const many = Array.from({ length: 201 }, () => ({ device: ID, wrap: WRAP }));
  assert.ok(Value.Check(ListKeySet, { ...KEYS, gateways: many.slice(1) }));
  assert.ok(!Value.Check(ListKeySet, { ...KEYS, gateways: many }));
});

test('[PROTO-21] a suppression names a number in E.164, and its text by no more than its id', () => {
  for (const meaning of Object.keys(SUPPRESSION_MEANINGS))
    assert.ok(isSuppressionListEntry({ ...ENTRY, meaning, source: {} }), meaning);
  assert.ok(Value.Check(SuppressionListEntry, { ...ENTRY, later: 1, source: { later: 1 } }));
  for (const number of ['4915112345678', '+0151', '+49 151 12345678', '+1234567890123456', '70070', 'SHOP'])
    assert.ok(!Value.Check(SuppressionListEntry, { ...ENTRY, number }), number);
  for (const change of [
    { meaning: 'help' },
    { why: '' },
    { why: 'x'.repeat(301) },
    { at: '2026-11-22' },
    { source: { text: 'Stop it, please' } },
  ])
    assert.ok(!isSuppressionListEntry({ ...ENTRY, ...change }), JSON.stringify(change));
});

test('a segment has 1 to 1,000 entries', () => {
  const entries = Array.from({ length: 1001 }, () => ENTRY);
  assert.ok(Value.Check(ListSegmentContent, { v: 1, entries: entries.slice(1) }));
  assert.ok(!Value.Check(ListSegmentContent, { v: 1, entries }));
  assert.ok(!Value.Check(ListSegmentContent, { v: 1, entries: [] }));
  assert.ok(!Value.Check(ListSegmentContent, { v: 2, entries: [ENTRY] }));
});

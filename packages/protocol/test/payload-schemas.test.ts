import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INVENTORY } from '@smseal/inventory';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  PAYLOAD_SCHEMAS,
  type CallPayload,
  type CampaignPayload,
  type ContactPayload,
  type ConversationPayload,
  type MessagePayload,
  type SettingPayload,
} from '../src/index.ts';

type Schemas = typeof PAYLOAD_SCHEMAS;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Compiles only while what devices write fits the schema, and what fits the schema is what devices read. */
const SAME: {
  message: Same<Static<Schemas['message']>, MessagePayload>;
  conversation: Same<Static<Schemas['conversation']>, ConversationPayload>;
  contact: Same<Static<Schemas['contact']>, ContactPayload>;
  call: Same<Static<Schemas['call']>, CallPayload>;
  campaign: Same<Static<Schemas['campaign']>, CampaignPayload>;
  setting: Same<Static<Schemas['setting']>, SettingPayload>;
} = { message: true, conversation: true, contact: true, call: true, campaign: true, setting: true };

interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
  additionalProperties?: unknown;
  type?: string;
}

/** Paths of all values that a schema lets through. */
function leaves(schema: Shape, path: string): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap((part) => leaves(part, path));
  if (schema.items) return leaves(schema.items, path);
  if (!schema.properties) return schema.type === 'null' ? [] : [path];
  assert.equal(schema.additionalProperties, false, `${path} takes members that nobody listed`);
  return Object.entries(schema.properties).flatMap(([name, part]) => leaves(part, `${path}.${name}`));
}

test('[INV-21] an open account’s records take the fields that the inventory lists, and no others', () => {
  const taken = Object.entries(PAYLOAD_SCHEMAS).flatMap(([kind, schema]) => leaves(schema as Shape, kind));
  const listed = INVENTORY.filter(({ place }) => place === 'open-record').map(({ name }) => name);
  assert.deepEqual([...new Set(taken)].sort(), listed.sort());
  assert.deepEqual(Object.keys(SAME).sort(), Object.keys(PAYLOAD_SCHEMAS).sort());
});

test('[INV-21] a member that nobody listed, however deep, is no payload', () => {
  const contact = {
    v: 1,
    name: 'Ada',
    numbers: [{ value: '+48600', label: null }],
    emails: [],
    source: 'web',
  };
  const setting = { v: 1, name: 'phone:A', value: true, at: '2026-11-22T10:00:00.000Z' };
  const is = (schema: TSchema, value: unknown) => Value.Check(schema, value);
  assert.ok(is(PAYLOAD_SCHEMAS.contact, contact));
  const deep = { ...contact, numbers: [{ value: '+48600', label: null, carrier: 'X' }] };
  for (const bad of [{ ...contact, birthday: '1815-12-10' }, deep, { ...contact, v: 2 }, [], null, 'Ada'])
    assert.ok(!is(PAYLOAD_SCHEMAS.contact, bad), JSON.stringify(bad));
  assert.ok(!is(PAYLOAD_SCHEMAS.setting, setting), 'a setting of one name with another one’s value');
});

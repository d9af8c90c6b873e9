import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type {
  BatchStates,
  Message,
  MessageList,
  RefusalReason,
  SendAnswer,
  SendRequest,
  TextState,
  Timeline,
} from '../src/index.ts';

/** Every member of a type, no more and no fewer. */
type Members<T> = Record<keyof T, true>;

const TYPES = {
  SendRequest: {
    to: true,
    text: true,
    from: true,
    class: true,
    sendAt: true,
    expiresAt: true,
    country: true,
    smartEncoding: true,
    webhook: true,
    callback: true,
  } satisfies Members<SendRequest>,
  SendAnswer: {
    accepted: true,
    refused: true,
    segments: true,
    unusedFields: true,
    smartEncoding: true,
  } satisfies Members<SendAnswer>,
  Message: {
    id: true,
    state: true,
    to: true,
    from: true,
    text: true,
    reason: true,
    class: true,
    encoding: true,
    segments: true,
    createdAt: true,
    changedAt: true,
    sentAt: true,
    sendAt: true,
    expiresAt: true,
    error: true,
  } satisfies Members<Message>,
  MessageList: { messages: true, next: true } satisfies Members<MessageList>,
  BatchStates: { batches: true } satisfies Members<BatchStates>,
  Timeline: {
    id: true,
    state: true,
    reason: true,
    outcome: true,
    encoding: true,
    submission: true,
    segments: true,
    route: true,
    waiting: true,
    events: true,
    webhooks: true,
  } satisfies Members<Timeline>,
};

const STATES = {
  queued: true,
  leased: true,
  submitted: true,
  sent: true,
  delivered: true,
  failed: true,
  expired: true,
  cancelled: true,
  unknown: true,
} satisfies Record<TextState, true>;

const REASONS = {
  'not-a-number': true,
  'scientific-notation': true,
  duplicate: true,
  'missing-field': true,
  empty: true,
  'too-long': true,
  suppressed: true,
} satisfies Record<RefusalReason, true>;

interface Schema {
  properties: Record<string, Schema>;
  items: Schema;
  enum: string[];
}

const file = new URL('../../../docs/reference/send-api.json', import.meta.url);
const { components } = JSON.parse(readFileSync(file, 'utf8')) as {
  components: { schemas: Record<string, Schema> };
};

test('the types have the members that the reference names', () => {
  for (const [name, members] of Object.entries(TYPES)) {
    const properties = components.schemas[name]?.properties ?? {};
    assert.deepEqual(Object.keys(members).sort(), Object.keys(properties).sort(), name);
  }
});

test('states and reasons are those of the reference', () => {
  const { Message: message, SendAnswer: answer } = components.schemas;
  assert.deepEqual(Object.keys(STATES), message?.properties['state']?.enum);
  assert.deepEqual(Object.keys(REASONS), answer?.properties['refused']?.items.properties['reason']?.enum);
});

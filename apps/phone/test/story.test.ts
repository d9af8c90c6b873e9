import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expandBatch } from '@smseal/client';
import type {
  CallPayload,
  ContactPayload,
  LivePayload,
  MessagePayload,
  PhoneReport,
  SettingPayload,
} from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import type { MemorySyncStore } from './memory-sync-store.ts';
import { atHandset, TestBrowser } from './test-browser.ts';
import { until } from './until.ts';

const MOBILE = '+14155550123';
const FRIEND = '+14155550177';
let system: System;
let browser: TestBrowser;
let phone: string;
const endings: (() => Promise<void>)[] = [];

before(async () => {
  const database = await testDatabase({ after: (finish) => void endings.push(finish) });
  system = await startSystem({
    database,
    counts: { messages: 150, contacts: 15, calls: 12 },
    pace: 0,
  });
  browser = await TestBrowser.signUp(system, MOBILE);
});

after(async () => {
  browser.close();
  await system.stop();
  for (const end of endings) await end();
});

test('a linked phone brings its texts, people and calls, and says when that is all', async () => {
  phone = await browser.linkPhone();
  await browser.listen();
  const report = await browser.read((store) => reportOf(store), 60_000);
  const messages = browser.store.payloads<MessagePayload>('message');
  assert.equal(messages.length, report.messages);
  assert.equal(browser.store.of('contact').length, report.contacts);
  assert.equal(browser.store.of('call').length, report.calls);
  assert.ok(messages.some(({ transport, attachments }) => transport === 'mms' && attachments.length > 0));
  assert.ok(messages.some(({ parties }) => parties.length > 1));
  assert.ok(messages.every(({ parties }) => !parties.includes(MOBILE)));
  assert.ok(browser.store.payloads<ContactPayload>('contact').some(({ picture }) => picture !== undefined));
  assert.ok(browser.store.payloads<CallPayload>('call').some(({ type }) => type === 'missed'));
});

test('a text that arrives appears once', async () => {
  await atHandset(system, '/page/text', { from: FRIEND, text: 'The kettle sings at noon' });
  const [message, ...more] = await browser.read((store) => withText(store, 'The kettle sings at noon'));
  assert.equal(more.length, 0);
  assert.equal(message?.from, FRIEND);
  assert.equal(message?.direction, 'in');
  assert.equal(message?.seenLate, undefined);
});

test('the same text twice is two texts', async () => {
  for (let i = 0; i < 2; i++) await atHandset(system, '/page/text', { from: FRIEND, text: 'ping' });
  await browser.read((store) => (withText(store, 'ping')?.length === 2 ? true : undefined));
});

test('a text from the browser leaves the phone, is delivered, and is answered', async () => {
  const batch = await browser.send(phone, [{ to: [FRIEND], text: 'Is it ready?', simSlot: 0 }]);
  await browser.read((store) => (stateOf(store, batch) === 'delivered' ? true : undefined));
  const [own] = await browser.read((store) => withText(store, 'Is it ready?'));
  assert.equal(own?.batch, `${batch}:0`);
  assert.equal(own?.direction, 'out');
  await browser.read((store) =>
    store
      .payloads<MessagePayload>('message')
      .find(({ direction, from, at }) => direction === 'in' && from === FRIEND && at > (own?.at ?? '')),
  );
});

test('a text that the network refuses says so', async () => {
  const batch = await browser.send(phone, [{ to: ['+14155550190'], text: 'No way out', simSlot: 0 }]);
  await browser.read((store) => (stateOf(store, batch) === 'failed' ? true : undefined));
  assert.equal(itemOf(browser.store, batch)?.error?.code, 'RESULT_ERROR_GENERIC_FAILURE');
});

test('a text whose batch has run out never leaves', async () => {
  const now = Date.now();
  await system.end('phone');
  const batch = await browser.send(phone, [{ to: [FRIEND], text: 'Too late to matter', simSlot: 0 }], 1_500);
  await until(() => (Date.now() > now + 4_000 ? true : undefined));
  await system.restart('phone');
  await atHandset(system, '/page/text', { from: FRIEND, text: 'after the restart' });
  await browser.read((store) => withText(store, 'after the restart'), 40_000);
  assert.equal(withText(browser.store, 'Too late to matter'), undefined);
  assert.notEqual(stateOf(browser.store, batch), 'sent');
});

test('battery, notifications and calls are heard live and stored nowhere', async () => {
  await browser.listen();
  await atHandset(system, '/page/battery', { level: 41, charging: false });
  await heard((event) => event.type === 'battery' && event.level === 41);
  await atHandset(system, '/page/notification', { app: 'Post', title: 'Parcel', text: 'At the door' });
  const shown = await heard((event) => event.type === 'notification' && event.title === 'Parcel');
  assert.ok(shown.type === 'notification');
  const command = { v: 1, type: 'dismiss-notification', id: 'dismissal-1', key: shown.key } as const;
  await browser.say({ ...command, expires: soon() }, phone);
  await heard((event) => event.type === 'notification-gone' && event.key === shown.key);
  await heard(
    (event) => event.type === 'command-receipt' && event.id === 'dismissal-1' && event.outcome === 'done',
  );
  await atHandset(system, '/page/call', { number: FRIEND });
  await heard((event) => event.type === 'call' && event.state === 'ringing' && event.number === FRIEND);
  await atHandset(system, '/page/call/end', { how: 'missed' });
  await heard((event) => event.type === 'call' && event.state === 'missed');
});

test('a command that comes late or twice is not obeyed', async () => {
  await atHandset(system, '/page/notification', { app: 'Post', title: 'Letter', text: 'In the box' });
  const shown = await heard((event) => event.type === 'notification' && event.title === 'Letter');
  assert.ok(shown.type === 'notification');
  const late = new Date(Date.now() - 60_000).toISOString();
  const command = { v: 1, type: 'dismiss-notification', key: shown.key } as const;
  await browser.say({ ...command, id: 'late', expires: late }, phone);
  await heard(
    (event) => event.type === 'command-receipt' && event.id === 'late' && event.outcome === 'expired',
  );
  const before = browser.live.length;
  await browser.say({ ...command, id: 'dismissal-1', expires: soon() }, phone);
  await browser.say({ v: 1, type: 'ask-state' }, phone);
  await until(() => browser.live.slice(before).find(({ type }) => type === 'presence'));
  assert.ok(!browser.live.some((event) => event.type === 'notification-gone' && event.key === shown.key));
});

test('the newest text is deleted on the phone and so in the account, though its number is used again', async () => {
  await atHandset(system, '/page/text', { from: FRIEND, text: 'your code is 5521' });
  await browser.read((store) => withText(store, 'your code is 5521'));
  await atHandset(system, '/page/delete-newest');
  await atHandset(system, '/page/text', { from: FRIEND, text: 'lunch?' });
  await browser.read((store) => withText(store, 'lunch?'));
  await browser.read((store) => (withText(store, 'your code is 5521') === undefined ? true : undefined));
});

test('what is read before and after a new epoch is all there', async () => {
  await atHandset(system, '/page/text', { from: FRIEND, text: 'old epoch' });
  await browser.turn();
  await atHandset(system, '/page/text', { from: FRIEND, text: 'new epoch' });
  await browser.read((store) => withText(store, 'old epoch') && withText(store, 'new epoch'));
});

test('a removed phone is out; linked again it brings nothing twice', async () => {
  const before = browser.store.of('message');
  const former = phone;
  await browser.remove(former);
  await until(async () => ((await handsetState()) === 'removed' ? true : undefined));
  await atHandset(system, '/page/text', { from: FRIEND, text: 'while nobody listened' });
  phone = await browser.linkPhone();
  assert.notEqual(phone, former);
  await browser.read((store) => withText(store, 'while nobody listened') && reportOf(store), 60_000);
  assert.equal(withText(browser.store, 'while nobody listened')?.length, 1);
  const after = new Map(browser.store.of('message').map((record) => [record.id, record]));
  assert.equal(after.size, before.length + 1);
  // True repeats may change places; nothing else is even written again.
  const again = before.filter(({ id, version }) => after.get(id)?.version !== version);
  assert.deepEqual(
    again.filter(({ payload }) => (payload as MessagePayload).text !== 'ping'),
    [],
  );
});

test('nothing was refused and no alarm rang', () => {
  assert.deepEqual(browser.store.refused, []);
  assert.deepEqual(browser.alarms, []);
});

async function handsetState(): Promise<string | undefined> {
  const response = await fetch(`${system.handsetUrl}/page/state`);
  return ((await response.json()) as { agent?: { state: string } }).agent?.state;
}

function reportOf(store: MemorySyncStore): PhoneReport | undefined {
  return store
    .payloads<SettingPayload>('setting')
    .flatMap(({ value }) => (typeof value === 'object' ? [value] : []))
    .find(({ device }) => device === phone);
}

/** Messages with exactly this text; undefined when there are none. */
function withText(store: MemorySyncStore, wanted: string): MessagePayload[] | undefined {
  const found = store.payloads<MessagePayload>('message').filter(({ text }) => text === wanted);
  return found.length === 0 ? undefined : found;
}

function itemOf(store: MemorySyncStore, batch: string) {
  const opened = store.batches.get(batch);
  return (
    opened &&
    expandBatch(
      opened,
      store.segments.filter((segment) => segment.batch === batch),
    )[0]
  );
}

function stateOf(store: MemorySyncStore, batch: string) {
  return itemOf(store, batch)?.state;
}

function heard(match: (event: LivePayload) => boolean): Promise<LivePayload> {
  return until(() => browser.live.find(match));
}

function soon(): string {
  return new Date(Date.now() + 60_000).toISOString();
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CallPayload, ContactPayload, MessagePayload } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import { atHandset, TestBrowser } from './test-browser.ts';
import { until } from './until.ts';

const MOBILE = '+14155550123';
let system: System;
let browser: TestBrowser;
let phone: string;
const endings: (() => Promise<void>)[] = [];

before(async () => {
  const { url } = await testDatabase({ after: (finish) => void endings.push(finish) });
  system = await startSystem({
    databaseUrl: url,
    counts: { messages: 120, contacts: 15, calls: 12 },
    pace: 0,
  });
  browser = await TestBrowser.signUp(system, MOBILE);
});

after(async () => {
  browser.close();
  if (process.env['SHOW'])
    console.log(system.logOf('phone'), system.logOf('rehearsal'), system.logOf('server').slice(-5));
  await system.stop();
  for (const end of endings) await end();
});

test('a linked phone brings its texts, people and calls', async () => {
  phone = await browser.linkPhone();
  await browser.listen();
  await browser.read((store) => {
    const complete = store.of('message').length >= 100 && store.of('contact').length >= 15;
    return (complete && store.of('call').length >= 12) || undefined;
  });
  const messages = browser.store.payloads<MessagePayload>('message');
  assert.ok(messages.some(({ transport, attachments }) => transport === 'mms' && attachments.length > 0));
  assert.ok(messages.some(({ parties }) => parties.length > 1));
  console.log(
    messages.length,
    browser.store.payloads<ContactPayload>('contact')[0]?.name,
    browser.store.payloads<CallPayload>('call')[0],
  );
});

test('a text that arrives appears', async () => {
  await atHandset(system, '/page/text', { from: '+14155550177', text: 'The kettle sings at noon' });
  await browser.read((store) =>
    store.payloads<MessagePayload>('message').find(({ text }) => text === 'The kettle sings at noon'),
  );
});

test('nothing was refused and no alarm rang', async () => {
  await until(() => true);
  assert.ok(phone);
  assert.deepEqual(browser.store.refused, []);
  assert.deepEqual(browser.alarms, []);
});

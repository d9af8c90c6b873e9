import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, test } from 'node:test';
import type { Membership } from '@smseal/client';
import { startRehearsal, type Rehearsal } from '@smseal/testkit/rehearsal';
import { heldMessages, offlineAgent, offlineMembership } from './offline-agent.ts';
import { until } from './until.ts';

const FRIEND = '+14155550177';
const NEVER = new AbortController().signal;
let membership: Membership;
let rehearsal: Rehearsal;

before(async () => {
  membership = await offlineMembership();
});
beforeEach(async () => {
  rehearsal = await startRehearsal({ counts: { messages: 0, contacts: 0, calls: 0 }, withholdMs: 60_000 });
});
afterEach(() => rehearsal.stop());

function receive(count: number, options: { slot?: 0 | 1; text?: string } = {}): void {
  for (let i = 0; i < count; i++) {
    rehearsal.handset.receive({ from: FRIEND, text: options.text ?? `text ${i}`, slot: options.slot ?? 0 });
  }
}

test('texts of a SIM that is taken out are hidden by Android, not deleted by the person', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  receive(3, { slot: 1 });
  await agent.scanner.lookAtEverything(NEVER);
  rehearsal.handset.insertSims([0]);
  await agent.scanner.lookAtEverything(NEVER);
  assert.equal(heldMessages(agent).length, 3);
  assert.equal(agent.journal.all('SELECT * FROM deletion').length, 0);
});

test('a wiped phone does not wipe the account', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  receive(60);
  await agent.scanner.lookAtEverything(NEVER);
  rehearsal.handset.store.database.exec('DELETE FROM sms');
  await agent.scanner.lookAtEverything(NEVER);
  assert.equal(agent.journal.all('SELECT * FROM deletion').length, 0);
  assert.equal(heldMessages(agent, 'gone').length, 60);
});

test('texts that come back after a restore under other numbers are the same texts', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  receive(60);
  await agent.scanner.lookAtEverything(NEVER);
  rehearsal.handset.store.database.exec('UPDATE sms SET _id = _id + 1000');
  await agent.scanner.lookAtEverything(NEVER);
  assert.equal(heldMessages(agent).length, 60);
  assert.equal(agent.journal.all('SELECT id FROM record').length, 60);
});

test('texts that were gone and come back are no longer marked', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership, syncDeletions: false });
  receive(2);
  await agent.scanner.lookAtEverything(NEVER);
  const rows = rehearsal.handset.store.database.prepare('SELECT * FROM sms').all();
  rehearsal.handset.store.database.exec('DELETE FROM sms');
  await agent.scanner.lookAtEverything(NEVER);
  assert.equal(heldMessages(agent, 'gone').length, 2);
  const columns = Object.keys(rows[0] ?? {});
  const insert = rehearsal.handset.store.database.prepare(
    `INSERT INTO sms (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) insert.run(...Object.values(row));
  await agent.scanner.lookAtEverything(NEVER);
  assert.equal(heldMessages(agent).length, 2);
  assert.ok(heldMessages(agent).every(({ goneFromPhone }) => goneFromPhone === undefined));
  assert.equal(agent.journal.all('SELECT id FROM record').length, 2);
});

test('a text that Android held back appears in its place and says that it came late', async () => {
  let clock = Date.now();
  const agent = offlineAgent({ handset: rehearsal.handset, membership, now: () => clock });
  const ending = new AbortController();
  const running = agent.scanner.run(ending.signal).catch(() => undefined);
  receive(1);
  agent.scanner.changed('content://sms');
  await until(() => heldMessages(agent).find(({ text }) => text === 'text 0'));
  receive(1, { text: 'Your code is 1234\n@bank.example #1234' });
  clock += 3 * 60 * 60 * 1000;
  agent.scanner.changed('content://sms');
  await until(() => (Number(agent.journal.meta('looked:sms')) >= clock ? true : undefined));
  assert.equal(heldMessages(agent).length, 1);
  rehearsal.handset.releaseWithheld();
  agent.scanner.changed('content://sms');
  const late = await until(() => heldMessages(agent).find(({ text }) => text.startsWith('Your code')));
  assert.equal(late.seenLate, new Date(clock).toISOString());
  assert.ok(late.at < late.seenLate);
  ending.abort();
  await running;
});

test('the first reading brings the newest texts first', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  const insert = rehearsal.handset.store.database.prepare(
    'INSERT INTO sms (address, date, type, body, sub_id, read) VALUES (?, ?, 1, ?, 1, 1)',
  );
  const day = 24 * 60 * 60 * 1000;
  for (let i = 0; i < 1_200; i++) insert.run(FRIEND, Date.now() - i * day, `day ${i}`);
  const ending = new AbortController();
  const running = agent.scanner.run(ending.signal).catch(() => undefined);
  await until(() => (agent.journal.meta('first-reading') === 'done' ? true : undefined), 30_000);
  ending.abort();
  await running;
  const ids = agent.journal.all(`SELECT id FROM queue WHERE kind = 'message' ORDER BY author_seq`);
  const days = ids.map(({ id }) => agent.ledger.get('message', String(id))?.day ?? '');
  assert.equal(days.length, 1_200);
  assert.deepEqual(days, [...days].sort().reverse());
});

test('a text that is too long for a record stays whole as an attachment', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  const long = '🫖 tea '.repeat(9_000);
  rehearsal.handset.receive({ from: FRIEND, text: long, group: ['+14155550178'] });
  await agent.scanner.lookAtEverything(NEVER);
  const [message] = heldMessages(agent);
  assert.ok(message && message.text.length < 2_100);
  assert.equal(message.attachments[0]?.size, Buffer.byteLength(long));
  rehearsal.handset.store.database.exec('UPDATE pdu SET read = 1');
  await agent.scanner.lookAtEverything(NEVER);
  const [read, ...more] = heldMessages(agent);
  assert.deepEqual([read?.read, read?.attachments.length, more.length], [true, 1, 0]);
  assert.equal(agent.journal.all('SELECT * FROM deletion').length, 0);
});

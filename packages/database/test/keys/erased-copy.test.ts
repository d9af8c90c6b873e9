import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { inTransaction, putRecords, rotateKeys } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { newDevice, record, TODAY } from '../sealed-account.ts';
import { emailPlace, everyKey, openedBy, place, sessionPlace } from './every-key.ts';
import { DAY_MS, erase, newHolder, putSession, rawCopy } from './key-story.ts';

const { database, keyring } = await testDatabase({ after });
const YESTERDAY = Date.parse('2026-11-21T12:00:00Z');

test('an erased account in yesterday’s raw copy opens with no key that is left; a living one’s does', async () => {
  const [gone, stays] = [await newHolder(database), await newHolder(database)];
  const secret = randomBytes(32);
  const session = await putSession(database, gone.account, secret);
  await rotateKeys({ database, keyring, now: YESTERDAY });
  const copy = await rawCopy(database);
  const held = copy.sessions.find(({ id }) => id === session)?.enc ?? Buffer.alloc(0);
  const email = copy.holders.find((row) => row.account_id === gone.account)?.email ?? Buffer.alloc(0);
  const before = await everyKey(keyring, copy);
  assert.deepEqual(
    openedBy(before, held, sessionPlace(gone.account, session)),
    secret,
    'the search itself works',
  );

  await rotateKeys({ database, keyring, now: YESTERDAY + DAY_MS / 2 });
  await erase(database, gone.account);
  await rotateKeys({ database, keyring, now: YESTERDAY + DAY_MS });
  const keys = await everyKey(keyring, copy, await rawCopy(database));
  assert.equal(openedBy(keys, held, sessionPlace(gone.account, session)), null);
  assert.equal(openedBy(keys, email, emailPlace(gone.account)), null);
  const other = copy.holders.find((row) => row.account_id === stays.account)?.email ?? Buffer.alloc(0);
  assert.equal(openedBy(keys, other, emailPlace(stays.account))?.toString(), stays.email);
});

test('a destroyed data key is out of reach for its account’s surviving keys, also in yesterday’s copy', async () => {
  const { account, email } = await newHolder(database);
  const secret = randomBytes(32);
  const session = await putSession(database, account, secret);
  await rotateKeys({ database, keyring, now: YESTERDAY + 3 * DAY_MS });
  const copy = await rawCopy(database);
  const held = copy.sessions.find(({ id }) => id === session)?.enc ?? Buffer.alloc(0);
  const content = copy.dataKeys.find((row) => row.account_id === account && row.category === 'content');
  assert.ok(content);

  await inTransaction(database, (transaction) => transaction.keys.destroy(account, [content.number]));
  await rotateKeys({ database, keyring, now: YESTERDAY + 4 * DAY_MS });
  const today = await rawCopy(database);
  const keys = await everyKey(keyring, copy, today);
  assert.equal(openedBy(keys, held, sessionPlace(account, session)), null);
  const stored = today.holders.find((row) => row.account_id === account)?.email ?? Buffer.alloc(0);
  assert.equal(openedBy(keys, stored, emailPlace(account))?.toString(), email, 'what survives opens');
  const rows = today.sessions.filter(({ id }) => id === session);
  await assert.rejects(database.keys.open('inbound_session', rows), { name: 'KeyDestroyed' });
});

test('texts of an erased open account in yesterday’s raw copy open with no key that is left', async () => {
  const { account } = await newHolder(database);
  await database.updateTable('account').set({ kind: 'open' }).where('id', '=', account).execute();
  const phone = await newDevice(database, account);
  const text = Buffer.from('{"v":1,"text":"See you at eight"}');
  const one = record(phone, { authorSeq: 1, envelope: Buffer.concat([Buffer.of(0), text]) });
  await putRecords(database, { account, device: phone, records: [one], today: TODAY });
  await rotateKeys({ database, keyring, now: YESTERDAY + 5 * DAY_MS });
  const copy = await rawCopy(database);
  const held = copy.records.find(({ id }) => id === one.id)?.envelope.subarray(1) ?? Buffer.alloc(0);
  const at = place(account, 'content', 'record.envelope', 'message', one.id);
  assert.deepEqual(openedBy(await everyKey(keyring, copy), held, at), text, 'the search itself works');

  await erase(database, account);
  await rotateKeys({ database, keyring, now: YESTERDAY + 6 * DAY_MS });
  const keys = await everyKey(keyring, copy, await rawCopy(database));
  assert.equal(openedBy(keys, held, at), null);
});

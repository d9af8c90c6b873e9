import assert from 'node:assert/strict';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { inTransaction, rotateKeys, type Keyring } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { DAY_MS, erase, newHolder, putSession, rawCopy, type RawCopy } from './key-story.ts';

const { database, keyring } = await testDatabase({ after });
const YESTERDAY = Date.parse('2026-11-21T12:00:00Z');

/** Not the product's own opening: it takes the form apart by itself. */
function tryOpen(key: Buffer, octets: Buffer, place: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, octets.subarray(0, 12));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(octets.subarray(-16));
  try {
    return Buffer.concat([decipher.update(octets.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

function place(...parts: (string | number)[]): string {
  return ['smseal/at-rest/1', ...parts.map((part) => `${String(part).length}:${part}`)].join('|');
}

/** Every key that can be had from copies of the key tables and the keyring as it is now. */
async function everyKey(live: Keyring, ...copies: RawCopy[]): Promise<Buffer[]> {
  const days = new Map<string, Buffer>();
  for (const name of await live.list())
    days.set(name.split('.').at(-1) ?? '', (await live.read(name)) ?? Buffer.alloc(0));
  const keys = [...days.values()].filter(({ length }) => length === 32);
  for (const { account_id: account, wrapped } of copies.flatMap(({ accountKeys }) => accountKeys))
    for (const [id, day] of days) {
      const key = tryOpen(day, wrapped, place('account key', id, account));
      if (key) keys.push(key);
    }
  const above = [...keys];
  for (const { account_id: account, number, category, wrapped } of copies.flatMap(({ dataKeys }) => dataKeys))
    for (const key of above) {
      const dataKey = tryOpen(key, wrapped, place('data key', account, number, category));
      if (dataKey) keys.push(dataKey);
    }
  return keys;
}

function openedBy(keys: readonly Buffer[], octets: Buffer, at: string): Buffer | null {
  for (const key of keys) {
    const plain = tryOpen(key, octets.subarray(5), at);
    if (plain) return plain;
  }
  return null;
}

const sessionPlace = (account: string, id: string) => place(account, 'content', 'inbound_session.enc', id);
const emailPlace = (account: string) => place(account, 'account', 'identity.holder.email');

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

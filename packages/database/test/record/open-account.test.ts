import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  inTransaction,
  openDatabase,
  putRecords,
  readChanges,
  retain,
  type StoredRecord,
} from '@smseal/database';
import type { Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { beginOpen, finishSealing } from '../../src/account/open-account.ts';
import {
  contents,
  newAccount,
  newDevice,
  postBatch,
  batch,
  record,
  NOW,
  randomId,
  TODAY,
} from '../sealed-account.ts';

const { database, url, keyring } = await testDatabase({ after });
const DAY_MS = 86_400_000;
const KEPT = `1${'7'.repeat(30)}`;

async function openAccount(): Promise<{ account: Id; phone: Id }> {
  const account = await newAccount(database);
  await inTransaction(database, (transaction) =>
    beginOpen(transaction, { account, secretKey: KEPT, today: TODAY }),
  );
  return { account, phone: await newDevice(database, account) };
}

let sequence = 0;

/** A record in plain; what it says is no matter of the database's. */
function plain(author: Id, given: Partial<StoredRecord> = {}): StoredRecord {
  const envelope = Buffer.concat([Buffer.of(0), Buffer.from(`{"v":1,"text":"${randomId()}"}`)]);
  return record(author, { authorSeq: ++sequence, envelope, ...given });
}

const put = (account: Id, device: Id, ...records: StoredRecord[]) =>
  putRecords(database, { account, device, records, today: TODAY });

async function months(account: Id): Promise<(string | null)[]> {
  const keys = await database
    .selectFrom('data_key')
    .select('month')
    .where('account_id', '=', account)
    .where('category', '=', 'content')
    .where('month', 'is not', null)
    .orderBy('month')
    .execute();
  return keys.map(({ month }) => month);
}

const envelopes = async (account: Id) =>
  (await readChanges(database, { account, since: 0, limit: 100 })).changes.flatMap((change) =>
    change.type === 'record' ? [change.record.envelope] : [],
  );

test('when the last text of a month expires, the month’s key goes, and with it every older copy', async () => {
  const { account, phone } = await openAccount();
  await database.updateTable('account').set({ retention_days: 30 }).where('id', '=', account).execute();
  const [early, late] = [plain(phone, { day: '2026-08-30' }), plain(phone, { day: '2026-09-01' })];
  const contact = plain(phone, { kind: 'contact' });
  delete contact.day;
  delete contact.conversation;
  await put(account, phone, early, late, contact);
  const now = `${new Date().toISOString().slice(0, 7)}-01`;
  assert.deepEqual(await months(account), ['2026-08-01', '2026-09-01', now]);
  const copy = await database.selectFrom('record').selectAll().where('account_id', '=', account).execute();

  const tick = Date.parse('2026-09-29T23:59:59.999Z') + 1;
  await retain(database, tick - 1);
  assert.deepEqual(await months(account), ['2026-08-01', '2026-09-01', now], 'not a tick before');
  await retain(database, tick);
  assert.deepEqual(await months(account), ['2026-09-01', now]);
  assert.deepEqual(
    await envelopes(account),
    [late.envelope, contact.envelope],
    'the others are read as before',
  );
  const gone = copy.filter(({ day }) => day === '2026-08-30');
  await assert.rejects(database.keys.open('record', gone), { name: 'KeyDestroyed' });
  const before = await contents(database);
  await retain(database, tick);
  assert.deepEqual(await contents(database), before, 'a second run changes nothing');
});

test('a month in which another record or the kept key was written keeps its key', async () => {
  const inTwoMonths = Date.now() + 62 * DAY_MS;
  const { account, phone } = await openAccount();
  const [month] = await months(account);
  assert.ok(month);
  await retain(database, inTwoMonths);
  assert.deepEqual(await months(account), [month], 'the kept key is under it');
  const call = plain(phone, { kind: 'call' });
  delete call.day;
  delete call.conversation;
  await put(account, phone, call);
  await database.deleteFrom('kept_key').where('account_id', '=', account).execute();
  await retain(database, inTwoMonths);
  assert.deepEqual(await months(account), [month], 'a call is under it');
  await database.deleteFrom('record').where('account_id', '=', account).execute();
  await retain(database, inTwoMonths);
  assert.deepEqual(await months(account), []);
});

test('what a restored backup has of months whose keys are gone holds nobody up', async () => {
  const { account, phone } = await openAccount();
  const [gone, kept] = [plain(phone, { day: '2026-02-01' }), plain(phone, { day: '2026-03-01' })];
  await put(account, phone, gone, kept);
  const [february] = await database
    .selectFrom('data_key')
    .select('number')
    .where('account_id', '=', account)
    .where('month', '=', '2026-02-01')
    .execute();
  await inTransaction(database, (transaction) => transaction.keys.destroy(account, [february?.number ?? 0]));
  assert.deepEqual(await envelopes(account), [Buffer.alloc(0), kept.envelope]);
  const next = plain(phone, { ...gone, version: 2, authorSeq: ++sequence });
  await put(account, phone, next);
  assert.deepEqual(await envelopes(account), [kept.envelope, next.envelope], 'and it can be written anew');
});

test('batches that expire take no key of records with them', async () => {
  const { account, phone } = await openAccount();
  await database.updateTable('account').set({ retention_days: 1 }).where('id', '=', account).execute();
  const contact = plain(phone, { kind: 'contact' });
  delete contact.day;
  delete contact.conversation;
  await put(account, phone, contact);
  await postBatch(database, { account, batch: batch(phone, phone), now: NOW });
  await database.updateTable('batch').set({ waiting: 0 }).where('account_id', '=', account).execute();
  await retain(database, Math.max(NOW, Date.now()) + 62 * DAY_MS);
  assert.deepEqual(await envelopes(account), [contact.envelope]);
});

test('a server that still holds a destroyed key writes under another one', async () => {
  const { account, phone } = await openAccount();
  const other = openDatabase(url, { connections: 2, keyring });
  try {
    const first = plain(phone, { day: '2026-03-10' });
    await putRecords(other, { account, device: phone, records: [first], today: TODAY });
    await database.deleteFrom('record').where('account_id', '=', account).execute();
    await retain(database, NOW);
    assert.ok(!(await months(account)).includes('2026-03-01'));
    const second = plain(phone, { day: '2026-03-11' });
    await putRecords(other, { account, device: phone, records: [second], today: TODAY });
    assert.deepEqual(await envelopes(account), [second.envelope]);
    const third = plain(phone, { ...second, version: 2, authorSeq: ++sequence });
    await putRecords(other, { account, device: phone, records: [third], today: TODAY });
    assert.deepEqual(await envelopes(account), [third.envelope]);
  } finally {
    await other.destroy();
  }
});

test('writers and retention at the same time lose nothing', async () => {
  const { account, phone } = await openAccount();
  const days = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}-15`);
  const written: StoredRecord[] = [];
  const write = async () => {
    for (const day of [...days, ...days, ...days]) {
      const one = plain(phone, { day });
      await put(account, phone, one);
      written.push(one);
    }
  };
  const writing = new AbortController();
  const tidy = async () => {
    while (!writing.signal.aborted) await retain(database, NOW);
  };
  await Promise.all([write().finally(() => writing.abort()), tidy()]);
  const read = await envelopes(account);
  assert.deepEqual(read.map(String).sort(), written.map(({ envelope }) => String(envelope)).sort());
});

test('an account is sealed only when nothing in plain is left, and then its keys are destroyed', async () => {
  const { account, phone } = await openAccount();
  const text = plain(phone, { day: '2026-03-10' });
  await put(account, phone, text);
  const finish = () => inTransaction(database, (transaction) => finishSealing(transaction, account));
  const before = await contents(database);
  await assert.rejects(finish(), { code: 'plain-left' });
  assert.deepEqual(await contents(database), before);
  const copy = await database.selectFrom('record').selectAll().where('account_id', '=', account).execute();
  const kept = await database.selectFrom('kept_key').selectAll().where('account_id', '=', account).execute();
  assert.equal((await database.keys.open('kept_key', kept))[0]?.secret.toString(), KEPT);

  await database.updateTable('account').set({ kind: 'sealing' }).where('id', '=', account).execute();
  const sealed = record(phone, {
    ...text,
    version: 2,
    authorSeq: ++sequence,
    envelope: Buffer.concat([Buffer.of(1), randomBytes(188)]),
  });
  await put(account, phone, sealed);
  assert.equal(await finish(), true);
  assert.equal(await finish(), false, 'once');
  assert.deepEqual(await months(account), []);
  await assert.rejects(database.keys.open('record', copy), { name: 'KeyDestroyed' });
  await assert.rejects(database.keys.open('kept_key', kept), { name: 'KeyDestroyed' });
  assert.deepEqual(await envelopes(account), [sealed.envelope]);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  announceBlob,
  closeAccount,
  deleteRecords,
  eraseClosed,
  inTransaction,
  openJournal,
  leaseBatches,
  listActivity,
  postBatches,
  postSegment,
  putRecords,
  readChanges,
  recordActivity,
  retain,
  type Retained,
} from '@smseal/database';
import { INVENTORY, RETENTION_RULES, retentionPlan } from '@smseal/inventory';
import { packReports, type CodedError, type Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { eraserOf } from '../erasure/erasing.ts';
import {
  batch,
  contents,
  newAccount,
  newDevice,
  NOW,
  randomId,
  record,
  TODAY,
  postBatch,
} from '../sealed-account.ts';

const held = await testDatabase({ after });
const { database, keyring } = held;
const journal = openJournal(keyring);
const DAY_MS = 86_400_000;
const at = (text: string): number => Date.parse(text);

/** One tick before, nothing goes; at the tick, it does. */
async function goesAt(tick: number, isThere: () => Promise<boolean>): Promise<Retained> {
  const before = await contents(database);
  await retain(database, tick - 1);
  assert.deepEqual(await contents(database), before, 'one tick before, nothing is touched');
  assert.equal(await isThere(), true);
  const retained = await retain(database, tick);
  assert.equal(await isThere(), false, 'at the tick it is gone');
  const left = await contents(database);
  await retain(database, tick);
  assert.deepEqual(await contents(database), left, 'a second run changes nothing');
  return retained;
}

async function keepFor(account: Id, days: number | null): Promise<void> {
  await database.updateTable('account').set({ retention_days: days }).where('id', '=', account).execute();
}

async function rowsOf(
  table: 'record' | 'tombstone' | 'batch' | 'claim' | 'segment' | 'blob',
  account: Id,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) FROM ${sql.table(table)} WHERE account_id = ${account}`.execute(database);
  return rows[0]?.count ?? 0;
}

test('the activity log goes after 30 days', async () => {
  const account = await newAccount(database);
  await recordActivity(database, {
    account,
    action: 'sign-in',
    ip: '2001:db8::7',
    device: null,
    now: new Date(NOW + 999),
  });
  const lines = async () => (await listActivity(database, { account, after: null, limit: 10 })).entries;
  assert.equal((await lines())[0]?.ip, '2001:db8::7');
  await goesAt(NOW + 30 * DAY_MS, async () => (await lines()).length > 0);
});

test('texts of a day go when the chosen number of days has passed since its end, with their pictures', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await keepFor(account, 7);
  const old = record(phone, { authorSeq: 1, day: '2026-11-10' });
  const blob = { id: randomId(), ownerKind: 'message' as const, owner: old.id, size: 10, chunks: 1 };
  await announceBlob(database, { account, blob, now: NOW });
  await database
    .insertInto('blob_chunk')
    .values({ account_id: account, blob_id: blob.id, number: 0, octets: Buffer.alloc(26) })
    .execute();
  const records = [
    old,
    record(phone, { authorSeq: 2, day: '2026-11-11' }),
    record(phone, { authorSeq: 3, kind: 'contact' }),
    record(phone, { authorSeq: 4, kind: 'setting' }),
  ];
  await putRecords(database, { account, device: phone, records, today: '2000-01-01' });
  const tick = at('2026-11-18T00:00:00.000Z');
  const { heads } = await goesAt(tick, async () => (await rowsOf('record', account)) === 4);
  assert.equal(await rowsOf('record', account), 3, 'the next day, contacts and settings stay');
  assert.equal(await rowsOf('blob', account), 0);
  assert.deepEqual(heads.get(account), 5);
  const { changes } = await readChanges(database, { account, since: 4, limit: 10 });
  assert.deepEqual(changes, [{ seq: 5, type: 'expired-before', kind: 'message', before: '2026-11-11' }]);
  await retain(database, tick + DAY_MS);
  const next = await readChanges(database, { account, since: 4, limit: 10 });
  assert.deepEqual(next.changes, [{ seq: 6, type: 'expired-before', kind: 'message', before: '2026-11-12' }]);
});

test('calls go by the day on which they were stored', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await keepFor(account, 1);
  const call = record(phone, { authorSeq: 1, kind: 'call' });
  await putRecords(database, { account, device: phone, records: [call], today: TODAY });
  await goesAt(at('2026-11-24T00:00:00.000Z'), async () => (await rowsOf('record', account)) === 1);
});

test('a number of days that is out of bounds counts as the nearest that is not', async () => {
  const { max } = RETENTION_RULES.preference.bounds;
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await keepFor(account, 3 * max);
  const records = [record(phone, { authorSeq: 1, day: '2026-11-10' })];
  await putRecords(database, { account, device: phone, records, today: '2000-01-01' });
  const isThere = async () => (await rowsOf('record', account)) === 1;
  await goesAt(at('2026-11-11T00:00:00.000Z') + max * DAY_MS, isThere);
});

test('an account that has chosen nothing keeps everything', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const records = [
    record(phone, { authorSeq: 1, day: '1999-01-01' }),
    record(phone, { authorSeq: 2, kind: 'call' }),
  ];
  await putRecords(database, { account, device: phone, records, today: '1999-01-01' });
  await retain(database, NOW + 4000 * DAY_MS);
  assert.equal(await rowsOf('record', account), 2);
});

test('a batch goes by the day on which it was stored, with its segments, but not while a text has to leave', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await keepFor(account, 3);
  const year = new Date(NOW + 365 * DAY_MS).toISOString();
  const [sent, waiting] = [
    batch(phone, phone, { count: 1, priority: 0 }),
    batch(phone, phone, { expires: year }),
  ];
  for (const one of [sent, waiting]) await postBatch(database, { account, batch: one, now: NOW });
  await leaseBatches(database, {
    account,
    device: phone,
    targets: [phone],
    limit: 1,
    now: NOW,
    newLease: randomId,
  });
  const segment = {
    number: 0,
    author: phone,
    lease: null,
    envelope: randomBytes(200),
    signature: randomBytes(64),
  };
  const states = packReports([{ index: 0, state: 'sent' }]);
  await postSegment(database, { account, batch: sent.id, segment: { ...segment, states }, now: NOW });
  await goesAt(at('2026-11-26T00:00:00.000Z'), async () => (await rowsOf('batch', account)) === 2);
  assert.deepEqual([await rowsOf('batch', account), await rowsOf('segment', account)], [1, 0]);
  const { changes } = await readChanges(database, { account, since: 3, limit: 10 });
  assert.deepEqual(changes, [{ seq: 4, type: 'expired-before', kind: 'batch', before: '2026-11-23' }]);
});

test('a request is known for 24 hours, and forgotten at the full hour after them', async () => {
  const account = await newAccount(database);
  const gateway = await newDevice(database, account, 'gateway');
  const one = batch(gateway, gateway);
  const claim = { key: randomBytes(32), body: randomBytes(32), batch: one.id, first: 0, count: 3 };
  const post = (now: number) => {
    const input = { account, author: gateway, claims: [claim], newLease: null, now };
    return postBatches(database, { ...input, batches: [one] });
  };
  await post(NOW + 1);
  const isThere = async () => (await rowsOf('claim', account)) === 1;
  await goesAt(NOW + DAY_MS + 3_600_000, isThere);
});

test('tombstones go after 90 days, and with them the cursors that may have missed one', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const records = [1, 2, 3].map((authorSeq) => record(phone, { authorSeq, kind: 'contact' }));
  await putRecords(database, { account, device: phone, records, today: TODAY });
  const gone = records.slice(0, 2).map(({ id }) => ({ kind: 'contact' as const, id }));
  await deleteRecords(database, { account, records: gone.slice(0, 1), journal, now: NOW });
  await deleteRecords(database, { account, records: gone.slice(1), journal, now: NOW + DAY_MS });
  const read = (since: number) => readChanges(database, { account, since, limit: 10 });
  const tick = at('2027-02-21T00:00:00.000Z');
  await goesAt(tick, async () => (await rowsOf('tombstone', account)) === 2);
  for (const since of [0, 3])
    await assert.rejects(read(since), (error: CodedError) => error.code === 'cursor-expired');
  assert.deepEqual(
    (await read(4)).changes.map(({ type, seq }) => [type, seq]),
    [['deleted', 5]],
    'who has seen it may go on',
  );
});

test('a pending link and a code that are over go within minutes', async () => {
  const account = await newAccount(database);
  const expires = new Date(NOW);
  await database
    .insertInto('identity.reset')
    .values({ account_id: account, code: Buffer.alloc(32), expires })
    .execute();
  await database
    .insertInto('link')
    .values({
      account_id: account,
      id: randomId(),
      secret: Buffer.alloc(32),
      platform: 'phone',
      name: Buffer.from('never read here'),
      commitment: Buffer.alloc(32),
      credential: Buffer.alloc(32),
      state: 'waiting',
      expires,
      stored: TODAY,
    })
    .execute();
  const isThere = async () => {
    const { rows } = await sql<{ there: boolean }>`
      SELECT EXISTS (SELECT FROM link WHERE account_id = ${account})
        AND EXISTS (SELECT FROM identity.reset WHERE account_id = ${account}) AS there`.execute(database);
    return rows[0]?.there ?? false;
  };
  await goesAt(NOW + 10 * 60_000, isThere);
});

test('a closed account is erased 90 days after it was closed, whatever it holds, and only it', async () => {
  const [account, other] = [await newAccount(database), await newAccount(database)];
  const phone = await newDevice(database, account);
  const records = [record(phone, { authorSeq: 1, kind: 'contact' })];
  await putRecords(database, { account, device: phone, records, today: TODAY });
  const close = (now: number) =>
    inTransaction(database, (transaction) => closeAccount(transaction, { account, now: new Date(now) }));
  assert.equal(await close(NOW), true);
  assert.equal(await close(NOW + DAY_MS), false, 'closing it again gives it no more time');
  const tick = NOW + 90 * DAY_MS;
  assert.deepEqual((await retain(database, tick - 1)).due, []);
  const { due } = await retain(database, tick);
  assert.deepEqual(due, [account]);
  assert.deepEqual(await eraseClosed({ ...(await eraserOf(held, { after })), now: () => tick }, due), [
    account,
  ]);
  assert.deepEqual((await retain(database, tick)).due, []);
  const left = Object.values(await contents(database)).flat();
  assert.deepEqual(
    left.filter((line) => line.includes(account)),
    [],
  );
  assert.ok(left.some((line) => line.includes(other)));
});

test('every step of the plan runs against the live database', async () => {
  assert.ok(retentionPlan(INVENTORY).length >= 8);
  await retain(database, NOW + 10_000 * DAY_MS);
});

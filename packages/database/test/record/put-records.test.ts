import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deleteRecords, openJournal, putRecords, readChanges, type StoredRecord } from '@smseal/database';
import type { CodedError, Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import {
  contents,
  newAccount,
  newDevice,
  NOW,
  randomId,
  record,
  startEpoch,
  TODAY,
} from '../sealed-account.ts';

const { database, keyring } = await testDatabase({ after });
const journal = openJournal(keyring);

function put(account: Id, device: Id, ...records: StoredRecord[]) {
  return putRecords(database, { account, device, records, today: TODAY });
}

async function refused(work: () => Promise<unknown>): Promise<CodedError> {
  const before = await contents(database);
  let error: CodedError | undefined;
  await assert.rejects(work, (thrown: CodedError) => {
    error = thrown;
    return true;
  });
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
  assert.ok(error);
  return error;
}

test('what was put comes back in the feed, octet for octet and in order', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const message = record(phone, { authorSeq: 1 });
  const contact = record(phone, { authorSeq: 2, kind: 'contact' });
  assert.deepEqual(await put(account, phone, message, contact), { seq: 2, changed: 2, moved: true });
  const page = await readChanges(database, { account, since: 0, limit: 10 });
  assert.deepEqual(page, {
    changes: [
      { seq: 1, type: 'record', record: message },
      { seq: 2, type: 'record', record: contact },
    ],
    seq: 2,
    head: 2,
  });
});

test('the same version and octets again change nothing, even after the epoch has moved on', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const records = [record(phone, { authorSeq: 1 }), record(phone, { authorSeq: 2, kind: 'call' })];
  await put(account, phone, ...records);
  await startEpoch(database, account, 2);
  const before = await contents(database);
  assert.deepEqual(await put(account, phone, ...records), { seq: 2, changed: 0, moved: false });
  assert.deepEqual(await contents(database), before);
});

test('an update is the stored version plus one and takes a new place in the feed', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const first = record(phone, { authorSeq: 1 });
  const other = record(phone, { authorSeq: 2 });
  await put(account, phone, first, other);
  const second = record(phone, { ...first, version: 2, authorSeq: 3, envelope: Buffer.alloc(400, 7) });
  await put(account, phone, second);
  const { changes } = await readChanges(database, { account, since: 0, limit: 10 });
  assert.deepEqual(changes, [
    { seq: 2, type: 'record', record: other },
    { seq: 3, type: 'record', record: second },
  ]);
});

test('any other version is a conflict that names what is stored', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const stored = record(phone, { authorSeq: 1 });
  await put(account, phone, stored);
  const inText = { ...stored, envelope: stored.envelope.toString('base64url') };
  const next = { id: stored.id, authorSeq: 2 };
  for (const version of [1, 3, 4_000_000_000]) {
    const error = await refused(() => put(account, phone, record(phone, { ...next, version })));
    assert.equal(error.code, 'version-conflict');
    assert.deepEqual(error.extra, { record: stored.id, current: inText });
  }
  const unknown = record(phone, { authorSeq: 2, version: 2 });
  const error = await refused(() => put(account, phone, unknown));
  assert.deepEqual(error.extra, { record: unknown.id, current: null });
});

test('one refused record refuses all of its request', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const good = record(phone, { authorSeq: 1 });
  const bad = record(phone, { authorSeq: 2, version: 7 });
  assert.equal((await refused(() => put(account, phone, good, bad))).code, 'version-conflict');
});

test('an epoch that is over, or has not begun, is refused', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await startEpoch(database, account, 2);
  for (const epoch of [1, 3]) {
    const error = await refused(() => put(account, phone, record(phone, { authorSeq: 1, epoch })));
    assert.deepEqual([error.code, error.extra], ['wrong-epoch', { epoch: 2 }]);
  }
});

test('an author sequence never repeats and never falls', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await put(account, phone, record(phone, { authorSeq: 5 }));
  for (const sequences of [[5], [4], [7, 7], [8, 6]]) {
    const error = await refused(() =>
      put(account, phone, ...sequences.map((authorSeq) => record(phone, { authorSeq }))),
    );
    assert.deepEqual([error.code, error.extra], ['replayed-sequence', { last: 5 }]);
  }
  const other = await newDevice(database, account);
  await put(account, other, record(other, { authorSeq: 1 }));
});

test('a removed device and a device of nobody put nothing', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  await database
    .updateTable('device')
    .set({ removed: 2, credential: null })
    .where('id', '=', phone)
    .execute();
  for (const device of [phone, randomId()])
    assert.equal(
      (await refused(() => put(account, device, record(device, { authorSeq: 1 })))).code,
      'unauthenticated',
    );
});

test('a deletion leaves a tombstone; unknown ids leave nothing; the same id may come again', async () => {
  const account = await newAccount(database);
  const phone = await newDevice(database, account);
  const message = record(phone, { authorSeq: 1 });
  await put(account, phone, message);
  const names = [
    { kind: 'message' as const, id: message.id },
    { kind: 'message' as const, id: message.id },
    { kind: 'contact' as const, id: message.id },
  ];
  const remove = () => deleteRecords(database, { account, records: names, journal, now: NOW });
  assert.deepEqual(await remove(), { seq: 2, changed: 1, moved: true });
  const before = await contents(database);
  assert.deepEqual(await remove(), { seq: 2, changed: 0, moved: false });
  assert.deepEqual(await contents(database), before);
  const again = record(phone, { id: message.id, authorSeq: 2 });
  await put(account, phone, again);
  const { changes } = await readChanges(database, { account, since: 1, limit: 10 });
  assert.deepEqual(changes, [
    { seq: 2, type: 'deleted', kind: 'message', id: message.id },
    { seq: 3, type: 'record', record: again },
  ]);
});

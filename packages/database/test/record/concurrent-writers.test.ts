import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deleteRecords, openJournal, putRecords, readChanges, type StoredRecord } from '@smseal/database';
import type { CodedError, Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { newAccount, newDevice, NOW, randomId, record, TODAY } from '../sealed-account.ts';

const { database, keyring } = await testDatabase({ after });
const journal = openJournal(keyring);

/** Every place of the feed that a row has. */
async function places(account: Id): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    SELECT seq FROM record WHERE account_id = ${account} UNION ALL
    SELECT seq FROM tombstone WHERE account_id = ${account} ORDER BY seq`.execute(database);
  return rows.map(({ seq }) => seq);
}

test('writers at the same time get places without a gap, and a reader meanwhile misses nothing', async () => {
  const account = await newAccount(database);
  const devices = await Promise.all(Array.from({ length: 4 }, () => newDevice(database, account)));
  const seen = new Set<string>();
  let writing = true;
  const reader = (async () => {
    let since = 0;
    for (;;) {
      const over = !writing;
      const page = await readChanges(database, { account, since, limit: 7 });
      for (const change of page.changes) if (change.type === 'record') seen.add(change.record.id);
      since = page.seq;
      if (over && since === page.head) return since;
    }
  })();
  const ids = await Promise.all(
    devices.map(async (device) => {
      const written: Id[] = [];
      for (let round = 0; round < 12; round++) {
        const records = Array.from({ length: 10 }, (_, i) =>
          record(device, { authorSeq: round * 10 + i + 1, kind: i % 2 ? 'message' : 'contact' }),
        );
        await putRecords(database, { account, device, records, today: TODAY });
        written.push(...records.map(({ id }) => id));
      }
      return written;
    }),
  );
  writing = false;
  assert.equal(await reader, 480);
  assert.deepEqual(seen, new Set(ids.flat()));
  assert.deepEqual(
    await places(account),
    Array.from({ length: 480 }, (_, i) => i + 1),
  );
});

test('two devices that put the same new record: one wins, the other is told what is there', async () => {
  const account = await newAccount(database);
  const devices = await Promise.all(Array.from({ length: 6 }, () => newDevice(database, account)));
  const shared = Array.from({ length: 20 }, () => ({ kind: 'setting' as const, id: randomId() }));
  const outcomes = await Promise.allSettled(
    devices.map((device, turn) => {
      const names = turn % 2 ? shared : shared.toReversed();
      const records = names.map((name, i) => record(device, { ...name, authorSeq: i + 1 }));
      return putRecords(database, { account, device, records, today: TODAY });
    }),
  );
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      assert.equal((outcome.reason as CodedError).code, 'version-conflict', String(outcome.reason));
  assert.deepEqual(
    await places(account),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});

test('deletions and updates of the same records at the same time leave one truth and no gap', async () => {
  const account = await newAccount(database);
  const device = await newDevice(database, account);
  const first = Array.from({ length: 30 }, (_, i) => record(device, { authorSeq: i + 1 }));
  await putRecords(database, { account, device, records: first, today: TODAY });
  const names = first.map(({ id }) => ({ kind: 'message' as const, id }));
  const updates = first.map((one, i) => record(device, { ...one, version: 2, authorSeq: 31 + i }));
  const [removed, removedToo, updated] = await Promise.allSettled([
    deleteRecords(database, { account, records: names, journal, now: NOW }),
    deleteRecords(database, { account, records: names.toReversed(), journal, now: NOW }),
    putRecords(database, { account, device, records: updates, today: TODAY }),
  ]);
  assert.equal(removed.status, 'fulfilled');
  assert.equal(removedToo.status, 'fulfilled');
  const { seq } = await database
    .selectFrom('account')
    .select('seq')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  assert.equal(seq, updated.status === 'fulfilled' ? 90 : 60);
  assert.deepEqual(
    await places(account),
    Array.from({ length: 30 }, (_, i) => seq - 29 + i),
  );
});

test('an upload that waits for the chain sees the epoch that the chain began', async () => {
  const account = await newAccount(database);
  const device = await newDevice(database, account);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const chain = database.transaction().execute(async (transaction) => {
    await sql`SELECT FROM device WHERE account_id = ${account} FOR UPDATE`.execute(transaction);
    begin();
    await finished;
    await sql`UPDATE account SET epoch = 2 WHERE id = ${account}`.execute(transaction);
  });
  await begun;
  const records = [record(device, { authorSeq: 1 })];
  const upload = putRecords(database, { account, device, records, today: TODAY });
  const refused = assert.rejects(upload, (error: CodedError) => error.code === 'wrong-epoch');
  setTimeout(finish, 100);
  await Promise.all([chain, refused]);
});

test('what is written between the statements of a page is met by the next page', async () => {
  const account = await newAccount(database);
  const device = await newDevice(database, account);
  const put = (authorSeq: number) => {
    const one = record(device, { authorSeq });
    return putRecords(database, { account, device, records: [one], today: TODAY }).then(() => one);
  };
  const first = await put(1);
  let statements = 0;
  let between: StoredRecord | null = null;
  const watched = database.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      // After the records were read, and before the deletions are: a new record, then a deletion.
      if (++statements === 2) {
        between = await put(2);
        const records = [{ kind: 'message' as const, id: first.id }];
        await deleteRecords(database, { account, records, journal, now: NOW });
      }
      return result;
    },
  });
  const slow = Object.assign(watched, { keys: database.keys });
  const page = await readChanges(slow, { account, since: 0, limit: 100 });
  assert.ok(between);
  assert.deepEqual([page.seq, page.changes.map(({ seq }) => seq)], [1, [1]]);
  const next = await readChanges(database, { account, since: page.seq, limit: 100 });
  assert.deepEqual(next.changes, [
    { seq: 2, type: 'record', record: between },
    { seq: 3, type: 'deleted', kind: 'message', id: first.id },
  ]);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  deleteRecords,
  openJournal,
  listBatches,
  putRecords,
  readChanges,
  readRecords,
  type RecordCursor,
  type StoredChange,
} from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { batch, newAccount, newDevice, NOW, record, TODAY, postBatch } from '../sealed-account.ts';

const { database, keyring } = await testDatabase({ after });
const journal = openJournal(keyring);
const PAGE_OCTETS = 4 * 1024 * 1024;
const LARGE = 60 * 1024;

const account = await newAccount(database);
const phone = await newDevice(database, account);
const records = Array.from({ length: 150 }, (_, i) =>
  record(phone, { authorSeq: i + 1, envelope: Buffer.alloc(i === 149 ? 0 : LARGE, i + 1) }),
);
await putRecords(database, { account, device: phone, records, today: TODAY });

test('a cold start of large records comes in pages that fit, in order, with none left out', async () => {
  const expected = records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const read: unknown[] = [];
  let cursor: RecordCursor | null = null;
  for (let pages = 1; ; pages++) {
    const page: Awaited<ReturnType<typeof readRecords>> = await readRecords(database, {
      account,
      kind: 'message',
      after: cursor,
      limit: 1000,
    });
    const weight = page.records.reduce((sum, { envelope }) => sum + envelope.length, 0);
    assert.ok(weight <= PAGE_OCTETS + LARGE, `a page of ${weight} octets`);
    read.push(...page.records);
    const last = page.records.at(-1);
    if (!page.more || !last) {
      assert.equal(pages, 3);
      break;
    }
    cursor = { id: last.id, day: last.day ?? null };
  }
  assert.deepEqual(read, expected);
});

test('the feed does too, with what lies between them', async () => {
  const contact = record(phone, { authorSeq: 151, kind: 'contact' });
  await putRecords(database, { account, device: phone, records: [contact], today: TODAY });
  const gone = records.slice(0, 2).map(({ id }) => ({ kind: 'message' as const, id }));
  await deleteRecords(database, { account, records: gone, journal, now: NOW });
  const large = () => batch(phone, phone, { envelope: randomBytes(3 * 1024 * 1024) });
  for (const one of [large(), large()]) await postBatch(database, { account, batch: one, now: NOW });
  const changes: StoredChange[] = [];
  for (let since = 0; ;) {
    const page = await readChanges(database, { account, since, limit: 1000 });
    changes.push(...page.changes);
    since = page.seq;
    if (since === page.head) break;
    assert.ok(page.changes.length > 0, 'each page moves on');
  }
  assert.deepEqual(
    changes.map(({ seq }) => seq),
    Array.from({ length: 153 }, (_, i) => i + 3),
  );
  assert.deepEqual(
    changes.slice(-5).map(({ type }) => type),
    ['record', 'deleted', 'deleted', 'batch', 'batch'],
  );
});

test('batches are listed in pages that fit', async () => {
  const first = await listBatches(database, { account, after: null, limit: 10 });
  assert.deepEqual([first.batches.length, first.more], [2, false]);
  await postBatch(database, {
    account,
    batch: batch(phone, phone, { envelope: randomBytes(3 * 1024 * 1024) }),
    now: NOW,
  });
  const cut = await listBatches(database, { account, after: null, limit: 10 });
  assert.deepEqual([cut.batches.length, cut.more], [2, true]);
  const rest = await listBatches(database, { account, after: cut.batches[1]?.id ?? '', limit: 10 });
  assert.deepEqual([rest.batches.length, rest.more], [1, false]);
});

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Uploader, type Conflict, type UploadQueue } from '@smseal/client';
import type { DeleteRecords, ErrorCode, SealedRecord } from '@smseal/protocol';
import { TestAccount } from './account.ts';
import { Refuse, type DoubleServer } from './double-server.ts';

/** A queue in memory that writes down what it was told. */
class MemoryQueue implements UploadQueue {
  waiting: SealedRecord[] = [];
  deletions: DeleteRecords['records'] = [];
  readonly told: string[] = [];
  reseal: (record: SealedRecord) => Promise<SealedRecord> = (record) => Promise.resolve(record);

  next(most: { records: number; octets: number }): Promise<SealedRecord[]> {
    return Promise.resolve(this.waiting.slice(0, most.records));
  }
  accepted(records: readonly SealedRecord[]): Promise<void> {
    this.told.push(`accepted ${records.length}`);
    return this.#drop(records);
  }
  async resealAll(above: number): Promise<void> {
    this.told.push(`reseal above ${above}`);
    this.waiting = await Promise.all(this.waiting.map((record) => this.reseal(record)));
  }
  conflict({ record, current }: Conflict): Promise<void> {
    this.told.push(`conflict ${current?.version ?? 'none'}`);
    return this.#drop([record]);
  }
  refused(record: SealedRecord, code: ErrorCode): Promise<void> {
    this.told.push(`refused ${code}`);
    return this.#drop([record]);
  }
  blobMissing(_record: SealedRecord, blob: string): Promise<void> {
    this.told.push(`blob ${blob}`);
    return Promise.resolve();
  }
  nextDeletions(most: number): Promise<DeleteRecords['records']> {
    return Promise.resolve(this.deletions.slice(0, most));
  }
  deleted(records: DeleteRecords['records']): Promise<void> {
    this.deletions = this.deletions.slice(records.length);
    this.told.push(`deleted ${records.length}`);
    return Promise.resolve();
  }
  #drop(records: readonly SealedRecord[]): Promise<void> {
    this.waiting = this.waiting.filter((record) => !records.includes(record));
    return Promise.resolve();
  }
}

let account: TestAccount;
let queue: MemoryQueue;
let server: DoubleServer;
let put: (records: SealedRecord[]) => unknown;

beforeEach(async () => {
  account = await TestAccount.create();
  queue = new MemoryQueue();
  put = (records) => ({ seq: 1, changed: records.length });
  server = account.server({
    'POST /v1/records': ({ body }) => put((body as { records: SealedRecord[] }).records),
    'POST /v1/records/delete': () => ({ seq: 2, changed: 1 }),
  });
});

async function uploader(): Promise<Uploader> {
  const api = server.client();
  return new Uploader({ api, queue, membership: await account.membership(account.owner, api) });
}

async function queueNotes(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    queue.waiting.push(await account.seal({ kind: 'contact', payload: { v: 1, name: `n${i}` } }));
  }
}

test('records go first, then deletions, and the queue ends empty', async () => {
  await queueNotes(3);
  queue.deletions = [{ kind: 'contact', id: 'A'.repeat(22) }];
  await (await uploader()).drain();
  assert.deepEqual(queue.told, ['accepted 3', 'deleted 1']);
});

test('after an answer that was lost the same octets go out again', async () => {
  await queueNotes(2);
  let first = true;
  put = (records) => {
    if (first) {
      first = false;
      throw new Refuse('unavailable');
    }
    return { seq: 1, changed: records.length };
  };
  await (await uploader()).drain();
  const [once, twice] = server.seen.filter(({ path }) => path === '/v1/records').map(({ body }) => body);
  assert.deepEqual(once, twice);
});

test('a new epoch makes everything that waits be sealed again, under it', async () => {
  await queueNotes(2);
  await account.turn();
  queue.reseal = (record) => account.seal({ kind: record.kind, id: record.id, payload: { v: 1 } });
  put = (records) => {
    if (records.some(({ epoch }) => epoch !== 2)) throw new Refuse('wrong-epoch', { epoch: 2 });
    return { seq: 1, changed: records.length };
  };
  await (await uploader()).drain();
  assert.deepEqual(queue.told, ['reseal above 0', 'accepted 2']);
});

test('a used author sequence makes everything be sealed again above the last one', async () => {
  await queueNotes(1);
  let refused = false;
  put = () => {
    if (!refused) {
      refused = true;
      throw new Refuse('replayed-sequence', { last: 41 });
    }
    return { seq: 1, changed: 1 };
  };
  await (await uploader()).drain();
  assert.deepEqual(queue.told, ['reseal above 41', 'accepted 1']);
});

test('a conflict is settled alone and the rest goes on', async () => {
  await queueNotes(3);
  const [, taken] = queue.waiting;
  assert.ok(taken);
  put = (records) => {
    if (records.some(({ id }) => id === taken.id)) {
      throw new Refuse('version-conflict', { record: taken.id, current: { ...taken, version: 4 } });
    }
    return { seq: 1, changed: records.length };
  };
  await (await uploader()).drain();
  assert.deepEqual(queue.told, ['conflict 4', 'accepted 2']);
});

test('one record that the server will never take does not hold up the others', async () => {
  await queueNotes(9);
  const bad = queue.waiting[5]?.id;
  put = (records) => {
    if (records.some(({ id }) => id === bad)) throw new Refuse('not-an-envelope', { record: bad });
    return { seq: 1, changed: records.length };
  };
  await (await uploader()).drain();
  assert.equal(queue.told.filter((line) => line.startsWith('refused')).length, 1);
  assert.equal(queue.waiting.length, 0);
});

test('a blob that did not arrive whole is asked for again', async () => {
  await queueNotes(1);
  let refused = false;
  put = () => {
    if (!refused) {
      refused = true;
      throw new Refuse('blob-incomplete', { blob: 'B'.repeat(22) });
    }
    return { seq: 1, changed: 1 };
  };
  await (await uploader()).drain();
  assert.deepEqual(queue.told, [`blob ${'B'.repeat(22)}`, 'accepted 1']);
});

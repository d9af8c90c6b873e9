import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codedDatabaseError, inTransaction, openDatabase } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';

const { url, database } = await testDatabase({ after });

test('numbers are numbers, days are days', async () => {
  const { rows } =
    await sql`SELECT 9007199254740991::bigint AS n, '2026-11-22'::date AS d, '\\x00ff'::bytea AS b`.execute(
      database,
    );
  assert.deepEqual(rows, [{ n: 9007199254740991, d: '2026-11-22', b: Buffer.from([0, 255]) }]);
});

test('a deadlock is tried again, and nothing is done twice', async () => {
  await sql`CREATE TABLE knot (id int PRIMARY KEY, n int NOT NULL)`.execute(database);
  await sql`INSERT INTO knot VALUES (1, 0), (2, 0)`.execute(database);
  const meet = Promise.withResolvers<void>();
  let waiting = 0;
  const both = async (first: number, second: number): Promise<void> => {
    await inTransaction(database, async (transaction) => {
      await sql`UPDATE knot SET n = n + 1 WHERE id = ${first}`.execute(transaction);
      if (++waiting >= 2) meet.resolve();
      await meet.promise;
      await sql`UPDATE knot SET n = n + 1 WHERE id = ${second}`.execute(transaction);
    });
  };
  await Promise.all([both(1, 2), both(2, 1)]);
  const { rows } = await sql`SELECT id, n FROM knot ORDER BY id`.execute(database);
  assert.deepEqual(rows, [
    { id: 1, n: 2 },
    { id: 2, n: 2 },
  ]);
});

test('an error of ours stays what it is, and the transaction leaves nothing', async () => {
  const fault = new Error('ours');
  const attempt = inTransaction(database, async (transaction) => {
    await sql`CREATE TABLE half_done (id int)`.execute(transaction);
    throw fault;
  });
  await assert.rejects(attempt, fault);
  const { rows } = await sql`SELECT to_regclass('half_done') AS found`.execute(database);
  assert.deepEqual(rows, [{ found: null }]);
});

test('a connection that is cut in the middle is `unavailable`, and the next request works', async () => {
  const own = openDatabase(url, { connections: 1 });
  after(() => own.destroy());
  const cut = sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(own);
  await assert.rejects(cut, { code: 'unavailable' });
  assert.equal((await sql`SELECT 1 AS one`.execute(own)).rows.length, 1);
});

test('a statement that takes too long is `unavailable`', async () => {
  const own = openDatabase(url, { connections: 1, statementMs: 50 });
  after(() => own.destroy());
  await assert.rejects(sql`SELECT pg_sleep(5)`.execute(own), { code: 'unavailable' });
});

test('nobody there is `unavailable`', async () => {
  const nobody = openDatabase('postgres://a:b@127.0.0.1:9/none');
  await assert.rejects(sql`SELECT 1`.execute(nobody), { code: 'unavailable' });
  await nobody.destroy();
});

test('a full disk has a code of its own, and a defect of ours has none', () => {
  const coded = (code: string): string | undefined =>
    codedDatabaseError(Object.assign(new Error('could not extend file'), { code }))?.code;
  assert.equal(coded('53100'), 'storage-full');
  for (const code of ['57P01', '57P03', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET'])
    assert.equal(coded(code), 'unavailable');
  for (const code of ['42P01', '23505', '22001']) assert.equal(coded(code), undefined);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { clearGap, isPageWhole, PAGE, pageChecksum } from '../../src/backup/copy/page.ts';
import { Installation } from './installation.ts';

const installation = await Installation.start({ after });

/** The file of a table as it lies on the disk, and its pages. */
async function pagesOf(table: string): Promise<Buffer[]> {
  const { rows } = await sql<{ file: string }>`SELECT pg_relation_filepath(${table}) AS file`.execute(
    installation.database,
  );
  const octets = await readFile(path.join(installation.base, 'data', rows[0]?.file ?? ''));
  return Array.from({ length: octets.length / PAGE }, (_, at) => octets.subarray(at * PAGE, (at + 1) * PAGE));
}

test('our checksum is the one that PostgreSQL writes, page by page', async () => {
  for (const table of ['pg_class', 'pg_attribute', 'pg_proc', 'pg_proc_oid_index']) {
    const pages = await pagesOf(table);
    assert.ok(pages.length > 1);
    for (const [number, page] of pages.entries()) {
      assert.ok(isPageWhole(page, number), `${table} ${number}`);
      if (page.every((octet) => octet === 0)) continue;
      assert.equal(isPageWhole(page, number + 1), false, 'a page at another place is not whole');
      const changed = Buffer.from(page);
      changed[100] = (changed[100] ?? 0) ^ 1;
      assert.equal(isPageWhole(changed, number), false);
    }
  }
});

test('a deleted row’s octets are cleared from between the rows, and the living ones stay', async () => {
  const [gone, stays] = [randomBytes(300), randomBytes(300)];
  await sql`CREATE TABLE kept (id int, octets bytea)`.execute(installation.database);
  await sql`INSERT INTO kept VALUES (1, ${stays}), (2, ${gone})`.execute(installation.database);
  await sql`DELETE FROM kept WHERE id = 2`.execute(installation.database);
  await sql`VACUUM kept`.execute(installation.database);
  await sql`CHECKPOINT`.execute(installation.database);
  const [page] = await pagesOf('kept');
  assert.ok(page && page.includes(gone), 'PostgreSQL itself leaves it there');
  assert.ok(clearGap(page, 0, true));
  assert.ok(!page.includes(gone.subarray(0, 20)) && !page.includes(gone.subarray(-20)));
  assert.ok(page.includes(stays));
  assert.ok(isPageWhole(page, 0), 'its checksum is right again');
  assert.equal(clearGap(page, 0, true), false, 'there is nothing left to clear');
});

test('what is no page of rows stays as it is', () => {
  const noise = randomBytes(PAGE);
  noise.writeUInt16LE(0, 18);
  const before = Buffer.from(noise);
  assert.equal(clearGap(noise, 0, true), false);
  assert.ok(noise.equals(before));
  assert.equal(clearGap(Buffer.alloc(PAGE), 0, true), false);
  assert.ok(pageChecksum(noise, 0) >= 1 && pageChecksum(noise, 0) <= 65_535);
});

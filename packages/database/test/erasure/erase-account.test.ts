import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  advanceErasure,
  advanceErasures,
  beginAccountErasure,
  LeftOver,
  putRecords,
  readErasure,
  requireReplayed,
  type ErasureStep,
} from '@smseal/database';
import type { SignedCertificate } from '@smseal/protocol';
import { sql } from 'kysely';
import { newHolder } from '../keys/key-story.ts';
import {
  batch,
  contents,
  newDevice,
  NOW,
  postBatch,
  randomId,
  record,
  startEpoch,
  TODAY,
} from '../sealed-account.ts';
import { newEraser } from './erasing.ts';

const installation = await newEraser({ after });
const { database, eraser, url, keyring } = installation;
const KILL_AT = fileURLToPath(new URL('kill-at.ts', import.meta.url));

async function newPerson() {
  const { account, email } = await newHolder(database);
  const device = await newDevice(database, account);
  await startEpoch(database, account, 2);
  const records = Array.from({ length: 20 }, (_, i) => record(device, { authorSeq: i + 1, epoch: 2 }));
  await putRecords(database, { account, device, records, today: TODAY });
  await postBatch(database, { account, batch: batch(device, device, { epoch: 2 }), now: NOW });
  return { account, device, email };
}

const begin = (account: string) => beginAccountErasure({ database, now: NOW }, { account, handed: null });
const view = ({ id, token }: { id: string; token: string }) => readErasure(database, id, { token });

async function tracesOf(...ids: string[]): Promise<string[]> {
  const held = Object.entries(await contents(database));
  return held.flatMap(([table, lines]) =>
    lines.some((line) => ids.some((id) => line.includes(id))) ? [table] : [],
  );
}

test('an account is erased, looked for, and certified; others keep everything', async () => {
  const [gone, stays] = [await newPerson(), await newPerson()];
  const others = await tracesOf(stays.account);
  const erasure = await begin(gone.account);
  await advanceErasure(eraser, erasure.id);
  assert.deepEqual(await tracesOf(gone.account, gone.device), []);
  assert.deepEqual(await tracesOf(stays.account), others);
  const { state, certificate } = await view(erasure);
  assert.equal(state, 'certified');
  const said = (JSON.parse(certificate ?? '') as SignedCertificate).certificate;
  assert.deepEqual(
    said.rows.find(({ table }) => table === 'record'),
    { table: 'record', before: 20, after: 0 },
  );
  assert.equal(said.keys.destroyed.find(({ scope }) => scope === 'account')?.count, 1);
  assert.deepEqual(said.backups, { closedBy: '2026-11-23', goneBy: '2026-12-06' });
  assert.deepEqual(
    said.verifier.checks.map(({ check }) => check),
    [
      'no column that can hold an id has one that was erased',
      'rows from before open with no key that is left',
    ],
  );
  assert.ok((said.verifier.checks[0]?.looked ?? 0) > 100 && (said.verifier.checks[1]?.looked ?? 0) >= 3);
  assert.ok(!certificate?.includes(gone.account) && !certificate?.includes(gone.device));
});

const STEPS: ErasureStep[] = ['journalled', 'keys-destroyed', 'rows-removed', 'verified', 'certified'];

for (const step of STEPS)
  test(`a process that is killed after “${step}” is taken over by the next`, async () => {
    const { account, device } = await newPerson();
    const erasure = await begin(account);
    const child = spawn(process.execPath, [KILL_AT, url, keyring.where, erasure.id, step], {
      stdio: 'inherit',
    });
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    await requireReplayed({ database, journal: eraser.journal, now: NOW });
    assert.deepEqual([...(await advanceErasures(eraser))], []);
    assert.equal((await view(erasure)).state, 'certified');
    assert.deepEqual(await tracesOf(account, device), []);
    const { entries } = await eraser.journal.read();
    assert.equal(
      entries.filter(({ entry }) => entry.id === erasure.id).length,
      1,
      'it is in the journal once',
    );
  });

test('an entry that the database was kept from noting is not written a second time', async () => {
  const { account } = await newPerson();
  const erasure = await begin(account);
  await eraser.journal.append(erasure.id, { kind: 'account', account, devices: [] }, NOW);
  await advanceErasure(eraser, erasure.id);
  const { entries } = await eraser.journal.read();
  assert.equal(entries.filter(({ entry }) => entry.id === erasure.id).length, 1);
  assert.equal((await view(erasure)).state, 'certified');
});

test('nothing is destroyed while the journal cannot be written', async () => {
  const { account } = await newPerson();
  const before = await tracesOf(account);
  const erasure = await begin(account);
  const { journal } = eraser;
  const broken = Object.assign(Object.create(Object.getPrototypeOf(journal) as object), {
    read: () => journal.read(),
    append: () => Promise.reject(new Error('the medium is away')),
  }) as typeof journal;
  await assert.rejects(advanceErasure({ ...eraser, journal: broken }, erasure.id), /the medium is away/);
  assert.deepEqual(new Set(await tracesOf(account)), new Set([...before, 'public.erasure']));
  await advanceErasure(eraser, erasure.id);
  assert.deepEqual(await tracesOf(account), []);
});

for (const [what, plant] of Object.entries({
  'a row of a table that nobody has listed': async (account: string) => {
    await sql`CREATE TABLE IF NOT EXISTS forgotten (account_id text, note text)`.execute(database);
    await sql`INSERT INTO forgotten VALUES (${account}, 'x')`.execute(database);
    return () => sql`DELETE FROM forgotten`.execute(database);
  },
  'an id inside a longer text': async (account: string) => {
    await sql`INSERT INTO migration (name) VALUES (${`moved ${account} by hand`})`.execute(database);
    return () => sql`DELETE FROM migration WHERE name LIKE 'moved%'`.execute(database);
  },
  'an id as octets': async (account: string) => {
    await sql`CREATE TABLE IF NOT EXISTS octets (held bytea)`.execute(database);
    await sql`INSERT INTO octets VALUES (${Buffer.concat([randomBytes(3), Buffer.from(account, 'base64url')])})`.execute(
      database,
    );
    return () => sql`DELETE FROM octets`.execute(database);
  },
  'an id in a list': async (account: string) => {
    await sql`CREATE TABLE IF NOT EXISTS listed (ids text[], said jsonb)`.execute(database);
    await sql`INSERT INTO listed VALUES (${[randomId(), account]}, NULL)`.execute(database);
    return () => sql`DELETE FROM listed`.execute(database);
  },
}))
  test(`${what} that was left over keeps the certificate back, until it is gone`, async () => {
    const { account } = await newPerson();
    const erasure = await begin(account);
    await advanceErasure(eraser, erasure.id, 'rows-removed');
    const remove = await plant(account);
    await assert.rejects(
      advanceErasure(eraser, erasure.id),
      (error: Error) => error.name === 'LeftOver' || /permission denied/.test(error.message),
    );
    assert.deepEqual(
      { ...(await view(erasure)), nonce: '' },
      { id: erasure.id, kind: 'account', state: 'rows-removed', plan: null, nonce: '', certificate: null },
    );
    const [failed] = (await advanceErasures(eraser)).values();
    assert.ok(failed);
    await remove();
    await installation.prepare();
    await advanceErasure(eraser, erasure.id);
    assert.equal((await view(erasure)).state, 'certified');
  });

test('a key that was left over keeps the certificate back', async () => {
  const { account } = await newPerson();
  const tables = ['account_key', 'data_key'];
  const held: string[][] = [];
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`
      SELECT to_jsonb(t)::text AS row FROM ${sql.table(table)} t WHERE account_id = ${account}`.execute(
      database,
    );
    held.push(rows.map(({ row }) => row));
  }
  const erasure = await begin(account);
  await advanceErasure(eraser, erasure.id, 'rows-removed');
  await sql`ALTER TABLE account_key DROP CONSTRAINT account_key_account_id_fkey`.execute(database);
  for (const [i, table] of tables.entries())
    for (const row of held[i] ?? [])
      await sql`
        INSERT INTO ${sql.table(table)}
        SELECT * FROM jsonb_populate_record(NULL::${sql.table(table)}, ${row}::jsonb)`.execute(database);
  await assert.rejects(advanceErasure(eraser, erasure.id), (error: unknown) => {
    assert.ok(error instanceof LeftOver);
    assert.ok(error.faults.includes('1 rows of account_key'), error.message);
    assert.ok(error.faults.includes('a row of identity.holder from before still opens'), error.message);
    return true;
  });
  await sql`DELETE FROM account_key WHERE account_id = ${account}`.execute(database);
  await advanceErasure(eraser, erasure.id);
  assert.equal((await view(erasure)).state, 'certified');
});

test('a clock that is set back while an account is erased leaves times in order', async () => {
  const { account } = await newPerson();
  const erasure = await begin(account);
  await advanceErasure(eraser, erasure.id, 'rows-removed');
  await advanceErasure({ ...eraser, now: () => NOW + 5_000 }, erasure.id, 'verified');
  await advanceErasure({ ...eraser, now: () => NOW - 40 * 86_400_000 }, erasure.id);
  const { certificate } = JSON.parse((await view(erasure)).certificate ?? '') as SignedCertificate;
  assert.ok(certificate.issuedAt >= certificate.verifier.at);
  assert.ok(certificate.backups.goneBy >= '2026-12-06', 'no day is promised that is too early');
});

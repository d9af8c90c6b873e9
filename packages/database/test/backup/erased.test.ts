import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  findHolder,
  openDatabase,
  openJournal,
  requireReplayed,
  rotateKeys,
  startKeys,
} from '@smseal/database';
import { sql } from 'kysely';
import { BackupKeys } from '../../src/backup/backup-keys.ts';
import { findCopy } from '../../src/backup/restore/find-copy.ts';
import { putKeyTable } from '../../src/backup/restore/put-key-table.ts';
import { recoverCluster, type Recovered } from '../../src/backup/restore/recover-cluster.ts';
import { installBinaries } from '../../src/embedded/binaries.ts';
import { unprivilegedUser } from '../../src/embedded/unprivileged-user.ts';
import { emailPlace, everyKey, openedBy, sessionPlace } from '../keys/every-key.ts';
import { putSession, rawCopy, type RawCopy } from '../keys/key-story.ts';
import { Installation, type Person } from './installation.ts';

const installation = await Installation.start({ after });
/** What opens an inbound session of the account that is erased. */
const secret = randomBytes(32);
let [gone, stays]: Person[] = [];
let session = '';
let beforeErasure = 0;

/** The backup as it is, with every table in it: recovered to the copy’s own end, and nothing put in its place. */
async function rawBackup<T>(work: (recovered: Recovered) => Promise<T>): Promise<T> {
  const keys = new BackupKeys(installation.keyring);
  const data = path.join(installation.base, 'raw');
  const recovered = await recoverCluster({
    ...(await findCopy(installation.store, beforeErasure)),
    keys,
    until: beforeErasure,
    data,
    binaries: await installBinaries(installation.base),
    user: await unprivilegedUser(),
    onLog: () => undefined,
  });
  try {
    return await work(recovered);
  } finally {
    await recovered.stop();
    keys.forget();
    await rm(data, { recursive: true });
  }
}

async function rowsOf(backup: Recovered): Promise<RawCopy> {
  const database = openDatabase(backup.url, { connections: 1 });
  try {
    return await rawCopy(database);
  } finally {
    await database.destroy();
  }
}

function sealedOf(rows: RawCopy, person: Person) {
  return {
    session: rows.sessions.find(({ id }) => id === session)?.enc ?? Buffer.alloc(0),
    email: rows.holders.find((row) => row.account_id === person.account)?.email ?? Buffer.alloc(0),
  };
}

/** Files below a folder that hold one of these octets. */
async function filesWith(folder: string, wanted: readonly Buffer[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const octets = await readFile(file);
    if (wanted.some((one) => octets.includes(one))) found.push(path.relative(folder, file));
  }
  return found;
}

before(async () => {
  [gone, stays] = [await installation.newPerson(), await installation.newPerson()];
  session = await putSession(installation.database, gone.account, secret);
  await installation.copy();
  beforeErasure = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
});

test('before anything is erased the raw backup opens, so that the search itself is known to work', async () => {
  assert.ok(gone);
  const rows = await rawBackup(rowsOf);
  const keys = await everyKey(installation.keyring, rows);
  const { session: held, email } = sealedOf(rows, gone);
  assert.deepEqual(openedBy(keys, held, sessionPlace(gone.account, session)), secret);
  assert.equal(openedBy(keys, email, emailPlace(gone.account))?.toString(), gone.email);
});

test('after an erasure and the day’s end the raw backup of before opens with no key that is left', async () => {
  assert.ok(gone && stays);
  const { database, keyring } = installation;
  await installation.erase({ kind: 'account', account: gone.account, devices: [gone.device] });
  const [record] = stays.records;
  assert.ok(record);
  await installation.erase({ kind: 'records', account: stays.account, records: [record], batches: [] });
  const today = await rawBackup(rowsOf);
  const { session: held, email } = sealedOf(today, gone);
  const within = await everyKey(keyring, today);
  assert.ok(
    openedBy(within, held, sessionPlace(gone.account, session)),
    'until the night it does open: said openly',
  );

  await rotateKeys({ database, keyring, now: Date.now(), force: true });
  const keys = await everyKey(keyring, await rawBackup(rowsOf), await rawCopy(database));
  assert.equal(openedBy(keys, held, sessionPlace(gone.account, session)), null);
  assert.equal(openedBy(keys, email, emailPlace(gone.account)), null);
  const other = sealedOf(today, stays).email;
  assert.equal(
    openedBy(keys, other, emailPlace(stays.account))?.toString(),
    stays.email,
    'who stays is there',
  );
});

test('a backup from before an erasure is refused while the journal was not replayed', async () => {
  await rawBackup(async ({ url, point }) => {
    const { keyring } = installation;
    const database = openDatabase(url, { connections: 3, keyring });
    const now = Date.now();
    try {
      await assert.rejects(startKeys(database, keyring, now), { name: 'KeyringError' });
      await putKeyTable({ database, keyring, point, now });
      const journal = openJournal(keyring);
      await assert.rejects(requireReplayed({ database, journal, now }), {
        name: 'ErasureError',
        message: /The database is from before 2 erasures .* restored from a backup; run/,
      });
    } finally {
      database.keys.close();
      await database.destroy();
    }
  });
});

test('restored to before the erasure, nothing of what was erased is in any file, and what stays is', async () => {
  assert.ok(gone && stays);
  const [erased, kept] = stays.records;
  assert.ok(erased && kept);
  const canaries = [...gone.records.map(({ envelope }) => envelope), erased.envelope];
  await installation.loseDatabase();
  const restored = await installation.restore({ until: beforeErasure });
  assert.equal(restored.replayed, 2);
  const home = path.join(installation.home, 'postgres');
  assert.ok((await filesWith(home, [kept.envelope])).some((file) => file.startsWith('data/base/')));
  assert.deepEqual(await filesWith(home, canaries), []);
  const names = [gone.device, session, ...gone.records.map(({ id }) => id)].map((id) => Buffer.from(id));
  assert.deepEqual(await filesWith(home, names), []);

  await installation.run();
  const { database, keyring } = installation;
  await requireReplayed({ database, journal: openJournal(keyring), now: Date.now() });
  assert.equal(await findHolder(database, { email: gone.email, mobile: null }), null);
  assert.equal((await findHolder(database, { email: stays.email, mobile: null }))?.account, stays.account);
  const { rows } = await sql<{ id: string }>`SELECT id FROM record`.execute(database);
  assert.deepEqual(
    rows.map(({ id }) => id),
    [kept.id],
  );
});

test('the next copy holds nothing of what was erased either', async () => {
  assert.ok(gone && stays);
  const [erased, kept] = stays.records;
  assert.ok(erased && kept);
  // One more, deleted from the running database: its octets stay in the page that it stood in.
  const late = await installation.newPerson();
  await sql`CHECKPOINT`.execute(installation.database);
  await installation.erase({ kind: 'account', account: late.account, devices: [late.device] });
  await sql`CHECKPOINT`.execute(installation.database);
  const canaries = [...gone.records, ...late.records, erased].map(({ envelope }) => envelope);
  assert.notDeepEqual(await filesWith(path.join(installation.base, 'data', 'base'), canaries), []);
  await installation.copy();
  beforeErasure = Date.now();
  await rawBackup(async () => {
    const data = path.join(installation.base, 'raw', 'base');
    assert.notDeepEqual(await filesWith(data, [kept.envelope]), []);
    assert.deepEqual(await filesWith(data, canaries), []);
  });
});

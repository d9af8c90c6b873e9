import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import {
  findHolder,
  openDatabase,
  openJournal,
  requireReplayed,
  rotateKeys,
  startKeys,
} from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { backupProgram, restoreProgram } from '../../src/backup/backup-program.ts';
import { announceErasure, appendErasure } from '../../src/erasure/append-erasure.ts';
import { applyMatter } from '../../src/erasure/apply-matter.ts';
import { newHolder } from '../keys/key-story.ts';
import { randomId } from '../sealed-account.ts';

/** A PostgreSQL that is not SMSeal’s own: the tests’ server, on which the operator’s tool copies a database whole. */
const { url, database, keyring } = await testDatabase({ after });
const home = await mkdtemp(path.join(tmpdir(), 'smseal-own-'));
after(() => rm(home, { recursive: true, force: true }));
const lines: string[] = [];

function around(databaseUrl: string) {
  lines.length = 0;
  return {
    home,
    env: { SMSEAL_DATABASE_URL: databaseUrl, SMSEAL_KEYRING: `file:${keyring.where}` },
    print: (line: string) => lines.push(line),
  };
}

/** What the operator’s tool does: every table of the one database into the other, rows as they are. */
async function copyOf(name: string): Promise<string> {
  const admin = openDatabase(url.replace(/\/[^/]*$/, '/postgres'), { connections: 1 });
  const original = new URL(url).pathname.slice(1);
  try {
    await sql`ALTER DATABASE ${sql.id(original)} ALLOW_CONNECTIONS false`.execute(admin);
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${original}`.execute(
      admin,
    );
    await sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(original)}`.execute(admin);
    await sql`ALTER DATABASE ${sql.id(original)} ALLOW_CONNECTIONS true`.execute(admin);
  } finally {
    await admin.destroy();
  }
  const copy = new URL(url);
  copy.pathname = name;
  return copy.href;
}

test('a PostgreSQL of the operator’s: their copy, our key table and journal, and a restore that is refused without them', async () => {
  const now = Date.now();
  const [gone, stays] = [await newHolder(database), await newHolder(database)];
  await rotateKeys({ database, keyring, now });
  const name = `${new URL(url).pathname.slice(1)}_copy`;
  const copy = await copyOf(name);
  after(async () => {
    const admin = openDatabase(url.replace(/\/[^/]*$/, '/postgres'), { connections: 1 });
    await sql`DROP DATABASE IF EXISTS ${sql.id(name)} WITH (FORCE)`.execute(admin);
    await admin.destroy();
  });
  const planned = {
    id: randomId(),
    kind: 'deletion',
    matter: { kind: 'account', account: gone.account, devices: [] },
    progress: {},
  } as const;
  const given = { database, journal: openJournal(keyring), now };
  await announceErasure(database, planned, now);
  await appendErasure(given, planned);
  await applyMatter(given, planned);
  await rotateKeys({ database, keyring, now, force: true });

  assert.equal(await backupProgram([], around(url)), 0);
  assert.match(
    lines.join('\n'),
    /names a PostgreSQL of yours, which your own tool copies; this makes no copy of it/,
  );
  assert.match(
    lines.join('\n'),
    /The key table \(\d+ rows\) is in the keyring .+, the journal of erasures \(one file\) in/,
  );
  assert.match(lines.join('\n'), /keep copies and their log for 13 days at most/);
  assert.equal(await backupProgram(['status'], around(url)), 0);
  assert.match(lines.join('\n'), /your own tool copies it/);

  const restored = openDatabase(copy, { connections: 3, keyring });
  try {
    await assert.rejects(startKeys(restored, keyring, now), { name: 'KeyringError' });
    await assert.rejects(restoreProgram([], around(copy)), /is being served; end SMSeal first/);
  } finally {
    restored.keys.close();
    await restored.destroy();
  }
  await assert.rejects(
    restoreProgram(['--at', '2026-11-26T12:00:00Z'], around(copy)),
    /without --at and --into/,
  );
  assert.equal(await restoreProgram([], around(copy)), 0);
  assert.match(lines.join('\n'), /what an erasure since had erased was erased again/);

  const served = openDatabase(copy, { connections: 3, keyring });
  try {
    await startKeys(served, keyring, now);
    await requireReplayed({ database: served, journal: openJournal(keyring), now });
    assert.equal(await findHolder(served, { email: gone.email, mobile: null }), null);
    assert.equal((await findHolder(served, { email: stays.email, mobile: null }))?.account, stays.account);
  } finally {
    served.keys.close();
    await served.destroy();
  }
});

test('what is asked for wrongly is said', async () => {
  await assert.rejects(backupProgram(['tomorrow'], around(url)), { name: 'BackupMisuse' });
  await assert.rejects(
    restoreProgram(['--at', 'noon'], { ...around(url), env: {} }),
    /name a time with its zone/,
  );
  await assert.rejects(
    restoreProgram(['--from', path.join(home, 'none')], { ...around(url), env: {} }),
    /There is no copy in .+; name the folder of the backups/,
  );
  await assert.rejects(
    backupProgram([], { ...around(url), env: { SMSEAL_BACKUP_HOURS: '48' } }),
    /SMSEAL_BACKUP_HOURS is 48; set it to hours, 24 at most, or to off/,
  );
  await assert.rejects(
    backupProgram([], { ...around(url), env: { SMSEAL_BACKUP_FOLDER: 'backup' } }),
    /SMSEAL_BACKUP_FOLDER is backup; set it to the absolute path/,
  );
});

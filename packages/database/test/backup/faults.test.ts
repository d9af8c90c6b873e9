import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  findHolder,
  keysProgram,
  openDatabase,
  openKeyring,
  rotateKeys,
  startEmbeddedPostgres,
  writeEscrow,
} from '@smseal/database';
import { sql } from 'kysely';
import { recoverKeyring } from '../../src/keys/recover.ts';
import { BackupStore, type StoredLog } from '../../src/backup/store/store.ts';
import { BackupKeys } from '../../src/backup/backup-keys.ts';
import { readManifest } from '../../src/backup/store/manifest.ts';
import { isSegment } from '../../src/backup/store/log-name.ts';
import { Installation, type Person } from './installation.ts';

const MAIN = fileURLToPath(new URL('../../src/backup/main.ts', import.meta.url));
const installation = await Installation.start({ after });
const folder = await mkdtemp(path.join(tmpdir(), 'smseal-faults-'));
// As root, PostgreSQL runs as somebody else, who must be able to pass.
await chmod(folder, 0o711);
after(() => rm(folder, { recursive: true, force: true }));
let person: Person;
let store: BackupStore;
let names = 0;

/** `smseal backup` or `smseal restore` as a process. */
function start(args: string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; said: Promise<string> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, SMSEAL_HOME: installation.home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  return { child, said: once(child, 'close').then(() => text) };
}

async function isBackingUp(): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    SELECT count(*) > 0 AS is FROM pg_stat_activity WHERE application_name = 'smseal backup'`.execute(
    installation.database,
  );
  return rows[0]?.is === true;
}

async function untilThere(file: string): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (await stat(file).catch(() => null)) return;
    await sleep(10);
  }
  throw new Error(`${file} never came`);
}

/** Another place with the same store, to be damaged. */
async function storeCopy(): Promise<BackupStore> {
  const copy = path.join(folder, `store-${++names}`);
  await cp(installation.store, copy, { recursive: true });
  return new BackupStore(copy, store.system);
}

function newHome(): string {
  return path.join(folder, `home-${++names}`);
}

const fromOf = ({ folder: own }: BackupStore): string => path.dirname(own);

before(async () => {
  person = await installation.newPerson();
  const { system } = await sql<{ system: string }>`
    SELECT system_identifier::text AS system FROM pg_control_system()`
    .execute(installation.database)
    .then(({ rows }) => rows[0] ?? { system: '' });
  store = new BackupStore(installation.store, system);
  await keysProgram(['escrow', '--to', path.join(folder, 'escrow'), '--kit', path.join(folder, 'kit')], {
    home: installation.home,
    databaseUrl: installation.postgres.url,
    keyring: undefined,
    print: () => undefined,
  });
  await installation.copy();
  for (let count = 0; count < 3; count++) {
    await installation.newPerson();
    await sql`SELECT pg_switch_wal()`.execute(installation.database);
  }
  await installation.archived();
});

test('a backup that is killed in the middle leaves nothing, and the next one is whole', async () => {
  const count = (await store.copies()).length;
  const { child, said } = start(['backup']);
  const copies = path.join(store.folder, 'copy');
  for (let tries = 0; tries < 3000; tries++) {
    if ((await readdir(copies)).some((name) => name.endsWith('.unfinished'))) break;
    await sleep(5);
  }
  child.kill('SIGKILL');
  await said;
  assert.equal((await store.copies()).length, count, 'half a copy is none');
  // PostgreSQL notices by itself that nobody is there any more.
  while (await isBackingUp()) await sleep(50);
  await installation.copy();
  assert.equal((await store.copies()).length, count + 1);
  assert.deepEqual(
    (await readdir(copies)).filter((name) => name.endsWith('.unfinished')),
    [],
  );
});

test('two copies are never made at once', async () => {
  const ends = await Promise.allSettled([installation.copy(), installation.copy()]);
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  assert.equal(refused.length, 1);
  assert.match(refused[0] ?? '', /A copy is being made already; wait until it is done/);
});

test('a home with a database is not written over, running or not', async () => {
  await assert.rejects(
    installation.restore(),
    /has a database, which is or was running; end SMSeal and move/,
  );
});

test('a restore that is killed in the middle is begun anew, and nothing starts on half of it', async () => {
  const home = newHome();
  const args = ['restore', '--from', installation.store, '--into', home];
  const { child, said } = start(args);
  await untilThere(path.join(home, 'postgres', 'restoring', 'PG_VERSION'));
  child.kill('SIGKILL');
  await said;
  await assert.rejects(startEmbeddedPostgres({ home }), /was cut off; run “smseal restore” again/);
  const again = start(args);
  const text = await again.said;
  assert.equal(again.child.exitCode, 0, text);
  assert.match(text, /The key table of .+ is in the database, and nothing was erased since\./);
  assert.match(text, new RegExp(`SMSEAL_HOME=${home} SMSEAL_KEYRING=file:.+/keyring smseal start`));
  assert.deepEqual(
    (await readdir(path.join(home, 'postgres'))).filter((name) => /restoring/.test(name)),
    [],
  );
  const postgres = await startEmbeddedPostgres({ home });
  await postgres.stop();
});

test('a changed octet in a copy is refused, and the file named', async () => {
  const damaged = await storeCopy();
  const copy = (await damaged.copies()).at(-1);
  const part = path.join(copy?.folder ?? '', 'part-0001');
  const octets = await readFile(part);
  const middle = Math.floor(octets.length / 2);
  octets[middle] = (octets[middle] ?? 0) ^ 1;
  await writeFile(part, octets);
  const home = newHome();
  await assert.rejects(installation.restore({ from: fromOf(damaged), home }), (error: Error) => {
    assert.equal(error.name, 'BackupError');
    assert.match(error.message, /part-0001 was altered, moved or cut off.+; take another copy/);
    return true;
  });
  assert.deepEqual(
    (await readdir(path.join(home, 'postgres'))).filter((name) => !name.startsWith('program')),
    [],
  );
});

test('log that the copy needs and that is missing is named, and so is a gap after it, with the time to go to', async () => {
  const damaged = await storeCopy();
  const [first] = await damaged.copies();
  const logs = (await damaged.logs()).filter(({ name }) => isSegment(name));
  const from = fromOf(damaged);
  const copies = await damaged.copies();
  // Only the first copy, which needs all of the log after it.
  for (const copy of copies.slice(1)) await damaged.removeCopy(copy);
  assert.ok(first);
  const { wal } = await readManifest(first, damaged.system, new BackupKeys(installation.keyring));
  const needed = logs.find(({ name }) => name === wal.first) as StoredLog;
  const gap = logs.at(-2) as StoredLog;
  const last = logs.at(-3) as StoredLog;

  await rename(gap.file, `${gap.file}-away`);
  const refused = await installation
    .restore({ from, home: newHome() })
    .catch((error: Error) => error.message);
  assert.ok(typeof refused === 'string');
  assert.match(refused, new RegExp(`lacks the log ${gap.name}.+; name a time up to .+ with --at`));
  const until = Date.parse(/up to (\S+) with/.exec(refused)?.[1] ?? '');
  assert.ok(until >= last.at);
  const home = newHome();
  const restored = await installation.restore({ from, home, until });
  assert.ok(restored.point <= until + 1000);

  await rename(needed.file, `${needed.file}-away`);
  await assert.rejects(
    installation.restore({ from, home: newHome() }),
    new RegExp(`lacks the log ${needed.name}, which this copy needs; take another copy`),
  );
});

test('damaged log ends a restore instead of ending in a state without it', async () => {
  const damaged = await storeCopy();
  const log = (await damaged.logs()).findLast(({ name }) => isSegment(name)) as StoredLog;
  const octets = await readFile(log.file);
  octets[octets.length - 5] = (octets[octets.length - 5] ?? 0) ^ 1;
  await writeFile(log.file, octets);
  await assert.rejects(installation.restore({ from: fromOf(damaged), home: newHome() }), (error: Error) => {
    assert.match(error.message, new RegExp(`${log.name}.+was altered, moved or cut off`));
    return true;
  });
});

test('without its keyring, or with another one, a backup stays closed, and the sentence says what to do', async () => {
  const empty = path.join(folder, 'empty');
  await mkdir(empty, { mode: 0o700 });
  for (const keyring of [openKeyring(`file:${empty}`, folder), openKeyring(undefined, newHome())])
    await assert.rejects(
      installation.restore({ home: newHome(), keyring }),
      /lacks backup\.\d{4}-.+, which opens this backup; put the newest keyring back, or run “smseal keys recover”/,
    );
});

test('a keyring that is a day old is refused for what it lacks', async () => {
  const { keyring, database } = installation;
  const old = path.join(folder, 'old');
  await cp(keyring.where, old, { recursive: true, preserveTimestamps: true });
  await rotateKeys({ database, keyring, now: Date.now(), force: true });
  await writeEscrow(keyring, Date.now());
  await sql`SELECT pg_switch_wal()`.execute(database);
  await installation.archived();
  // Its own copies of the key table are as old as itself.
  await assert.rejects(
    installation.restore({ home: newHome(), keyring: openKeyring(`file:${old}`, folder) }),
    /The keyring .+ (belongs to another database|is an old copy)|No key is left for the state/,
  );
});

test('with the machine gone, the escrow, its kit and the store bring everything back', async () => {
  await installation.stop();
  const keyring = path.join(folder, 'recovered');
  await mkdir(keyring, { mode: 0o700 });
  const home = newHome();
  const recovered = openKeyring(`file:${keyring}`, folder);
  await recoverKeyring(recovered, { file: path.join(folder, 'escrow'), kit: path.join(folder, 'kit') });
  await installation.restore({ home, keyring: recovered });
  await installation.run();
  const postgres = await startEmbeddedPostgres({ home });
  const database = openDatabase(postgres.url, { connections: 1, keyring: recovered });
  try {
    const found = await findHolder(database, { email: person.email, mobile: null });
    assert.equal(found?.account, person.account);
  } finally {
    database.keys.close();
    await database.destroy();
    await postgres.stop();
  }
});

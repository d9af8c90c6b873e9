import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { backupAge } from '../src/introspect/backup-age.ts';
import { backupTrial, closedCopies } from '../src/introspect/backup-status.ts';

const DAY_MS = 86_400_000;
const folder = await mkdtemp(path.join(tmpdir(), 'smseal-backups-'));
after(() => rm(folder, { recursive: true }));
let homes = 0;

/** The folder of a service that says this of its backups. */
async function home(status: object | null = {}): Promise<string> {
  const made = path.join(folder, String(++homes));
  await mkdir(path.join(made, 'verify'), { recursive: true });
  await mkdir(path.join(made, 'keyring'));
  const now = Date.now();
  const trial = {
    at: now,
    copy: 'x',
    recoverySeconds: 8,
    pointSeconds: 4,
    tables: 37,
    rows: 50,
    accounts: 2,
  };
  const whole = {
    folder: path.join(made, 'backup'),
    at: now,
    copy: { startedAt: now },
    copyFailure: null,
    trial,
    trialFailure: null,
    closed: { at: now, copy: 'x', files: 1400, logs: 3, found: 0 },
    closedFailure: null,
  };
  if (status !== null)
    await writeFile(path.join(made, 'verify', 'backup.json'), JSON.stringify({ ...whole, ...status }));
  return made;
}

const moment = (days: number): string =>
  `${new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

async function put(made: string, kind: 'copy' | 'wal', name: string): Promise<string> {
  const file = path.join(made, 'backup', '7712', kind, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
  return file;
}

test('a service without backups proves nothing of them', async () => {
  for (const probe of [backupAge, backupTrial, closedCopies])
    assert.equal((await probe(await home(null))).result, 'unproved');
});

test('copies and log are as old as they may be, by their names and by the disk', async () => {
  const made = await home();
  assert.equal((await backupAge(made)).result, 'unproved', 'there is none yet');
  await put(made, 'copy', `${moment(13.5)}-0a0a0a0a`);
  await put(made, 'wal', `0000000100000000000000AA.${moment(13)}`);
  await writeFile(path.join(made, 'keyring', `backup.${moment(14).slice(0, 10)}.key`), '');
  assert.deepEqual(await backupAge(made), {
    result: 'green',
    evidence: 'the oldest of 2 copies and files of log is 13 days old',
  });
  const old = path.join('backup', '7712');
  for (const [name, evidence] of [
    [path.join(old, 'copy', `${moment(14.1)}-0b0b0b0b`), /0b0b0b0b is 14 days old/],
    [path.join(old, 'wal', `0000000100000000000000AB.${moment(15)}`), /is 15 days old/],
    [path.join(old, 'wal', 'something'), /something does not say of when it is/],
    [path.join('keyring', `backup.${moment(17).slice(0, 10)}.old`), /the key backup\..+\.old is there/],
  ] as const) {
    const spoilt = await home();
    await put(spoilt, 'copy', `${moment(1)}-0c0c0c0c`);
    await mkdir(path.join(spoilt, path.dirname(name)), { recursive: true });
    await writeFile(path.join(spoilt, name), '');
    const outcome = await backupAge(spoilt);
    assert.equal(outcome.result, 'red');
    assert.match(outcome.evidence, evidence);
  }
  const renamed = await home();
  const young = await put(renamed, 'copy', `${moment(1)}-0d0d0d0d`);
  await utimes(young, 0, Date.now() / 1000 - 20 * 86_400);
  assert.match((await backupAge(renamed)).evidence, /0d0d0d0d is 20 days old/);
});

test('a trial counts if it passed this week, and only with a copy of today or yesterday', async () => {
  const now = Date.now();
  assert.equal((await backupTrial(await home())).result, 'green');
  assert.equal((await backupTrial(await home({ trial: null }))).result, 'unproved');
  const failure = { at: now, sentence: 'The store is away.' };
  for (const [status, evidence] of [
    [{ trialFailure: failure }, /the last trial failed: The store is away/],
    [{ copy: { startedAt: now - 2.1 * DAY_MS } }, /the newest copy is more than two days old/],
    [{ copy: null, copyFailure: failure }, /no copy was made for two days/],
    [{ trial: { at: now - 9 * DAY_MS } }, /the last trial is 9 days old/],
  ] as const) {
    const outcome = await backupTrial(await home(status));
    assert.equal(outcome.result, 'red');
    assert.match(outcome.evidence, evidence);
  }
});

test('an old copy is closed if nothing in it lies under a key that is left, and somebody looked lately', async () => {
  const now = Date.now();
  assert.equal((await closedCopies(await home())).result, 'green');
  const closed = { at: now, copy: 'x', files: 1400, logs: 3, found: 0 };
  for (const [status, result] of [
    [{ closed: null }, 'unproved'],
    [{ closed: { ...closed, at: now - 3 * DAY_MS } }, 'unproved'],
    [{ closed: { ...closed, found: 1 } }, 'red'],
    [{ closedFailure: { at: now, sentence: 'It is damaged.' } }, 'red'],
  ] as const)
    assert.equal((await closedCopies(await home(status))).result, result);
});

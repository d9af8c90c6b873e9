import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { endStrayPostmaster } from '../../src/start/stray-postmaster.ts';

const home = mkdtempSync(path.join(tmpdir(), 'smseal-stray-'));
const data = path.join(home, 'postgres', 'data');
mkdirSync(data, { recursive: true });
after(() => rmSync(home, { recursive: true, force: true }));

/** A process whose command line names `directory`, and whose number the pid file holds. */
function standIn(directory: string) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', directory]);
  writeFileSync(path.join(data, 'postmaster.pid'), `${child.pid}\n${directory}\n`);
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  return { child, ended };
}

it('a PostgreSQL of this home that was left behind is ended', async () => {
  const { ended } = standIn(data);
  await new Promise((resolve) => setTimeout(resolve, 200));
  endStrayPostmaster(home);
  assert.equal(await ended, 'SIGQUIT');
});

it('another process that got its number is left alone', { skip: process.platform !== 'linux' }, async () => {
  const { child, ended } = standIn('/elsewhere');
  await new Promise((resolve) => setTimeout(resolve, 200));
  endStrayPostmaster(home);
  assert.equal(child.kill(0), true);
  child.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL');
});

it('no pid file, or one of a process that is gone, is fine', () => {
  writeFileSync(path.join(data, 'postmaster.pid'), '999999999\n');
  endStrayPostmaster(home);
  rmSync(path.join(data, 'postmaster.pid'));
  endStrayPostmaster(home);
});

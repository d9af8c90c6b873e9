import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Running {
  child: ChildProcess;
  first: Promise<string>;
  complaint: Promise<string>;
  ended: Promise<number | null>;
}

function run(...args: string[]): Running {
  const child = spawn(process.execPath, [MAIN, 'carrier', ...args]);
  return {
    child,
    first: new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    complaint: new Promise((resolve) => createInterface({ input: child.stderr }).once('line', resolve)),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

const answers = (smpp: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(smpp).port), '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

it('the carrier says where SMPP and its page are, and ends with everything when it is asked to', async () => {
  const { child, first, ended } = run('--port', '0', '--smpp-port', '0', '--behaviour', 'fast', '--json');
  const { event, smpp, url, behaviour } = JSON.parse(await first) as Record<string, string>;
  assert.deepEqual([event, behaviour], ['running', 'fast']);
  assert.ok(await answers(smpp ?? ''));
  const page = await (await fetch(url ?? '')).text();
  assert.match(page, /<title>Rehearsal carrier/);
  const state = (await (await fetch(`${url}/carrier/state`)).json()) as { behaviour: string; phone: boolean };
  assert.deepEqual([state.behaviour, state.phone], ['fast', false]);
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
  assert.equal(await answers(smpp ?? ''), false);
});

it('a behaviour that does not exist is refused with the names of those that do', async () => {
  const { complaint, ended } = run('--port', '0', '--smpp-port', '0', '--behaviour', 'kind');
  assert.match(await complaint, /must be one of life, fast, rough, silent, throttling\.$/);
  assert.equal(await ended, 1);
});

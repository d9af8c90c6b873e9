import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIVE_CLOSE } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { LiveClient } from './live/live-client.ts';
import { seedAccount, seedDevice } from './test-server.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const home = await mkdtemp(path.join(tmpdir(), 'smseal-main-'));
after(() => rm(home, { recursive: true }));
const { url: databaseUrl, database, keyring } = await testDatabase({ after });

/** The server as its supervisor runs it. */
function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], SMSEAL_HOME: home, SMSEAL_PORT: '0', SMSEAL_SUPERVISED: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: string[] = [];
  const log: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => out.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  return { child, out, log, ended: once(child, 'close') as Promise<[number | null]> };
}

async function started(env: Record<string, string> = {}) {
  const server = run({
    SMSEAL_DATABASE_URL: databaseUrl,
    SMSEAL_KEYRING: `file:${keyring.where}`,
    ...env,
  });
  await once(server.child.stdout, 'data');
  const { ready, url } = JSON.parse(server.out[0] ?? '{}') as { ready: string; url: string };
  assert.equal(ready, 'server');
  return { ...server, url };
}

test('it says where it is in one line, logs JSON, and ends in order though others hold on', async () => {
  const { child, url, out, log, ended } = await started();
  const account = await seedAccount(database);
  const { token } = await seedDevice(database, account, { can: ['read', 'admit'] });
  const live = await LiveClient.ready({ url }, token);
  const asked = { platform: 'browser', name: 'Lab', commitment: 'A'.repeat(43), credential: 'A'.repeat(43) };
  const opened = await fetch(`${url}/v1/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: 'nobody@example.org', ...asked }),
  });
  const { link, secret } = (await opened.json()) as { link: string; secret: string };
  const held = fetch(`${url}/v1/links/${link}?wait=1&state=waiting`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = Date.now();
  child.kill('SIGTERM');
  assert.equal(await live.closed, LIVE_CLOSE.restarting);
  assert.equal(
    ((await (await held).json()) as { state: string }).state,
    'waiting',
    'who waited was answered',
  );
  assert.deepEqual(await ended, [0, null]);
  assert.ok(Date.now() - before < 10_000);
  assert.equal(out.length, 1);
  for (const line of log) assert.equal(typeof JSON.parse(line), 'object');
});

test('plain HTTP answers to this machine’s names only, and ends with its supervisor', async () => {
  const { child, url, ended } = await started();
  const code = async (host: string): Promise<unknown> => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path: '/v1/none', headers: { host } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    return (JSON.parse(Buffer.concat(parts).toString()) as { code: string }).code;
  };
  assert.equal(await code('localhost:7070'), 'not-found');
  assert.equal(await code('[::1]:7070'), 'not-found');
  assert.equal(await code('texts.example'), 'insecure-transport');
  assert.equal(await code('127.0.0.1.rebound.example:7070'), 'insecure-transport');
  child.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});

test('what is wrong with its environment is one line on the log, and no start', async () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /SMSEAL_DATABASE_URL is not set/],
    [{ SMSEAL_DATABASE_URL: databaseUrl, SMSEAL_HOST: '0.0.0.0' }, /plain HTTP is not served/],
    [{ SMSEAL_DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:9/none' }, /SMSEAL_DATABASE_URL does not answer/],
  ];
  const refused = cases.map(async ([env, sentence]) => {
    const { out, log, ended } = run(env);
    assert.deepEqual(await ended, [1, null]);
    assert.deepEqual([out.length, log.length], [0, 1]);
    assert.match(log[0] ?? '', sentence);
    assert.doesNotMatch(log[0] ?? '', /hunter2/);
  });
  await Promise.all(refused);
});

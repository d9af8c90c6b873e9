import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JudgedClaim } from '@smseal/verify';
import { describeClaims } from '../../src/verify/describe-claims.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Where nothing was ever started. */
const home = await mkdtemp(path.join(tmpdir(), 'smseal-verify-'));
after(() => rm(home, { recursive: true }));

interface Said {
  code: number | null;
  out: string;
  complaint: string;
}

async function verify(...args: string[]): Promise<Said> {
  const child = spawn(process.execPath, [MAIN, 'verify', ...args], {
    env: { ...process.env, SMSEAL_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', complaint: '' };
  child.stdout.on('data', (piece: Buffer) => (said.out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said.complaint += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** A site that knows no privacy: every answer is the same, with a cookie. */
const server = createServer((_request, response) =>
  response.writeHead(200, { 'set-cookie': 'visitor=1' }).end('<script src="//cdn.example/a.js"></script>'),
);
await once(server.listen(0, '127.0.0.1'), 'listening');
after(() => server.close());
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Both what a program gets and what people read are of one run: it takes its time. */
let judged: JudgedClaim[] = [];

test('a program gets every claim once, and 1 where one is red', async () => {
  const began = Date.now();
  const { code, out } = await verify(site, '--json');
  assert.equal(code, 1);
  const { at, claims } = JSON.parse(out) as { at: string; claims: JudgedClaim[] };
  judged = claims;
  assert.match(at, /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
  assert.equal(claims.length, 194);
  const of = (id: string) => claims.find((claim) => claim.id === id);
  assert.deepEqual([of('B61')?.status, of('B61')?.how], ['red', 'observed']);
  const age = Number(of('B61')?.age);
  const lasted = Math.ceil((Date.now() - began) / 1_000);
  assert.ok(Number.isInteger(age) && age >= 0 && age <= lasted, `it is ${age} s old after ${lasted} s`);
  assert.match(String(of('B61')?.evidence), /\/ sets visitor/);
  assert.deepEqual(
    [of('P13')?.status, of('B33')?.status, of('A29')?.status],
    ['stale', 'not-yet', 'disclosure'],
  );
});

test('people read what is not as claimed first, and the counts last', () => {
  const out = describeClaims(judged);
  assert.match(out, /^\nNot as claimed\n\n {2}A03/);
  assert.match(
    out,
    / {2}B61 {3}How visitors use the site is watched by nobody\.\n {8}observed: har\/own-origin: \/: there is no/,
  );
  assert.match(out, /194 claims: .*\d+ not so yet.*\d+ not as claimed\.\n$/);
});

test('without an address, with two, or with half an account it says what it takes', async () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[], /Nothing runs on .*; start it with “smseal start”/],
    [['--email', 'a@b.example'], /without an address takes --json and --home/],
    [['texts.example'], /takes one address/],
    [[site, site], /takes one address/],
    [[site, '--email', 'a@b.example'], /--account, --email and --mobile go together/],
  ];
  const answers = await Promise.all(cases.map(async ([args]) => verify(...args)));
  for (const [i, { code, complaint }] of answers.entries()) {
    assert.equal(code, 2);
    assert.match(complaint, cases[i]?.[1] ?? /never/);
  }
});

test('a service that takes no sign-up is named with its own reason', async () => {
  const closed = createServer((_request, response) =>
    response.writeHead(503).end(JSON.stringify({ title: 'It is being mended.' })),
  );
  await once(closed.listen(0, '127.0.0.1'), 'listening');
  after(() => closed.close());
  const { port } = closed.address() as AddressInfo;
  const { code, complaint } = await verify(
    `http://127.0.0.1:${port}`,
    '--account',
    '--email',
    'a@b.example',
    '--mobile',
    '+15550100',
  );
  assert.equal(code, 1);
  assert.match(complaint, /takes no sign-up: It is being mended\./);
});

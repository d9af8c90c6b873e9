import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Said {
  code: number | null;
  out: string;
  complaint: string;
}

async function verify(...args: string[]): Promise<Said> {
  const child = spawn(process.execPath, [MAIN, 'verify', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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

test('a program gets every claim once, and 1 where one is red', async () => {
  const { code, out } = await verify(site, '--json');
  assert.equal(code, 1);
  const { at, claims } = JSON.parse(out) as { at: string; claims: Record<string, unknown>[] };
  assert.match(at, /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
  assert.equal(claims.length, 194);
  const of = (id: string) => claims.find((claim) => claim['id'] === id);
  assert.deepEqual([of('B57')?.['status'], of('B57')?.['how'], of('B57')?.['age']], ['red', 'observed', 0]);
  assert.match(String(of('B57')?.['evidence']), /\/ sets visitor/);
  assert.deepEqual(
    [of('P13')?.['status'], of('B33')?.['status'], of('A29')?.['status']],
    ['stale', 'not-yet', 'disclosure'],
  );
});

test('people read what is not as claimed first, and the counts last', async () => {
  const { code, out } = await verify(site);
  assert.equal(code, 1);
  assert.match(out, /^\nNot as claimed\n\n {2}A03/);
  assert.match(
    out,
    / {2}B57 {3}Before you sign in nothing is kept in your browser\.\n {8}observed: har\/no-cookie: \/ sets/,
  );
  assert.match(out, /194 claims: .*\d+ not so yet.*\d+ not as claimed\.\n$/);
});

test('without an address, with two, or with half an account it says what it takes', async () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[], /takes one address/],
    [['texts.example'], /takes one address/],
    [[site, site], /takes one address/],
    [[site, '--email', 'a@b.example'], /--email and --mobile go together/],
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
    '--email',
    'a@b.example',
    '--mobile',
    '+15550100',
  );
  assert.equal(code, 1);
  assert.match(complaint, /takes no sign-up: It is being mended\./);
});

/** The probe of releases against a service that serves what was signed, and against ones that serve something else. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { publisherKeys, signRelease } from '@smseal/seal';
import { runProbes, type Outcome } from '../src/index.ts';

const publisher = await publisherKeys(Buffer.alloc(32, 1).toString('base64url'));
const APP = '<!doctype html><title>app</title><script src="/assets/app.js"></script>';
const served = new Map<string, string>();
const server = createServer((request, response) => {
  const page =
    served.get(request.url ?? '') ?? (request.url?.includes('.') ? undefined : served.get('/index.html'));
  response.writeHead(page === undefined ? 404 : 200).end(page);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
after(() => server.close());
const { port } = server.address() as AddressInfo;

async function seen(): Promise<Outcome> {
  const [outcome] = await runProbes(
    { url: { origin: `http://127.0.0.1:${port}` } },
    { only: (probe) => probe === 'har/release' },
  );
  assert.ok(outcome);
  return outcome;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

beforeEach(async () => {
  served.clear();
  const app = { '/index.html': APP, '/sign-in.html': APP, '/assets/app.js': 'run();' };
  const site = { '/': '<a href="/privacy">p</a><a href="/trust">t</a>', '/privacy': '<h1>Privacy</h1>' };
  for (const [name, text] of Object.entries({ ...app, ...site })) served.set(name, text);
  const hashes = (files: object) =>
    Object.fromEntries(Object.entries(files).map(([name, text]: [string, string]) => [name, hashOf(text)]));
  const issued = '2026-11-25T10:00:00.000Z';
  const body = { v: 1, version: '1.0.0', issued, app: hashes(app), site: hashes(site) } as const;
  served.set('/release.json', JSON.stringify(await signRelease(body, publisher)));
  served.set('/trust', 'written anew');
});

test('what is served as it was signed is green, and release and publisher are named', async () => {
  const { result, evidence } = await seen();
  assert.equal(result, 'green', evidence);
  assert.match(evidence, /^5 files of 1\.0\.0 as signed on 2026-11-25; release \S{43}, publisher \S{43}$/);
});

const CASES: readonly [string, () => unknown, RegExp][] = [
  [
    'a script is altered',
    () => served.set('/assets/app.js', 'run(); tell();'),
    /assets\/app\.js is not as it was signed/,
  ],
  ['a page is altered', () => served.set('/privacy', '<h1>None</h1>'), /\/privacy is not as it was signed/],
  ['a file is away', () => served.delete('/assets/app.js'), /assets\/app\.js is not as it was signed/],
  [
    'a page is there that nobody signed',
    () => {
      served.set('/offer', 'buy');
      served.set('/trust', '<a href="/offer">o</a>');
    },
    /\/offer is in no release/,
  ],
  ['there is no release', () => served.delete('/release.json'), /release\.json is not there/],
  [
    'its signature is another’s',
    () => served.set('/release.json', (served.get('/release.json') ?? '').replace(/"key":"./, '"key":"A')),
    /is no signed release/,
  ],
];

for (const [what, wrong, evidence] of CASES)
  test(`red when ${what}`, async () => {
    wrong();
    const outcome = await seen();
    assert.equal(outcome.result, 'red');
    assert.match(outcome.evidence, evidence);
  });

/** The transport's probes against TLS as it should be, spoken by the server itself, and as it should not be. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem } from '@smseal/testkit/system';
import { judgeClaims, runProbes, type Site } from '../src/index.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'smseal-verify-tls-'));
after(() => rm(folder, { recursive: true }));
const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
const SKIP = { skip: !certificate() && 'openssl is not installed' };
const database = await testDatabase({ after });

function certificate(): boolean {
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync('openssl', ['req', '-x509', ...made, '-out', cert, '-days', '2', ...name], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

const tlsOnly = { only: (probe: string) => probe.startsWith('tls/') };

test('the server over TLS is green, and its pages are', SKIP, async (t) => {
  const system = await startSystem({
    programs: ['server'],
    database,
    env: { SMSEAL_TLS_CERT: cert, SMSEAL_TLS_KEY: key },
    through: (address, url) => Promise.resolve(address === 'server' ? url.replace('http:', 'https:') : url),
  });
  t.after(() => system.stop());
  const site: Site = { origin: system.origin, authority: await readFile(cert, 'utf8') };
  const results = await runProbes({ url: site });
  for (const { probe, result, evidence } of results) assert.equal(result, 'green', `${probe}: ${evidence}`);
  const claims = judgeClaims(results, Date.now());
  for (const id of ['A07', 'B99', 'P15'])
    assert.equal(claims.find((claim) => claim.id === id)?.status, 'green', id);
});

test('a site that speaks TLS of the last century, and never insists on it, is red', SKIP, async (t) => {
  const server = createServer(
    {
      cert: await readFile(cert),
      key: await readFile(key),
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    },
    (_request, response) => response.setHeader('strict-transport-security', 'max-age=60').end(),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const site: Site = { origin: `https://localhost:${port}`, authority: await readFile(cert, 'utf8') };
  const results = await runProbes({ url: site }, tlsOnly);
  const red = Object.fromEntries(
    results.map(({ probe, result, evidence }) => [probe, `${result} ${evidence}`]),
  );
  assert.match(red['tls/old-versions'] ?? '', /^red TLSv1 is spoken; TLSv1\.1 is spoken/);
  assert.match(red['tls/strict-transport'] ?? '', /^red it is said for 60 s; names below are left out/);
});

test('a certificate that nobody vouches for proves nothing', SKIP, async (t) => {
  const server = createServer({ cert: await readFile(cert), key: await readFile(key) });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const results = await runProbes({ url: { origin: `https://localhost:${port}` } }, tlsOnly);
  const strict = results.find(({ probe }) => probe === 'tls/strict-transport');
  assert.equal(strict?.result, 'unproved');
});

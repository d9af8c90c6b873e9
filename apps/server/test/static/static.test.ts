import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { testServer } from '../test-server.ts';

const webRoot = await mkdtemp(path.join(tmpdir(), 'smseal-web-'));
await mkdir(path.join(webRoot, 'assets'));
const files: Record<string, string | Buffer> = {
  'index.html': '<!doctype html><title>app</title>',
  'sign-in.html': '<!doctype html><title>sign in</title>',
  'certificate.html': '<!doctype html><title>certificate</title>',
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.secret': 'hidden',
  'assets/app-a1b2.js': 'export {};',
  'assets/app-a1b2.js.br': brotliCompressSync('export {};'),
  'assets/app-a1b2.js.gz': gzipSync('export {};'),
};
for (const [name, content] of Object.entries(files)) await writeFile(path.join(webRoot, name), content);
const siteRoot = await mkdtemp(path.join(tmpdir(), 'smseal-site-'));
for (const below of ['assets', 'well-known']) await mkdir(path.join(siteRoot, below));
for (const [name, content] of [
  ['home.html', '<!doctype html><title>home</title>'],
  ['trust.html', '<!doctype html><title>not tried yet</title>'],
  ['privacy.html', '<!doctype html><title>privacy</title>'],
  ['robots.txt', 'User-agent: *'],
  ['assets/site-c3d4.css', 'body {}'],
  ['well-known/gpc.json', '{"gpc":true}'],
] as const)
  await writeFile(path.join(siteRoot, name), content);
const trustRoot = await mkdtemp(path.join(tmpdir(), 'smseal-trust-'));
after(() => rm(trustRoot, { recursive: true }));
const server = await testServer({ after }, { webRoot, siteRoot, trustRoot });
after(() => rm(siteRoot, { recursive: true }));
after(() => rm(webRoot, { recursive: true }));

async function title(at: string): Promise<string> {
  const { body } = await server.call<{ text: string }>('GET', at);
  return /<title>(.*)<\/title>/.exec(body.text)?.[1] ?? JSON.stringify(body);
}

test('screens of the app get its page, sign-in and the page for certificates are their own', async () => {
  for (const at of ['/contacts', '/c/AAAAAAAAAAAAAAAAAAAAAA?x=1', '/settings/devices'])
    assert.equal(await title(at), 'app');
  assert.equal(await title('/sign-in'), 'sign in');
  assert.equal(await title('/sign-in.html'), 'sign in');
  assert.equal(await title('/certificate'), 'certificate');
});

test('public pages have addresses without an extension, and a policy under which nothing runs', async () => {
  assert.equal(await title('/privacy'), 'privacy');
  const { headers } = await server.call('GET', '/privacy');
  assert.equal(
    headers.get('content-security-policy'),
    "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
  const robots = await server.call<{ text: string }>('GET', '/robots.txt');
  assert.match(robots.headers.get('content-type') ?? '', /^text\/plain/);
  assert.equal(robots.body.text, 'User-agent: *');
  const style = await server.call('GET', '/assets/site-c3d4.css');
  assert.equal(style.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.deepEqual((await server.call('GET', '/.well-known/gpc.json')).body, { gpc: true });
});

test('the trust page is the one with the last results, as soon as there is one', async () => {
  assert.equal(await title('/trust'), 'not tried yet');
  await writeFile(path.join(trustRoot, 'trust.html'), '<!doctype html><title>tried</title>');
  assert.equal(await title('/trust'), 'tried');
  const { headers } = await server.call('GET', '/trust');
  assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script/);
});

test('the home is for who has no session, the app for everybody else', async () => {
  assert.equal(await title('/'), 'home');
  const cookie = `smseal_session=${'A'.repeat(43)}`;
  const answer = await fetch(server.url, { headers: { cookie } });
  assert.match(await answer.text(), /<title>app</);
  assert.match(answer.headers.get('vary') ?? '', /cookie/);
});

test('hashed files may be kept for ever, pages never without asking', async () => {
  const script = await server.call('GET', '/assets/app-a1b2.js');
  assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.match(script.headers.get('content-type') ?? '', /javascript/);
  const page = await server.call('GET', '/');
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const again = await fetch(server.url, {
    // Without the second header, fetch itself asks for a fresh copy.
    headers: { 'if-none-match': page.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
  });
  assert.equal(again.status, 304);
});

test('what lies there compressed goes out compressed', async () => {
  for (const encoding of ['br', 'gzip']) {
    const answer = await fetch(`${server.url}/assets/app-a1b2.js`, {
      headers: { 'accept-encoding': encoding },
    });
    assert.equal(answer.headers.get('content-encoding'), encoding);
    assert.match(answer.headers.get('content-type') ?? '', /javascript/);
    assert.equal(await answer.text(), 'export {};');
  }
});

test('nothing outside, nothing hidden, nothing that is missing', async () => {
  assert.equal(await title('/.secret'), 'app');
  for (const at of ['/assets/none.js', '/..%2f..%2fetc%2fpasswd.txt', '/v1/none', '/assets/%00.js']) {
    const { status, body } = await server.call('GET', at);
    assert.deepEqual([status, body['code']], [404, 'not-found'], at);
  }
});

test('every answer carries the strict headers', async () => {
  for (const at of ['/contacts', '/v1/none', '/assets/app-a1b2.js', '/healthz']) {
    const { headers } = await server.call('GET', at);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "require-trusted-types-for 'script'",
      "frame-ancestors 'none'",
    ])
      assert.ok(policy.includes(part), `${at}: ${part}`);
    assert.doesNotMatch(policy, /unsafe|\*|https:/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('strict-transport-security'), null, 'not over plain HTTP');
  }
});

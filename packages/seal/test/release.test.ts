import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, toBase64Url, type ReleaseBody, type SignedRelease } from '@smseal/protocol';
import { openRelease, publisherKeys, releaseDigest, signRelease } from '../src/index.ts';
import { refused } from './refused.ts';

const HASH = toBase64Url(new Uint8Array(32).fill(7));
const BODY: ReleaseBody = {
  v: 1,
  version: '1.2.3',
  issued: '2026-11-25T10:00:00.000Z',
  app: { '/index.html': HASH, '/assets/a-b_c.js': HASH },
  site: { '/': HASH, '/.well-known/gpc.json': HASH },
};
const publisher = await publisherKeys(toBase64Url(new Uint8Array(32).fill(1)));
const stranger = await publisherKeys(toBase64Url(new Uint8Array(32).fill(2)));

test('[SEAL-110] a release opens as it was signed, and altered anywhere it does not', async () => {
  const signed = await signRelease(BODY, publisher);
  deepEqual(await openRelease(signed), BODY);
  const body = fromBase64Url(signed.body);
  for (let at = 0; at < body.length; at++) {
    const altered = { ...signed, body: toBase64Url(body.with(at, (body[at] ?? 0) ^ 1)) };
    await refused('bad-signature', () => openRelease(altered));
  }
  const { key } = await signRelease(BODY, stranger);
  await refused('bad-signature', () => openRelease({ ...signed, key }));
});

test('[SEAL-111] another publisher’s, an earlier one and other shapes are refused', async () => {
  const signed = await signRelease(BODY, publisher);
  const pin = { key: signed.key, issued: BODY.issued };
  deepEqual(await openRelease(signed, pin), BODY);
  await refused('wrong-key', async () => openRelease(await signRelease(BODY, stranger), pin));
  const earlier = await signRelease({ ...BODY, issued: '2026-11-25T09:59:59.999Z' }, publisher);
  deepEqual((await openRelease(earlier)).issued, '2026-11-25T09:59:59.999Z');
  await refused('too-old', () => openRelease(earlier, pin));
  await refused('malformed', () => openRelease({ ...signed, more: 1 }));
  await refused('malformed', () => openRelease('<!doctype html>'));
  const nameless = { ...BODY, app: { 'https://elsewhere.example/x.js': HASH } };
  await refused('malformed', async () => openRelease(await signRelease(nameless, publisher)));
  const unhashed = { ...BODY, site: { '/': 'short' } } as ReleaseBody;
  await refused('malformed', async (): Promise<unknown> => {
    const odd: SignedRelease = await signRelease(unhashed, publisher);
    return openRelease(odd);
  });
});

test('[SEAL-112] the digest is that of what is served, whoever signed it and when', async () => {
  const digest = await releaseDigest(BODY);
  equal(digest, 'AJeLRViRaYvK51r9qbfMMqdQ54s8W_E1DRaUXYmez90');
  const { '/index.html': index = '', '/assets/a-b_c.js': script = '' } = BODY.app;
  const otherwise = {
    ...BODY,
    issued: '2027-01-01T00:00:00.000Z',
    app: { '/assets/a-b_c.js': script, '/index.html': index },
  };
  equal(await releaseDigest(otherwise), digest);
  notEqual(await releaseDigest({ ...BODY, app: BODY.site, site: BODY.app }), digest);
  notEqual(await releaseDigest({ ...BODY, version: '1.2.4' }), digest);
});

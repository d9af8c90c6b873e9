import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import {
  cacheKey,
  generateCacheSecret,
  generateEpochSecret,
  importCacheSecret,
  openPage,
  sealPage,
} from '../src/index.ts';
import { utf8 } from '../src/octets/octets.ts';
import { refused } from './refused.ts';

const PAGE = utf8('five hundred records');

test('[SEAL-58] a page opens under its name with its key and in no other way', async () => {
  const salt = generateEpochSecret();
  const secret = await generateCacheSecret();
  const key = await cacheKey(secret, salt);
  const page = await sealPage(key, 'message/7', PAGE);
  deepEqual(await openPage(await cacheKey(secret, salt), 'message/7', page), PAGE);
  await refused('not-authentic', () => openPage(key, 'message/8', page));
  await refused('not-authentic', async () => openPage(await cacheKey(secret), 'message/7', page));
  await refused('not-authentic', async () =>
    openPage(await cacheKey(await generateCacheSecret(), salt), 'message/7', page),
  );
  for (const at of page.keys())
    await refused('not-authentic', () => openPage(key, 'message/7', page.with(at, (page[at] ?? 0) ^ 1)));
  await refused('malformed', () => openPage(key, 'message/7', page.subarray(0, 27)));
});

test('[SEAL-58] a browser’s local secret cannot be exported; a program brings its own', async () => {
  const secret = await generateCacheSecret();
  equal(secret.extractable, false);
  await rejects(crypto.subtle.exportKey('raw', secret));
  const octets = generateEpochSecret();
  const page = await sealPage(await cacheKey(await importCacheSecret(octets)), 'queue', PAGE);
  deepEqual(await openPage(await cacheKey(await importCacheSecret(octets)), 'queue', page), PAGE);
});

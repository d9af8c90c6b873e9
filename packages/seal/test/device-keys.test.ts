import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, toBase64Url } from '@smseal/protocol';
import { exportDeviceKeys, generateDeviceKeys, importDeviceKeys, newCredential } from '../src/index.ts';
import { utf8 } from '../src/octets/octets.ts';
import { sign, verify } from '../src/primitive/ed25519.ts';
import { sha256 } from '../src/primitive/hash.ts';
import { agree } from '../src/primitive/x25519.ts';
import { refused } from './refused.ts';

test('[SEAL-11] a browser’s keys cannot be exported', async () => {
  const keys = await generateDeviceKeys();
  for (const { privateKey } of [keys.sign, keys.agree]) equal(privateKey.extractable, false);
  await rejects(exportDeviceKeys(keys));
});

test('[SEAL-11] a program’s keys come back from its file as they were', async () => {
  const keys = await generateDeviceKeys({ extractable: true });
  const stored = await exportDeviceKeys(keys);
  deepEqual([fromBase64Url(stored.sign).length, fromBase64Url(stored.agree).length], [32, 32]);
  const back = await importDeviceKeys(stored);
  deepEqual([back.id, back.signPublic, back.agreePublic], [keys.id, keys.signPublic, keys.agreePublic]);
  const message = utf8('hello');
  equal(await verify(keys.sign.publicKey, await sign(back.sign.privateKey, message), message), true);
  const other = await generateDeviceKeys();
  deepEqual(
    await agree(back.agree.privateKey, other.agree.publicKey),
    await agree(other.agree.privateKey, keys.agree.publicKey),
  );
  await refused('malformed', () => importDeviceKeys({ ...stored, sign: stored.sign.slice(2) }));
});

test('[SEAL-12] the server gets the digest of 32 random octets', async () => {
  const { token, hash } = await newCredential();
  const octets = fromBase64Url(token);
  equal(octets.length, 32);
  equal(toBase64Url(await sha256(octets)), hash);
  notEqual((await newCredential()).token, token);
});

/** Project Wycheproof's vectors, through the very functions that the room seals with. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { concat, equalOctets, type Octets } from '../src/octets/octets.ts';
import { decrypt, encrypt, importAesKey } from '../src/primitive/aes-gcm.ts';
import { importVerifyingKey, verify } from '../src/primitive/ed25519.ts';
import { hkdf, hmac, importHkdfKey, importHmacKey } from '../src/primitive/hash.ts';
import { agree, agreementPairFromSeed, importAgreementKey } from '../src/primitive/x25519.ts';
import { refused } from './refused.ts';
import { wycheproofFile } from './wycheproof-file.ts';

type Fields = Record<string, string | number>;
interface Group {
  keySize?: number;
  ivSize?: number;
  tagSize?: number;
  publicKey?: { pk: string };
  tests: Fields[];
}
type Run = (given: (name: string) => Octets, vector: { test: Fields; group: Group }) => Promise<void>;

function unhex(text: string): Octets {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Runs every vector of a file and names each that does not come out; skips where the file is absent. */
async function vectors(context: TestContext, file: string, run: Run): Promise<void> {
  const text = await wycheproofFile(file);
  if (text === null) {
    context.skip(`${file}: ../shared/data/wycheproof is absent`);
    return;
  }
  const { testGroups, numberOfTests } = JSON.parse(text) as { testGroups: Group[]; numberOfTests: number };
  const failures: string[] = [];
  let count = 0;
  for (const group of testGroups)
    for (const vector of group.tests) {
      count += 1;
      try {
        await run((name) => unhex(String(vector[name])), { test: vector, group });
      } catch (error) {
        failures.push(`${vector['tcId']} ${vector['comment']} (${vector['result']}): ${String(error)}`);
      }
    }
  deepEqual(failures, []);
  equal(count, numberOfTests);
}

test('[SEAL-3] [SEAL-5] AES-256-GCM', (context) =>
  vectors(context, 'aes_gcm', async (given, { test: { result }, group }) => {
    const sealed = concat(given('ct'), given('tag'));
    if (group.keySize !== 256) return refused('malformed', () => importAesKey(given('key')));
    const key = await importAesKey(given('key'));
    const call = { key, nonce: given('iv'), aad: given('aad') };
    if (group.ivSize !== 96) return refused('malformed', () => decrypt({ ...call, octets: sealed }));
    if (result !== 'valid') return refused('not-authentic', () => decrypt({ ...call, octets: sealed }));
    deepEqual(await decrypt({ ...call, octets: sealed }), given('msg'));
    deepEqual(await encrypt({ ...call, octets: given('msg') }), sealed);
  }));

test('[SEAL-3] Ed25519', (context) =>
  vectors(context, 'ed25519', async (given, { test: { result }, group }) => {
    const key = await importVerifyingKey(unhex(group.publicKey?.pk ?? ''));
    equal(await verify(key, given('sig'), given('msg')), result === 'valid');
  }));

test('[SEAL-3] X25519', (context) =>
  vectors(context, 'x25519', async (given, { test: { result } }) => {
    const pair = await agreementPairFromSeed(given('private'), false);
    const shared = given('shared');
    const exchange = async () => agree(pair.privateKey, await importAgreementKey(given('public')));
    if (shared.some((octet) => octet !== 0)) deepEqual(await exchange(), shared);
    else {
      equal(result, 'acceptable');
      await refused('not-authentic', exchange);
    }
  }));

test('[SEAL-3] HKDF-SHA256', (context) =>
  vectors(context, 'hkdf_sha256', async (given, { test: { size, result } }) => {
    const key = await importHkdfKey(given('ikm'));
    const derive = () => hkdf({ key, salt: given('salt'), info: given('info'), length: Number(size) });
    if (result === 'valid') deepEqual(await derive(), given('okm'));
    else
      ok(
        await derive().then(
          () => false,
          () => true,
        ),
      );
  }));

test('[SEAL-3] HMAC-SHA256', (context) =>
  vectors(context, 'hmac_sha256', async (given, { test: { result }, group }) => {
    const tag = await hmac(await importHmacKey(given('key')), given('msg'));
    const kept = tag.subarray(0, (group.tagSize ?? 0) / 8);
    equal(equalOctets(kept, given('tag')), result === 'valid');
  }));

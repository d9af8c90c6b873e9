import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { canonicalJson, CERTIFICATE_LIMIT, type Certificate, type Json } from '@smseal/protocol';
import fc from 'fast-check';
import { CertificateRefused, verifyCertificate } from '../src/index.ts';

const octets = (count: number): string => randomBytes(count).toString('base64url');

function newKey(): { privateKey: KeyObject; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, key: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** By its own means: label and parts, each after its length. */
function signed(privateKey: KeyObject, label: string, ...parts: Buffer[]): string {
  const framed = [Buffer.from(`smseal/2026-11/${label}`), ...parts].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return sign(null, Buffer.concat(framed), privateKey).toString('base64url');
}

const installation = newKey();
const device = newKey();
const refused = (reason: RegExp) => (error: unknown) =>
  error instanceof CertificateRefused && reason.test(error.message);

function certificate(given: Partial<Certificate> = {}, sought: object = { found: 0 }): Certificate {
  const id = octets(16);
  const plan = createHash('sha256').update('a plan').digest();
  const at = '2026-11-22T12:00:09.000Z';
  const said = { v: 1, id, device: octets(16), plan: plan.toString('base64url'), at, sought: 3, ...sought };
  const search = Buffer.from(JSON.stringify(said));
  return {
    v: 1,
    id,
    issuedAt: '2026-11-22T12:00:10.000Z',
    controller: 'https://texts.example',
    policy: octets(32),
    request: { kind: 'contact', receivedAt: '2026-11-22T12:00:00.000Z' },
    subject: octets(32),
    plan: plan.toString('base64url'),
    rows: [],
    keys: { destroyed: [], at: '2026-11-22T12:00:01.000Z' },
    retained: [{ what: 'A name.', basis: 'A law.', until: '2026-12-08' }],
    backups: { closedBy: null, goneBy: '2026-12-06' },
    verifier: { build: octets(32), at: '2026-11-22T12:00:02.000Z', checks: [{ check: 'none', looked: 99 }] },
    device: {
      key: device.key,
      planSignature: signed(device.privateKey, 'erasure/plan', Buffer.from(id), plan),
      search: {
        statement: search.toString('base64url'),
        signature: signed(device.privateKey, 'erasure/search', search),
      },
    },
    limit: CERTIFICATE_LIMIT,
    key: installation.key,
    ...given,
  };
}

function fileOf(held: Certificate, by = installation.privateKey): Buffer {
  const text = canonicalJson(held as unknown as Json);
  const signature = signed(by, 'erasure/certificate', Buffer.from(text));
  return Buffer.from(canonicalJson({ certificate: held, signature } as unknown as Json));
}

test('[SEAL-103] a certificate is checked with nothing but its octets, or with the key from elsewhere', async () => {
  const held = certificate();
  assert.deepEqual(await verifyCertificate(fileOf(held)), held);
  assert.deepEqual(await verifyCertificate(fileOf(held), { key: installation.key }), held);
  const silent = certificate({ device: null, plan: null });
  assert.deepEqual(await verifyCertificate(fileOf(silent)), silent);
});

test('[SEAL-103] whichever octet of it is altered, taken away or added, it is refused', async () => {
  const file = fileOf(certificate());
  const isRefused = (altered: Buffer) => assert.rejects(verifyCertificate(altered), CertificateRefused);
  for (let at = 0; at < file.length; at++)
    for (const bit of [0, 3, 5]) {
      const altered = Buffer.from(file);
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      await isRefused(altered);
    }
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), fc.boolean(), async (at, octet, adds) => {
      const [head, tail] = [file.subarray(0, at), file.subarray(adds ? at : at + 1)];
      await isRefused(Buffer.concat(adds ? [head, Buffer.of(octet), tail] : [head, tail]));
    }),
    { seed: 20261126 },
  );
  await assert.rejects(verifyCertificate(Buffer.concat([file, Buffer.from('\n')])), refused(/altered/));
  await assert.rejects(verifyCertificate(Buffer.alloc(0)), refused(/not a certificate/));
});

test('[SEAL-103] another key, a device that did not sign, and a search that found something are refused', async () => {
  const stranger = newKey();
  const foreign = fileOf(certificate({ key: stranger.key }), stranger.privateKey);
  const { certificate: held } = JSON.parse(String(foreign)) as { certificate: Certificate };
  assert.deepEqual(await verifyCertificate(foreign), held, 'it agrees with itself');
  await assert.rejects(verifyCertificate(foreign, { key: installation.key }), refused(/another key/));
  const { device: own } = certificate();
  assert.ok(own);
  const faults: [Certificate, RegExp][] = [
    [certificate({ device: { ...own, planSignature: octets(64) } }), /did not sign the plan/],
    [certificate({ device: own }), /did not sign the plan/],
    [certificate({ plan: null }), /a device and no plan/],
    [certificate({ limit: 'It proves everything.' as Certificate['limit'] }), /cannot prove/],
    [certificate({}, { found: 1 }), /found something/],
    [certificate({}, { found: 0, id: octets(16) }), /another erasure/],
  ];
  for (const [held, reason] of faults) await assert.rejects(verifyCertificate(fileOf(held)), refused(reason));
});

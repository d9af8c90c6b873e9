import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { canonicalJson, CERTIFICATE_LIMIT, type Certificate, type Json } from '@smseal/protocol';
import { verifyCertificate } from '@smseal/seal';
import { describeCertificate } from '../src/index.ts';

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

function certificate(given: Partial<Certificate> = {}): Certificate {
  const id = octets(16);
  const plan = createHash('sha256').update('a plan').digest();
  const search = Buffer.from(
    JSON.stringify({
      v: 1,
      id,
      device: octets(16),
      plan: plan.toString('base64url'),
      at: '2026-11-22T12:00:09.000Z',
      sought: 3,
      found: 0,
    }),
  );
  return {
    v: 1,
    id,
    issuedAt: '2026-11-22T12:00:10.000Z',
    controller: 'https://texts.example',
    policy: octets(32),
    request: { kind: 'contact', receivedAt: '2026-11-22T12:00:00.000Z' },
    subject: octets(32),
    plan: plan.toString('base64url'),
    rows: [{ table: 'record', before: 3, after: 0 }],
    keys: { destroyed: [], at: '2026-11-22T12:00:01.000Z' },
    retained: [{ what: 'A name.', basis: 'A law.', until: '2026-12-08' }],
    backups: { closedBy: null, goneBy: '2026-12-06' },
    verifier: {
      build: octets(32),
      at: '2026-11-22T12:00:02.000Z',
      checks: [{ check: 'nothing is left', looked: 99 }],
    },
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

test('[SEAL-103] a certificate is checked offline, and says in plain words what it says', async () => {
  const held = certificate();
  assert.deepEqual(await verifyCertificate(fileOf(held), { key: installation.key }), held);
  const lines = describeCertificate(held).join('\n');
  assert.match(lines, /https:\/\/texts\.example certifies that it has erased a contact/);
  assert.match(lines, /record: 3 rows before, 0 after/);
  assert.match(lines, /From the end of 2026-12-06 on no backup has any of it/);
  assert.match(lines, /It cannot prove that no other copy exists/);
});

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { canonicalJson, CERTIFICATE_LIMIT, type Certificate, type Json } from '@smseal/protocol';
import fc from 'fast-check';
import { CertificateRefused, describeCertificate, verifyCertificate } from '../src/index.ts';

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

test('[SEAL-103] a certificate is checked offline, and says in plain words what it says', () => {
  const held = certificate();
  assert.deepEqual(verifyCertificate(fileOf(held), { key: installation.key }), held);
  const lines = describeCertificate(held).join('\n');
  assert.match(lines, /https:\/\/texts\.example certifies that it has erased a contact/);
  assert.match(lines, /record: 3 rows before, 0 after/);
  assert.match(lines, /From the end of 2026-12-06 on no backup has any of it/);
  assert.match(lines, /It cannot prove that no other copy exists/);
});

test('[SEAL-103] whichever octet of it is altered, taken away or added, it is refused with the reason', () => {
  const file = fileOf(certificate());
  for (let at = 0; at < file.length; at++)
    for (const bit of [0, 3, 5]) {
      const altered = Buffer.from(file);
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      assert.throws(() => verifyCertificate(altered), CertificateRefused, `octet ${at}, bit ${bit}`);
    }
  fc.assert(
    fc.property(
      fc.nat(file.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom('flip', 'drop', 'add'),
      (at, by, how) => {
        const [head, tail] = [file.subarray(0, at), file.subarray(at + 1)];
        const octet = Buffer.of((file[at] ?? 0) ^ by);
        const altered =
          how === 'flip'
            ? [head, octet, tail]
            : how === 'drop'
              ? [head, tail]
              : [file.subarray(0, at), octet, file.subarray(at)];
        assert.throws(() => verifyCertificate(Buffer.concat(altered)), CertificateRefused);
      },
    ),
  );
  assert.throws(() => verifyCertificate(Buffer.concat([file, Buffer.from('\n')])), /was altered/);
  assert.throws(() => verifyCertificate(Buffer.alloc(0)), /not a certificate/);
});

test('[SEAL-103] another key, a device that did not sign, and a search that found something are refused', () => {
  const stranger = newKey();
  const held = certificate({ key: stranger.key });
  assert.deepEqual(verifyCertificate(fileOf(held, stranger.privateKey)), held, 'it agrees with itself');
  assert.throws(
    () => verifyCertificate(fileOf(held, stranger.privateKey), { key: installation.key }),
    /another key/,
  );
  const { device: own } = certificate();
  assert.ok(own);
  const foreign: [Partial<Certificate>, RegExp][] = [
    [{ device: { ...own, planSignature: octets(64) } }, /did not sign the plan/],
    [{ device: own }, /did not sign the plan/],
    [{ plan: null }, /a device and no plan/],
    [{ limit: 'It proves everything.' as Certificate['limit'] }, /cannot prove/],
  ];
  for (const [given, reason] of foreign)
    assert.throws(() => verifyCertificate(fileOf(certificate(given))), reason);
  const honest = certificate();
  assert.ok(honest.device?.search && honest.plan);
  const found = Buffer.from(JSON.stringify({ v: 1, id: honest.id, plan: honest.plan, found: 1 }));
  const search = {
    statement: found.toString('base64url'),
    signature: signed(device.privateKey, 'erasure/search', found),
  };
  assert.throws(
    () =>
      verifyCertificate(fileOf({ ...honest, device: { ...honest.device, search } as Certificate['device'] })),
    /found something/,
  );
});

import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson, CERTIFICATE_LIMIT, toBase64Url, type Certificate, type Json } from '@smseal/protocol';
import fc from 'fast-check';
import { CertificateRefused, verifyCertificate } from '../src/index.ts';

type Octets = Uint8Array<ArrayBuffer>;

const octets = (count: number): string => toBase64Url(crypto.getRandomValues(new Uint8Array(count)));
const utf8 = (text: string): Octets => new TextEncoder().encode(text);

function joined(...parts: Uint8Array[]): Octets {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

interface Signer {
  privateKey: CryptoKey;
  /** The public half, as it stands in certificates. */
  key: string;
}

async function newKey(): Promise<Signer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  return { privateKey, key: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) };
}

/** By its own means: label and parts, each after its length. */
async function signed({ privateKey }: Signer, label: string, ...parts: Octets[]): Promise<string> {
  const framed = [utf8(`smseal/2026-11/${label}`), ...parts].flatMap((part) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, part.length);
    return [length, part];
  });
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, joined(...framed))));
}

interface Signers {
  installation: Signer;
  device: Signer;
}

async function newSigners(): Promise<Signers> {
  return { installation: await newKey(), device: await newKey() };
}

/** Passes when it is refused, for this reason. */
async function refused(reason: RegExp, check: Promise<unknown>): Promise<void> {
  const error = await check.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  ok(error instanceof CertificateRefused && reason.test(error.message), String(error));
}

async function certificate(
  { installation, device }: Signers,
  given: Partial<Certificate> = {},
  sought: object = { found: 0 },
): Promise<Certificate> {
  const id = octets(16);
  const plan = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8('a plan')));
  const at = '2026-11-22T12:00:09.000Z';
  const said = { v: 1, id, device: octets(16), plan: toBase64Url(plan), at, sought: 3, ...sought };
  const search = utf8(JSON.stringify(said));
  return {
    v: 1,
    id,
    issuedAt: '2026-11-22T12:00:10.000Z',
    controller: 'https://texts.example',
    policy: octets(32),
    request: { kind: 'contact', receivedAt: '2026-11-22T12:00:00.000Z' },
    subject: octets(32),
    plan: toBase64Url(plan),
    rows: [],
    keys: { destroyed: [], at: '2026-11-22T12:00:01.000Z' },
    retained: [{ what: 'A name.', basis: 'A law.', until: '2026-12-08' }],
    backups: { closedBy: null, goneBy: '2026-12-06' },
    verifier: { build: octets(32), at: '2026-11-22T12:00:02.000Z', checks: [{ check: 'none', looked: 99 }] },
    device: {
      key: device.key,
      planSignature: await signed(device, 'erasure/plan', utf8(id), plan),
      search: {
        statement: toBase64Url(search),
        signature: await signed(device, 'erasure/search', search),
      },
    },
    limit: CERTIFICATE_LIMIT,
    key: installation.key,
    ...given,
  };
}

async function fileOf(held: Certificate, by: Signer): Promise<Octets> {
  const text = canonicalJson(held as unknown as Json);
  const signature = await signed(by, 'erasure/certificate', utf8(text));
  return utf8(canonicalJson({ certificate: held, signature } as unknown as Json));
}

test('[SEAL-103] a certificate is checked with nothing but its octets, or with the key from elsewhere', async () => {
  const signers = await newSigners();
  const { installation } = signers;
  const held = await certificate(signers);
  const file = await fileOf(held, installation);
  deepEqual(await verifyCertificate(file), held);
  deepEqual(await verifyCertificate(file, { key: installation.key }), held);
  const silent = await certificate(signers, { device: null, plan: null });
  deepEqual(await verifyCertificate(await fileOf(silent, installation)), silent);
});

test('[SEAL-103] whichever octet of it is altered, taken away or added, it is refused', async () => {
  const signers = await newSigners();
  const file = await fileOf(await certificate(signers), signers.installation);
  for (let at = 0; at < file.length; at++)
    for (const bit of [0, 3, 5]) {
      const altered = file.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      await refused(/./, verifyCertificate(altered));
    }
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), fc.boolean(), async (at, octet, adds) => {
      const [head, tail] = [file.subarray(0, at), file.subarray(adds ? at : at + 1)];
      const altered = adds ? joined(head, Uint8Array.of(octet), tail) : joined(head, tail);
      await refused(/./, verifyCertificate(altered));
    }),
    { seed: 20261126 },
  );
  await refused(/altered/, verifyCertificate(joined(file, utf8('\n'))));
  await refused(/not a certificate/, verifyCertificate(new Uint8Array(0)));
});

test('[SEAL-103] another key, a device that did not sign, and a search that found something are refused', async () => {
  const signers = await newSigners();
  const { installation } = signers;
  const stranger = await newKey();
  const foreign = await certificate(signers, { key: stranger.key });
  const file = await fileOf(foreign, stranger);
  deepEqual(await verifyCertificate(file), foreign, 'it agrees with itself');
  await refused(/another key/, verifyCertificate(file, { key: installation.key }));
  const { device: own } = await certificate(signers);
  ok(own);
  const faults: [Certificate, RegExp][] = [
    [await certificate(signers, { device: { ...own, planSignature: octets(64) } }), /did not sign the plan/],
    [await certificate(signers, { device: own }), /did not sign the plan/],
    [await certificate(signers, { plan: null }), /a device and no plan/],
    [await certificate(signers, { limit: 'It proves everything.' as Certificate['limit'] }), /cannot prove/],
    [await certificate(signers, {}, { found: 1 }), /found something/],
    [await certificate(signers, {}, { found: 0, id: octets(16) }), /another erasure/],
  ];
  for (const [held, reason] of faults)
    await refused(reason, verifyCertificate(await fileOf(held, installation)));
});

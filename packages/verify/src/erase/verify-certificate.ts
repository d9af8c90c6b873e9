import { createPublicKey, verify } from 'node:crypto';
import {
  canonicalJson,
  CERTIFICATE_LIMIT,
  fromBase64Url,
  type Certificate,
  type ErasureSearch,
  type Json,
  type SignedCertificate,
} from '@smseal/protocol';

/** A certificate is not what it should be; its message is one sentence that says why. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
}

const LABEL_PREFIX = 'smseal/2026-11/';

/**
 * Checks a deletion certificate with nothing but its octets: that it is canonical JSON and nothing more, that the installation
 * whose key it names has signed every octet of it, and that a device's own signatures in it are that device's. `key` is the
 * installation's public key as it is known from elsewhere; without it, the certificate is only shown to agree with itself.
 * @throws CertificateRefused
 */
export function verifyCertificate(file: Uint8Array, { key }: { key?: string } = {}): Certificate {
  const { certificate, signature } = read(file);
  if (key !== undefined && key !== certificate.key)
    throw new CertificateRefused('It was signed with another key than the one that was given.');
  const octets = Buffer.from(canonicalJson(certificate as unknown as Json));
  if (!isSigned(certificate.key, framed('erasure/certificate', octets), signature))
    throw new CertificateRefused(
      'Its signature does not fit: it was altered, or is not of the key that it names.',
    );
  if (certificate.limit !== CERTIFICATE_LIMIT)
    throw new CertificateRefused('It does not say what a certificate cannot prove.');
  if (certificate.device) checkDevice(certificate);
  return certificate;
}

function read(file: Uint8Array): SignedCertificate {
  const text = decoded(file);
  let held: Partial<SignedCertificate> | null = null;
  try {
    held = JSON.parse(text) as Partial<SignedCertificate> | null;
  } catch {
    throw new CertificateRefused('It is not a certificate, or a piece of it is missing.');
  }
  if (
    typeof held?.signature !== 'string' ||
    held.certificate?.v !== 1 ||
    typeof held.certificate.key !== 'string'
  )
    throw new CertificateRefused('It is not a certificate of a form that is known.');
  if (canonicalJson(held as Json) !== text)
    throw new CertificateRefused('It was altered: something stands in it that no certificate has.');
  return held as SignedCertificate;
}

function decoded(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    throw new CertificateRefused('It was altered: it is no text any more.');
  }
}

/** The plan's digest and the search are signed by the device; the search is of this erasure and plan, and found nothing. */
function checkDevice({ id, plan, device }: Certificate): void {
  if (!device || plan === null) throw new CertificateRefused('It names a device and no plan.');
  const planned = framed('erasure/plan', Buffer.from(id), octetsOf(plan));
  if (!isSigned(device.key, planned, device.planSignature))
    throw new CertificateRefused('The device that it names did not sign the plan.');
  if (device.search === null) return;
  const { statement, signature } = device.search;
  const search = JSON.parse(decoded(octetsOf(statement))) as ErasureSearch;
  if (!isSigned(device.key, framed('erasure/search', octetsOf(statement)), signature))
    throw new CertificateRefused('The device that it names did not sign the search.');
  if (search.id !== id || search.plan !== plan || search.found !== 0)
    throw new CertificateRefused('The device’s search is of another erasure, or found something.');
}

function octetsOf(text: string): Uint8Array {
  try {
    return fromBase64Url(text);
  } catch {
    throw new CertificateRefused('It was altered: a digest or signature in it is none.');
  }
}

/** Each part after its length in four octets, the label first (SEAL-1). */
function framed(label: string, ...parts: Uint8Array[]): Buffer {
  return Buffer.concat(
    [Buffer.from(LABEL_PREFIX + label), ...parts].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

function isSigned(publicKey: string, octets: Uint8Array, signature: string): boolean {
  const signed = octetsOf(signature);
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return octetsOf(publicKey).length === 32 && verify(null, octets, key, signed);
  } catch (error) {
    if (error instanceof CertificateRefused) throw error;
    return false;
  }
}

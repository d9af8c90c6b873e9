import {
  canonicalJson,
  CERTIFICATE_LIMIT,
  ErasureSearch,
  type Certificate,
  type Json,
  type SignedCertificate,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import { frame } from '../octets/frame.ts';
import { fromJson, fromUtf8, fromWire, utf8, type Octets } from '../octets/octets.ts';
import { requireSignature } from '../primitive/ed25519.ts';
import { SealError } from '../seal-error.ts';

/** A certificate is not what it should be; its message is one sentence that says why, for people. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
}

/**
 * Checks a certificate with nothing but its octets (SEAL-103): that it is canonical JSON and nothing more, that the installation
 * whose key it names has signed every octet of it, and that a device's own signatures in it are that device's. `key` is the
 * installation's public key as it is known from elsewhere; without it, the certificate is only shown to agree with itself.
 * @throws CertificateRefused
 */
export async function verifyCertificate(
  file: Uint8Array,
  { key }: { key?: string } = {},
): Promise<Certificate> {
  const { certificate, signature } = read(file);
  if (key !== undefined && key !== certificate.key)
    throw new CertificateRefused('It was signed with another key than the one that was given.');
  const octets = utf8(canonicalJson(certificate as unknown as Json));
  await requireSigned(
    { key: certificate.key, signature, octets: frame('erasure/certificate', octets) },
    'Its signature does not fit: it was altered, or is not of the key that it names.',
  );
  if (certificate.limit !== CERTIFICATE_LIMIT)
    throw new CertificateRefused('It does not say what a certificate cannot prove.');
  await requireDevice(certificate);
  return certificate;
}

function read(file: Uint8Array): SignedCertificate {
  const text = decoded(file);
  let held: Partial<SignedCertificate> | null;
  try {
    held = JSON.parse(text) as Partial<SignedCertificate> | null;
  } catch {
    throw new CertificateRefused('It is not a certificate, or a piece of it is missing.');
  }
  const { certificate, signature } = held ?? {};
  if (typeof signature !== 'string' || certificate?.v !== 1 || typeof certificate.key !== 'string')
    throw new CertificateRefused('It is not a certificate of a form that is known.');
  if (canonicalJson(held as Json) !== text)
    throw new CertificateRefused('It was altered: something stands in it that no certificate has.');
  return { certificate, signature };
}

function decoded(file: Uint8Array): string {
  try {
    return fromUtf8(file);
  } catch {
    throw new CertificateRefused('It was altered: it is no text any more.');
  }
}

/** The plan's digest and the search are signed by the device; the search is of this erasure and plan, and found nothing. */
async function requireDevice({ id, plan, device }: Certificate): Promise<void> {
  if (device === null) return;
  if (plan === null) throw new CertificateRefused('It names a device and no plan.');
  await requireSigned(
    {
      key: device.key,
      signature: device.planSignature,
      octets: frame('erasure/plan', id, octetsOf(plan)),
    },
    'The device that it names did not sign the plan.',
  );
  if (device.search === null) return;
  const { statement, signature } = device.search;
  const octets = octetsOf(statement);
  await requireSigned(
    { key: device.key, signature, octets: frame('erasure/search', octets) },
    'The device that it names did not sign the search.',
  );
  const search = searchIn(octets);
  if (search?.id !== id || search.plan !== plan)
    throw new CertificateRefused('The device’s search is of another erasure, or found something.');
}

/** Null for what is no search that found nothing. */
function searchIn(octets: Octets): ErasureSearch | null {
  try {
    const said = fromJson(octets);
    return Check(ErasureSearch, said) ? said : null;
  } catch {
    return null;
  }
}

async function requireSigned(
  { key, signature, octets }: { key: string; signature: string; octets: Octets },
  otherwise: string,
): Promise<void> {
  try {
    await requireSignature(key, signature, octets);
  } catch (error) {
    if (error instanceof SealError) throw new CertificateRefused(otherwise);
    throw error;
  }
}

function octetsOf(text: string): Octets {
  try {
    return fromWire(text);
  } catch {
    throw new CertificateRefused('It was altered: a digest or signature in it is none.');
  }
}

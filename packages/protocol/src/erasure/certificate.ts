import type { Id } from '../schema.ts';
import type { ErasureKind } from './erasure.ts';

/** What no certificate can say; every one of them carries it. */
export const CERTIFICATE_LIMIT =
  'It proves what the service has promised and when, and that nobody has changed it since. It cannot prove that no other copy exists.';

/** A certificate's statement. Digests, keys and signatures are base64url, times RFC 3339 in UTC, days `YYYY-MM-DD`. */
export interface Certificate {
  v: 1;
  id: Id;
  issuedAt: string;
  /** Address of the service that erased. */
  controller: string;
  /** SHA-256 of the inventory's canonical JSON: the policy under which it was erased. */
  policy: string;
  request: { kind: ErasureKind; receivedAt: string };
  /** HMAC-SHA-256 of the account's id under a nonce that only the subject was given. */
  subject: string;
  /** What was to be erased, as the device signed it; null where none was at hand. SHA-256 of its octets. */
  plan: string | null;
  /** Rows before and after, as somebody other than who removed them counted. */
  rows: { table: string; before: number; after: number }[];
  keys: { destroyed: { scope: string; count: number }[]; at: string };
  /** What stays, on which ground, and to the end of which day; null for as long as there is the account. */
  retained: { what: string; basis: string; until: string | null }[];
  backups: {
    /** From the end of this day on nothing of it that the server could read opens from any backup; null where it could read nothing. */
    closedBy: string | null;
    /** From the end of this day on no backup has its ciphertext. */
    goneBy: string;
  };
  verifier: { build: string; at: string; checks: { check: string; looked: number }[] };
  /** The device that signed the plan, and its own search afterwards, if it told of one. */
  device: {
    key: string;
    planSignature: string;
    search: { statement: string; signature: string } | null;
  } | null;
  limit: typeof CERTIFICATE_LIMIT;
  /** Ed25519 public key of the installation, which it also publishes. */
  key: string;
}

/** A certificate as a file: this object's canonical JSON and not one octet more. The signature is by SEAL-103. */
export interface SignedCertificate {
  certificate: Certificate;
  signature: string;
}

/** `GET /.well-known/smseal-certificates`: the key that the installation signs certificates with. */
export interface CertificateKey {
  algorithm: 'Ed25519';
  key: string;
}

import { createHash } from 'node:crypto';
import { INVENTORY } from '@smseal/inventory';
import { utcDay } from '@smseal/policy';
import {
  canonicalJson,
  CERTIFICATE_LIMIT,
  type Certificate,
  type ErasureKind,
  type Json,
} from '@smseal/protocol';
import type { ErasureRow } from './advance-erasure.ts';
import { JOURNAL_DAYS } from './journal.ts';
import type { SigningKey } from './signing-key.ts';

/** Who issues certificates. */
export interface Issuer {
  /** Address of the service. */
  controller: string;
  key: SigningKey;
}

const DAY_MS = 86_400_000;
/** No backup is older (ARCHITECTURE §6). */
const BACKUP_DAYS = 14;
const TOMBSTONE_DAYS = 90;

/** SHA-256 of the inventory's canonical JSON, base64url. */
const POLICY = createHash('sha256')
  .update(canonicalJson(INVENTORY as unknown as Json))
  .digest('base64url');

/** The certificate of an erasure that was verified, as a file: canonical JSON and not an octet more. */
export function issueCertificate({ controller, key }: Issuer, row: ErasureRow, now: number): string {
  const { id, kind, progress } = row;
  const { received, subject, signed, tables, keys, verified, search } = progress;
  if (kind === 'deletion' || !keys || !verified) throw new TypeError(`the erasure ${id} is not verified`);
  // A clock that was set back does not issue before what it certifies, nor promise an end too early.
  const at = Math.max(now, ...[received, keys.at, verified.at].map((time) => Date.parse(time)));
  const certificate: Certificate = {
    v: 1,
    id,
    issuedAt: new Date(at).toISOString(),
    controller,
    policy: POLICY,
    request: { kind, receivedAt: received },
    subject,
    plan: signed?.plan ?? null,
    rows: tables,
    keys,
    retained: retainedOf(kind, at),
    backups: {
      closedBy: kind === 'account' ? utcDay(at + DAY_MS) : null,
      goneBy: utcDay(at + BACKUP_DAYS * DAY_MS),
    },
    verifier: verified,
    device: signed && { key: signed.key, planSignature: signed.signature, search },
    limit: CERTIFICATE_LIMIT,
    key: key.publicKey,
  };
  const signature = key.sign(canonicalJson(certificate as unknown as Json));
  return canonicalJson({ certificate, signature } as unknown as Json);
}

function retainedOf(kind: ErasureKind, now: number): Certificate['retained'] {
  const journal = {
    what: 'That something was erased, as random names that lead to nobody.',
    basis: 'A backup that is restored has to be erased again (GDPR Art. 17 and 5(2)).',
    until: utcDay(now + JOURNAL_DAYS * DAY_MS),
  };
  switch (kind) {
    case 'account':
      return [journal];
    case 'device':
      return [
        journal,
        {
          what: 'The device’s entry in the signed chain of the account’s devices.',
          basis: 'What other devices have signed since stands on it (GDPR Art. 5(1)(f)).',
          until: null,
        },
      ];
    case 'records':
    case 'contact':
      return [
        journal,
        {
          what: 'The random name of each record, so that every device of the account erases it too.',
          basis: 'The erasure itself (GDPR Art. 17).',
          until: utcDay(now + TOMBSTONE_DAYS * DAY_MS),
        },
      ];
  }
}

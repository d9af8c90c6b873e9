import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { canonicalJson, CERTIFICATE_LIMIT, type Certificate, type Json } from '@smseal/protocol';

const octets = (count: number): string => randomBytes(count).toString('base64url');

/** A key that signs: an installation's, or a device's. */
export interface SomeKey {
  privateKey: KeyObject;
  key: string;
}

export function someKey(): SomeKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, key: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** By its own means: label and parts, each after its length. */
function signed({ privateKey }: SomeKey, label: string, ...parts: Buffer[]): string {
  const framed = [Buffer.from(`smseal/2026-11/${label}`), ...parts].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return sign(null, Buffer.concat(framed), privateKey).toString('base64url');
}

/** A certificate of a person’s erasure, as a service with that key issues it; signed by it in {@link certificateFile}. */
export function someCertificate(installation: SomeKey, given: Partial<Certificate> = {}): Certificate {
  const device = someKey();
  const id = octets(16);
  const plan = createHash('sha256').update('a plan').digest();
  const search = Buffer.from(
    JSON.stringify({
      v: 1,
      id,
      device: octets(16),
      plan: plan.toString('base64url'),
      at: '2026-11-22T12:00:09.000Z',
      sought: 431,
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
    rows: [],
    keys: { destroyed: [], at: '2026-11-22T12:00:01.000Z' },
    retained: [
      {
        what: 'The random name of each record, so that every device of the account erases it too.',
        basis: 'The erasure itself (GDPR Art. 17).',
        until: '2027-02-20',
      },
    ],
    backups: { closedBy: null, goneBy: '2026-12-06' },
    verifier: {
      build: octets(32),
      at: '2026-11-22T12:00:02.000Z',
      checks: [{ check: 'nothing is left', looked: 214 }],
    },
    device: {
      key: device.key,
      planSignature: signed(device, 'erasure/plan', Buffer.from(id), plan),
      search: {
        statement: search.toString('base64url'),
        signature: signed(device, 'erasure/search', search),
      },
    },
    limit: CERTIFICATE_LIMIT,
    key: installation.key,
    ...given,
  };
}

/** The file in which a certificate is handed out. */
export function certificateFile(certificate: Certificate, by: SomeKey): Buffer {
  const text = canonicalJson(certificate as unknown as Json);
  const signature = signed(by, 'erasure/certificate', Buffer.from(text));
  return Buffer.from(canonicalJson({ certificate, signature } as unknown as Json));
}

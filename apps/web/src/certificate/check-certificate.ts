import type { Certificate, CertificateKey } from '@smseal/protocol';
import { CertificateRefused, verifyCertificate } from '@smseal/seal';

/** What is known of the key that signed a certificate. */
export type KeyStanding =
  /** The service whose page this is publishes it. */
  | 'published'
  /** Another service issued the certificate: its own page knows its key. */
  | 'elsewhere'
  /** The service could not be asked. */
  | 'not-asked';

/** What came of checking a file. */
export type Checked =
  { state: 'verified'; certificate: Certificate; key: KeyStanding } | { state: 'refused'; reason: string };

/** No certificate is larger. */
const MOST_OCTETS = 1024 * 1024;

/** Checks a file in this browser. Nothing of it leaves; the service is asked for its public key alone. */
export async function checkCertificate(file: Blob): Promise<Checked> {
  if (file.size > MOST_OCTETS) return { state: 'refused', reason: 'It is too large to be a certificate.' };
  try {
    const octets = new Uint8Array(await file.arrayBuffer());
    const certificate = await verifyCertificate(octets);
    if (certificate.controller !== location.origin)
      return { state: 'verified', certificate, key: 'elsewhere' };
    const published = await publishedKey();
    if (published === null) return { state: 'verified', certificate, key: 'not-asked' };
    // Once more with the key from outside the file.
    await verifyCertificate(octets, { key: published });
    return { state: 'verified', certificate, key: 'published' };
  } catch (error) {
    if (error instanceof CertificateRefused) return { state: 'refused', reason: error.message };
    if (error instanceof DOMException) return { state: 'refused', reason: 'The file cannot be read.' };
    throw error;
  }
}

/** The key that this service publishes; null where it cannot be asked. */
async function publishedKey(): Promise<string | null> {
  try {
    const answer = await fetch('/.well-known/smseal-certificates', {
      cache: 'no-store',
      credentials: 'omit',
    });
    return answer.ok ? ((await answer.json()) as CertificateKey).key : null;
  } catch {
    return null;
  }
}

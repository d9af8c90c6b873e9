import type { Certificate } from '@smseal/protocol';
import { CertificateRefused, verifyCertificate } from '@smseal/seal';
import { ask, jsonOf, type Site } from '../site/site.ts';

/** From the request on, keys are destroyed within so long. */
const AT_ONCE_MS = 60_000;

/**
 * What is wrong with a certificate: it does not hold under the key that the service publishes, it names its subject, somebody
 * has not looked, something was left, or an altered one holds as well.
 */
export async function certificateFaults(
  site: Site,
  { file, account }: { file: string | null; account: string },
): Promise<string[]> {
  if (file === null) return ['there is no certificate'];
  const published = jsonOf(await ask(site, { path: '/.well-known/smseal-certificates' }))?.['key'];
  if (typeof published !== 'string') return ['the service publishes no key for certificates'];
  const faults: string[] = [];
  if (file.includes(account)) faults.push('the certificate names its subject');
  const held = await heldOrWhy(file, published);
  if (typeof held === 'string') faults.push(`the certificate is refused: ${held}`);
  else faults.push(...saidWrongly(held));
  const altered = file.replace('"issuedAt":"2', '"issuedAt":"3');
  if (typeof (await heldOrWhy(altered)) !== 'string') faults.push('an altered certificate holds');
  return faults;
}

function saidWrongly({ verifier, rows, keys, request, device }: Certificate): string[] {
  const faults: string[] = [];
  if (verifier.checks.length === 0) faults.push('nobody looked for what was erased');
  if (rows.some(({ after }) => after > 0)) faults.push('it was certified although rows were left');
  if (Date.parse(keys.at) - Date.parse(request.receivedAt) > AT_ONCE_MS)
    faults.push('the keys were destroyed more than a minute after it was asked for');
  if (!device?.search) faults.push('it does not say what its device has found');
  return faults;
}

/** What the certificate says, or the sentence with which it is refused. */
async function heldOrWhy(file: string, key?: string): Promise<Certificate | string> {
  try {
    return await verifyCertificate(Buffer.from(file), key === undefined ? {} : { key });
  } catch (error) {
    if (error instanceof CertificateRefused) return error.message;
    throw error;
  }
}

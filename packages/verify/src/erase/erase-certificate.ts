import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { ask } from '../site/site.ts';
import { certificateFaults } from './certificate-faults.ts';
import { fetchCertificate } from './fetch-certificate.ts';

/** Fetches the certificate of the account that was deleted, by the token alone, once its device has looked; checks it offline. */
export async function eraseCertificate({ site, deletion }: ThrowawayAccount): Promise<Outcome> {
  if (deletion === null) return unproved('the account was not deleted by its holder and a device');
  const { erasure, signed, identity } = deletion;
  const { id, token } = erasure;
  const file = await fetchCertificate(site, { id, signed, by: identity.keys, token });
  const faults = await certificateFaults(site, { file, account: identity.account });
  if (
    (await ask(site, { path: '/v1/devices', headers: { authorization: `Bearer ${token}` } })).status !== 401
  )
    faults.push('the token opens more than the certificate');
  return verdict(faults, 'it is there for the token, signed by both, and holds offline');
}

import type { ErasureView, Id, SignedPlan } from '@smseal/protocol';
import { planDigest, signSearch, type DeviceKeys } from '@smseal/seal';
import { ask, jsonOf, type Site } from '../site/site.ts';

/** An erasure that a device has planned. */
export interface PlannedErasure {
  id: Id;
  signed: SignedPlan;
  by: DeviceKeys;
  /** With which it is asked for: the device's own, or that of the answer that ended the account. */
  token: string;
}

/** Tells that the device has looked and found nothing, and fetches the certificate; null where there is none. */
export async function fetchCertificate(
  site: Site,
  { id, signed, by, token }: PlannedErasure,
): Promise<string | null> {
  const path = `/v1/erasures/${id}`;
  const headers = { authorization: `Bearer ${token}` };
  const at = new Date().toISOString();
  const plan = await planDigest(signed);
  const search = await signSearch({ v: 1, id, device: by.id, plan, at, sought: 1, found: 0 }, by);
  await ask(site, {
    method: 'POST',
    path: `${path}/search`,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(search),
  });
  const view = jsonOf(await ask(site, { path, headers })) as Partial<ErasureView> | null;
  return view?.certificate ?? null;
}

/** The routes of erasures. Each is idempotent, so each may be tried again. */
import type { ErasureView, Id, PostErasure, SignedSearch } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/**
 * Orders an erasure; the same plan again is the same answer. Nothing can be reached any more when it resolves.
 * @throws CodedError `erasure-outdated`, `erasure-conflict`, `erasure-unsigned`.
 */
export function postErasure(api: ApiClient, erasure: PostErasure, how: How = {}): Promise<ErasureView> {
  return api.json({ method: 'POST', path: '/v1/erasures', json: erasure, ...how });
}

/** How far an erasure is, with its certificate once there is one. @throws CodedError `not-found`. */
export function getErasure(api: ApiClient, id: Id, how: How = {}): Promise<ErasureView> {
  return api.json({ method: 'GET', path: `/v1/erasures/${id}`, ...how });
}

/** Tells that this device has looked and found nothing. @throws CodedError `erasure-conflict` once the certificate is there. */
export function postErasureSearch(
  api: ApiClient,
  { erasure, search }: { erasure: Id; search: SignedSearch },
  how: How = {},
): Promise<ErasureView> {
  return api.json({ method: 'POST', path: `/v1/erasures/${erasure}/search`, json: search, ...how });
}

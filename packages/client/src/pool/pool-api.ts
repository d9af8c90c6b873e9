/** The routes of pools of gateways. */
import type {
  CompanionsPage,
  Id,
  PoolKeys,
  PoolKeyView,
  PostPoolGrants,
  PostPoolKey,
} from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** A pool's keys by generation and day, for its members and for who sends. */
export async function listPoolKeys(api: ApiClient, pool: Id, how: How = {}): Promise<PoolKeyView[]> {
  const { keys } = await api.json<PoolKeys>({ method: 'GET', path: `/v1/pools/${pool}/keys`, ...how });
  return keys;
}

/**
 * Hands in keys that this member made; of a day and generation that has one, the first stays.
 * @throws CodedError `forbidden` for who is no member, `unknown-target` for a wrap to a device that is none.
 */
export async function postPoolKeys(
  api: ApiClient,
  { pool, keys }: { pool: Id; keys: PostPoolKey[] },
  how: How = {},
): Promise<void> {
  await api.json<undefined>({ method: 'POST', path: `/v1/pools/${pool}/keys`, json: { keys }, ...how });
}

/** Hands keys on to members that came later. @throws CodedError `forbidden`, `unknown-target`, `not-found`. */
export async function postPoolGrants(
  api: ApiClient,
  { pool, grants }: { pool: Id; grants: PostPoolGrants['grants'] },
  how: How = {},
): Promise<void> {
  await api.json<undefined>({ method: 'POST', path: `/v1/pools/${pool}/grants`, json: { grants }, ...how });
}

/** What other gateways of the pool reported after a cursor; from the oldest that still matters without one. */
export function listCompanions(api: ApiClient, after: string | null, how: How = {}): Promise<CompanionsPage> {
  const query = after === null ? '' : `?after=${encodeURIComponent(after)}`;
  return api.json({ method: 'GET', path: `/v1/outbox/companions${query}`, ...how });
}

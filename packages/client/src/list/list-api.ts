/** The routes of lists. */
import {
  CodedError,
  type AppendListSegment,
  type ListKeySet,
  type ListName,
  type ListSegmentsPage,
} from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/**
 * Appends a segment; the same octets again change nothing.
 * @throws CodedError `list-conflict` (with `head`), `list-key-replaced` (with `current`), `list-invalid`, `forbidden`.
 */
export async function postListSegment(
  api: ApiClient,
  segment: AppendListSegment,
  how: How = {},
): Promise<void> {
  await api.json({ method: 'POST', path: `/v1/lists/${segment.list}/segments`, json: segment, ...how });
}

/**
 * Segments from number `after` on, and where the list ends; null for a list that nobody has begun.
 * @throws CodedError `forbidden` for a gateway that does not follow the list.
 */
export function getListPage(
  api: ApiClient,
  { list, after }: { list: ListName; after: number },
  how: How = {},
): Promise<ListSegmentsPage | null> {
  const request = { method: 'GET', path: `/v1/lists/${list}/segments`, query: { after } } as const;
  return api.json<ListSegmentsPage>({ ...request, ...how }).catch(noneForNotFound);
}

/**
 * Hands in a list's next keys; the same octets again change nothing.
 * @throws CodedError `version-conflict` (with `current`), `list-conflict` (with `head`), `wrong-epoch`, `unknown-target`.
 */
export async function putListKeys(api: ApiClient, set: ListKeySet, how: How = {}): Promise<void> {
  await api.json({ method: 'PUT', path: `/v1/lists/${set.list}/keys`, json: set, ...how });
}

/** A list's newest keys; null for a list that nobody has begun. @throws CodedError `forbidden`. */
export function getListKeys(api: ApiClient, list: ListName, how: How = {}): Promise<ListKeySet | null> {
  const request = { method: 'GET', path: `/v1/lists/${list}/keys` } as const;
  return api.json<ListKeySet>({ ...request, ...how }).catch(noneForNotFound);
}

function noneForNotFound(error: unknown): null {
  if (error instanceof CodedError && error.code === 'not-found') return null;
  throw error;
}

/** The routes of stored records. Each is idempotent, so each may be tried again. */
import type {
  ChangesPage,
  DeleteRecords,
  RecordIdsPage,
  RecordKind,
  RecordsAccepted,
  RecordsPage,
  SealedRecord,
} from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** Posts at most 1,000 records, all or nothing; the same version and octets again change nothing. */
export function putRecords(api: ApiClient, records: SealedRecord[], how: How = {}): Promise<RecordsAccepted> {
  return api.json({ method: 'POST', path: '/v1/records', json: { records }, ...how });
}

/** Deletes at most 1,000 records; unknown ids are no-ops. */
export function deleteRecords(
  api: ApiClient,
  records: DeleteRecords['records'],
  how: How = {},
): Promise<RecordsAccepted> {
  return api.json({ method: 'POST', path: '/v1/records/delete', json: { records }, ...how });
}

/** What changed after `since`, in order of seq. */
export function listChanges(
  api: ApiClient,
  page: { since: number; limit?: number },
  how: How = {},
): Promise<ChangesPage> {
  return api.json({ method: 'GET', path: '/v1/changes', query: page, ...how });
}

/** One page of a kind: messages newest day first, other kinds by id. */
export function listRecords(
  api: ApiClient,
  page: { kind: RecordKind; after?: string; limit?: number },
  how: How = {},
): Promise<RecordsPage> {
  return api.json({ method: 'GET', path: '/v1/records', query: page, ...how });
}

/** Ids and versions of a kind, for reconciliation as a set. */
export function listRecordIds(
  api: ApiClient,
  page: { kind: RecordKind; after?: string; limit?: number },
  how: How = {},
): Promise<RecordIdsPage> {
  return api.json({ method: 'GET', path: '/v1/record-ids', query: page, ...how });
}

/** The routes of the outbox. Each is idempotent by ids and numbers. */
import type { BatchStored, Id, LeaseAnswer, PostBatch, PostSegment, SegmentStored } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** Hands in a batch; resolves once it is committed. */
export async function postBatch(api: ApiClient, batch: PostBatch, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: '/v1/outbox/batches', json: batch, ...how });
}

/** Stops what has not left. */
export async function cancelBatch(api: ApiClient, batch: Id, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: `/v1/outbox/batches/${batch}/cancel`, ...how });
}

/** Takes due batches for the calling device, which is at work on none: what a lost answer or a crash left comes again. */
export function leaseBatches(api: ApiClient, limit: number, how: How = {}): Promise<LeaseAnswer> {
  return api.json({ method: 'POST', path: '/v1/outbox/lease', json: { limit, resume: true }, ...how });
}

/** Prolongs a lease. @throws CodedError `lease-lost`. */
export async function renewLease(
  api: ApiClient,
  held: { batch: Id; lease: Id },
  how: How = {},
): Promise<void> {
  const json = { lease: held.lease };
  await api.json({ method: 'POST', path: `/v1/outbox/batches/${held.batch}/renew`, json, ...how });
}

/** Gives a lease back before it lapses. */
export async function releaseLease(
  api: ApiClient,
  held: { batch: Id; lease: Id },
  how: How = {},
): Promise<void> {
  const json = { lease: held.lease };
  await api.json({ method: 'POST', path: `/v1/outbox/batches/${held.batch}/release`, json, ...how });
}

/** Reports events of a batch; the same number and octets again change nothing. */
export async function postSegment(
  api: ApiClient,
  report: { batch: Id; segment: PostSegment },
  how: How = {},
): Promise<void> {
  const path = `/v1/outbox/batches/${report.batch}/segments`;
  await api.json({ method: 'POST', path, json: report.segment, ...how });
}

/** One page of all batches and their segments, for a cold start. */
export function listBatches(
  api: ApiClient,
  page: { after?: string; limit?: number },
  how: How = {},
): Promise<{ batches: BatchStored[]; segments: SegmentStored[]; next: string | null }> {
  return api.json({ method: 'GET', path: '/v1/outbox/batches', query: page, ...how });
}

/** The routes of the outbox. Each is idempotent by ids and numbers. */
import {
  fromBase64Url,
  TEXT_STATES,
  type BatchProgress,
  type BatchStored,
  type BatchView,
  type Id,
  type LeaseAnswer,
  type NamedBatches,
  type OwnBatchesPage,
  type PostBatch,
  type PostRequests,
  type PostSegment,
  type RawRequests,
  type RawSegments,
  type Renewed,
  type RequestsAnswer,
  type SegmentsAnswer,
  type SegmentStored,
  type StatesAnswer,
  type TextsCancelled,
  type TextState,
} from '@smseal/protocol';
import type { ApiClient, ApiRequest, How } from '../api/api-client.ts';
import { encodeCbor } from '../api/encode-cbor.ts';
import { toRawRequests } from './raw-forms.ts';

/** Characters of envelopes from which on a body goes as CBOR: below, base64 costs less than looking at it twice. */
const LARGE = 16 * 1024;

/** Hands in a batch; resolves once it is committed. */
export async function postBatch(api: ApiClient, batch: PostBatch, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: '/v1/outbox/batches', json: batch, ...how });
}

/** Stops what has not left. */
export async function cancelBatch(api: ApiClient, batch: Id, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: `/v1/outbox/batches/${batch}/cancel`, ...how });
}

/** Stops those of the named texts that no device holds. Returns the states of all of them. @throws CodedError `not-found`. */
export function cancelTexts(
  api: ApiClient,
  { batch, indexes }: { batch: Id; indexes: readonly number[] },
  how: How = {},
): Promise<TextsCancelled> {
  const path = `/v1/outbox/batches/${batch}/cancel-texts`;
  return api.json({ method: 'POST', path, json: { indexes }, ...how });
}

/** One page of the batches that this device wrote, newest first. */
export function listOwnBatches(
  api: ApiClient,
  page: { after?: string; limit?: number },
  how: How = {},
): Promise<OwnBatchesPage> {
  return api.json({ method: 'GET', path: '/v1/outbox/own', query: page, ...how });
}

/** Takes due batches for the calling device, which is at work on none: what a lost answer or a crash left comes again. */
export function leaseBatches(api: ApiClient, limit: number, how: How = {}): Promise<LeaseAnswer> {
  return api.json({ method: 'POST', path: '/v1/outbox/lease', json: { limit, resume: true }, ...how });
}

/** Prolongs a lease and tells whether the batch was paused meanwhile. @throws CodedError `lease-lost`. */
export function renewLease(api: ApiClient, held: { batch: Id; lease: Id }, how: How = {}): Promise<Renewed> {
  const json = { lease: held.lease };
  return api.json({ method: 'POST', path: `/v1/outbox/batches/${held.batch}/renew`, json, ...how });
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

/**
 * Hands in up to 16 batches with up to 1,000 requests that their texts belong to, all or nothing; resolves once they are
 * committed. The same batches again change nothing and answer as the first time, so it may be tried again.
 * @throws CodedError `batch-conflict`, `batch-expired`, `unknown-target`, `wrong-epoch`, `wrong-author`, `invalid-request`.
 */
export function postRequests(
  api: ApiClient,
  requests: PostRequests | RawRequests,
  how: How = {},
): Promise<RequestsAnswer> {
  const body = isRaw(requests)
    ? inCbor(requests)
    : weigh(requests.batches) < LARGE
      ? { json: requests }
      : inCbor(toRawRequests(requests));
  return api.json({ method: 'POST', path: '/v1/outbox/requests', ...body, ...how });
}

/**
 * Reports events of many batches, up to 256 segments. Each is taken or refused by itself, as its outcome says; those
 * that are known change nothing.
 */
export function postSegments(api: ApiClient, segments: RawSegments, how: How = {}): Promise<SegmentsAnswer> {
  return api.json({ method: 'POST', path: '/v1/outbox/segments', ...inCbor(segments), ...how });
}

/** A batch with its segments, for readers, its author and its target. @throws CodedError `not-found`. */
export function getBatch(api: ApiClient, batch: Id, how: How = {}): Promise<BatchView> {
  return api.json({ method: 'GET', path: `/v1/outbox/batches/${batch}`, ...how });
}

/** The states of every text of up to 500 batches, by batch; those that are not there are left out. */
export async function getStates(
  api: ApiClient,
  batches: Id[],
  how: How = {},
): Promise<(BatchProgress & { states: TextState[] })[]> {
  const json = { batches, form: 'packed' };
  const answer = await api.json<StatesAnswer>({ method: 'POST', path: '/v1/outbox/states', json, ...how });
  return answer.batches.map(({ batch, paused, ...rest }) => ({
    batch,
    paused,
    states: 'states' in rest ? unpackStates(rest.states) : [],
  }));
}

/** How many texts of up to 500 batches are in each state, by batch; states of no text are left out. */
export async function getStateCounts(
  api: ApiClient,
  batches: Id[],
  how: How = {},
): Promise<(BatchProgress & { counts: Partial<Record<TextState, number>> })[]> {
  const json = { batches, form: 'counts' };
  const answer = await api.json<StatesAnswer>({ method: 'POST', path: '/v1/outbox/states', json, ...how });
  return answer.batches.map(({ batch, paused, ...rest }) => ({
    batch,
    paused,
    counts: 'counts' in rest ? rest.counts : {},
  }));
}

/** Holds up to 500 batches back. Returns those that are there. */
export function pauseBatches(api: ApiClient, batches: Id[], how: How = {}): Promise<NamedBatches> {
  return api.json({ method: 'POST', path: '/v1/outbox/batches/pause', json: { batches }, ...how });
}

/** Lets up to 500 batches go on. Returns those that are there. */
export function resumeBatches(api: ApiClient, batches: Id[], how: How = {}): Promise<NamedBatches> {
  return api.json({ method: 'POST', path: '/v1/outbox/batches/resume', json: { batches }, ...how });
}

function isRaw(requests: PostRequests | RawRequests): requests is RawRequests {
  return requests.batches.every(({ envelope }) => typeof envelope !== 'string');
}

function weigh(sealed: readonly { envelope: string }[]): number {
  return sealed.reduce((sum, { envelope }) => sum + envelope.length, 0);
}

function inCbor(body: object): Pick<ApiRequest, 'octets' | 'type'> {
  return { octets: encodeCbor(body), type: 'application/cbor' };
}

/** A number that this version does not know is a state that it does not know. */
function unpackStates(packed: string): TextState[] {
  return Array.from(fromBase64Url(packed), (octet) => TEXT_STATES[octet] ?? 'unknown');
}

import {
  CodedError,
  packReports,
  type PostBatch,
  type PostRequests,
  type PostSegment,
  type PostSegments,
  type RawBatch,
  type RawRequests,
  type RawSegment,
  type RawSegments,
} from '@smseal/protocol';

/** A batch with its octets decoded; `at` is its place in the request. @throws CodedError `invalid-request`. */
export function toRawBatch(batch: PostBatch, at = ''): RawBatch {
  const octets = (text: string, member: string) => octetsOf(text, `${at}/${member}`);
  const { targetWrap, accountWrap } = batch;
  return {
    ...batch,
    envelope: octets(batch.envelope, 'envelope'),
    targetWrap: {
      enc: octets(targetWrap.enc, 'targetWrap/enc'),
      sealed: octets(targetWrap.sealed, 'targetWrap/sealed'),
    },
    accountWrap: {
      enc: octets(accountWrap.enc, 'accountWrap/enc'),
      sealed: octets(accountWrap.sealed, 'accountWrap/sealed'),
    },
    signature: octets(batch.signature, 'signature'),
  };
}

/** @throws CodedError `invalid-request`. */
export function toRawRequests({ batches, claims, ...rest }: PostRequests): RawRequests {
  return {
    batches: batches.map((batch, place) => toRawBatch(batch, `/batches/${place}`)),
    claims: claims.map((claim, place) => ({
      ...claim,
      key: octetsOf(claim.key, `/claims/${place}/key`),
      body: octetsOf(claim.body, `/claims/${place}/body`),
    })),
    ...rest,
  };
}

/** A segment with its octets decoded; `at` is its place in the request. @throws CodedError `invalid-request`. */
export function toRawSegment(segment: PostSegment, at = ''): RawSegment {
  return {
    ...segment,
    envelope: octetsOf(segment.envelope, `${at}/envelope`),
    signature: octetsOf(segment.signature, `${at}/signature`),
    states: packReports(segment.states),
  };
}

/** @throws CodedError `invalid-request`. */
export function toRawSegments({ segments }: PostSegments): RawSegments {
  return {
    segments: segments.map(({ batch, segment }, place) => ({
      batch,
      segment: toRawSegment(segment, `/segments/${place}/segment`),
    })),
  };
}

/** Decoding is lenient, and one octet string has one text: what does not encode back was not canonical. */
function octetsOf(text: string, at: string): Buffer {
  const octets = Buffer.from(text, 'base64url');
  if (octets.toString('base64url') !== text) throw new CodedError('invalid-request', { at });
  return octets;
}

import {
  fromBase64Url,
  type PostBatch,
  type PostRequests,
  type RawBatch,
  type RawRequests,
  type Wrap,
} from '@smseal/protocol';

/** Requests with their octets decoded, as CBOR carries them. */
export function toRawRequests({ batches, claims, ...rest }: PostRequests): RawRequests {
  return {
    batches: batches.map(toRawBatch),
    claims: claims.map((claim) => ({
      ...claim,
      key: fromBase64Url(claim.key),
      body: fromBase64Url(claim.body),
    })),
    ...rest,
  };
}

function toRawBatch(batch: PostBatch): RawBatch {
  return {
    ...batch,
    envelope: fromBase64Url(batch.envelope),
    targetWrap: toRawWrap(batch.targetWrap),
    accountWrap: toRawWrap(batch.accountWrap),
    signature: fromBase64Url(batch.signature),
  };
}

function toRawWrap({ enc, sealed }: Wrap): RawBatch['targetWrap'] {
  return { enc: fromBase64Url(enc), sealed: fromBase64Url(sealed) };
}

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { BLOB_CHUNK_OCTETS, MAX_BLOB_OCTETS, type Attachment } from '@smseal/protocol';
import fc from 'fast-check';
import {
  blobSize,
  newBlobKey,
  openBlob,
  openBlobChunk,
  pad,
  randomId,
  sealBlob,
  sealBlobChunk,
  type Octets,
  type SealedBlob,
} from '../src/index.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

function content(length: number): Octets {
  return Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);
}

function attachment(blob: SealedBlob, size: number): Attachment {
  const { id, key, digest, chunks } = blob;
  return { blob: id, key, digest, contentType: 'image/jpeg', name: null, size, chunks: chunks.length };
}

test('[SEAL-47] a blob of any size comes back, padded on the way', async () => {
  const sizes = fc.oneof(fc.nat(300), fc.nat(BLOB_CHUNK_OCTETS * 3), fc.constant(BLOB_CHUNK_OCTETS));
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const octets = content(size);
      const sealed = await sealBlob(octets);
      equal(sealed.size, pad(size));
      equal(sealed.chunks.length, Math.ceil(sealed.size / BLOB_CHUNK_OCTETS));
      for (const chunk of sealed.chunks.slice(0, -1)) equal(chunk.length, BLOB_CHUNK_OCTETS + 16);
      equal(String(await openBlob(attachment(sealed, size), sealed.chunks)), String(octets));
    }),
    { seed, numRuns: 12 },
  );
});

test('[SEAL-47] padding stops at the largest blob, which has a bound', async () => {
  equal(blobSize(MAX_BLOB_OCTETS), MAX_BLOB_OCTETS);
  equal(blobSize(MAX_BLOB_OCTETS - 1), MAX_BLOB_OCTETS);
  await refused('malformed', () => blobSize(MAX_BLOB_OCTETS + 1));
});

test('[SEAL-47] chunks have their one length', async () => {
  const chunk = { key: newBlobKey(), blob: randomId(), index: 0 };
  await refused('malformed', () => sealBlobChunk({ ...chunk, last: false, octets: content(5) }));
  await refused('malformed', () => sealBlobChunk({ ...chunk, last: true, octets: content(0) }));
  await refused('malformed', () =>
    sealBlobChunk({ ...chunk, last: true, octets: content(BLOB_CHUNK_OCTETS + 1) }),
  );
});

test('[SEAL-48] a truncated, extended or reordered blob is refused', async () => {
  const octets = content(BLOB_CHUNK_OCTETS * 3 - 100);
  const [sealed, other] = [await sealBlob(octets), await sealBlob(octets)];
  const about = attachment(sealed, octets.length);
  const [a, b, c] = sealed.chunks as [Octets, Octets, Octets];
  const open =
    (chunks: Octets[], change: object = {}) =>
    () =>
      openBlob({ ...about, ...change }, chunks);
  deepEqual(await open([a, b, c])(), octets);
  await refused('blob-truncated', open([a, b]));
  await refused('blob-truncated', open([]));
  await refused('blob-truncated', open([a, b, c, c]));
  await refused('not-authentic', open([a, b], { chunks: 2 }));
  await refused('not-authentic', open([b, a, c]));
  await refused('not-authentic', open([a, c, b]));
  await refused('not-authentic', open([a, b, c, c], { chunks: 4 }));
  await refused('not-authentic', open([a, b, c.slice(0, -1)]));
  await refused('not-authentic', open([a, b.with(1000, (b[1000] ?? 0) ^ 1), c]));
  await refused('not-authentic', open([a, b, other.chunks[2] ?? c]));
  await refused('not-authentic', open([a, b, c], { blob: other.id }));
  await refused('not-authentic', open([a, b, c], { key: other.key }));
  await refused('not-authentic', open([a, b, c], { digest: other.key }));
  await refused('blob-truncated', open([a, b, c], { size: 100 }));
});

test('[SEAL-48] a last chunk is no middle one, nor a middle one the last', async () => {
  const place = { key: newBlobKey(), blob: randomId(), index: 4 };
  const octets = content(BLOB_CHUNK_OCTETS);
  const middle = await sealBlobChunk({ ...place, last: false, octets });
  const last = await sealBlobChunk({ ...place, last: true, octets });
  deepEqual(await openBlobChunk({ ...place, last: false, octets: middle }), octets);
  await refused('not-authentic', () => openBlobChunk({ ...place, last: true, octets: middle }));
  await refused('not-authentic', () => openBlobChunk({ ...place, last: false, octets: last }));
  await refused('not-authentic', () => openBlobChunk({ ...place, index: 5, last: true, octets: last }));
});

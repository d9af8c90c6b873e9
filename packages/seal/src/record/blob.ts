/**
 * Blobs: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over AES-256-GCM with 256 KiB
 * chunks. The nonce of a chunk is its number and whether it is the last, so none can be moved, dropped or added. The
 * key is random, for one blob only, and lies in the payload of the blob's owner.
 */
import { BLOB_CHUNK_OCTETS, MAX_BLOB_OCTETS, toBase64Url, type Attachment, type Id } from '@smseal/protocol';
import { pad, zeroPadded } from '../envelope/padding.ts';
import { frame } from '../octets/frame.ts';
import { concat, equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { decrypt, encrypt, importAesKey, KEY_OCTETS, NONCE_OCTETS } from '../primitive/aes-gcm.ts';
import { sha256 } from '../primitive/hash.ts';
import { randomId, randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';

/** A random key for exactly one blob. */
export function newBlobKey(): Octets {
  return randomOctets(KEY_OCTETS);
}

export interface BlobChunk {
  /** The blob's key, 32 octets. Under one key a chunk number stands for one content, ever. */
  key: Octets;
  blob: Id;
  /** 0-based. */
  index: number;
  last: boolean;
  octets: Octets;
}

/** Seals one chunk: exactly 256 KiB, the last one 1 octet or more. The result is 16 octets longer. */
export async function sealBlobChunk(chunk: BlobChunk): Promise<Octets> {
  const { octets, last } = chunk;
  if (octets.length > BLOB_CHUNK_OCTETS || octets.length < (last ? 1 : BLOB_CHUNK_OCTETS)) {
    throw new SealError('malformed', 'a chunk of a wrong length');
  }
  return encrypt({ ...(await place(chunk)), octets });
}

/** @throws SealError `not-authentic` when it is not this chunk of this blob, last or not as said. */
export async function openBlobChunk(chunk: BlobChunk): Promise<Octets> {
  return decrypt({ ...(await place(chunk)), octets: chunk.octets });
}

/** A whole blob, sealed. */
export interface SealedBlob {
  id: Id;
  /** 32 octets, base64url: for the owner's payload. */
  key: string;
  chunks: Octets[];
  /** Padded plain size in octets: what the server is told. */
  size: number;
  /** SHA-256 of the true octets, base64url: for the owner's payload. */
  digest: string;
}

/** Pads and seals a whole blob. @throws SealError `malformed` beyond 32 MiB. */
export async function sealBlob(octets: Octets): Promise<SealedBlob> {
  return sealBlobWith(octets, { id: randomId(), key: newBlobKey() });
}

/** @param fixed known-answer vectors alone choose it. */
export async function sealBlobWith(octets: Octets, fixed: { id: Id; key: Octets }): Promise<SealedBlob> {
  const { id, key } = fixed;
  const padded = zeroPadded(octets, blobSize(octets.length));
  const chunks: Octets[] = [];
  const count = Math.ceil(padded.length / BLOB_CHUNK_OCTETS);
  for (let index = 0; index < count; index++) {
    const part = padded.subarray(index * BLOB_CHUNK_OCTETS, (index + 1) * BLOB_CHUNK_OCTETS);
    chunks.push(await sealBlobChunk({ key, blob: id, index, last: index === count - 1, octets: part }));
  }
  const digest = toBase64Url(await sha256(octets));
  return { id, key: toBase64Url(key), chunks, size: padded.length, digest };
}

/**
 * Opens a whole blob as its owner's payload describes it.
 * @throws SealError `blob-truncated` when chunks are missing or too many; `not-authentic` when one is altered, moved, or
 *   the whole is not what the digest says; `malformed`.
 */
export async function openBlob(attachment: Attachment, chunks: readonly Octets[]): Promise<Octets> {
  const { blob, size } = attachment;
  if (chunks.length !== attachment.chunks) {
    throw new SealError('blob-truncated', `${chunks.length} chunks of ${attachment.chunks}`);
  }
  const key = fromWire(attachment.key, KEY_OCTETS);
  const last = chunks.length - 1;
  const parts: Octets[] = [];
  for (const [index, octets] of chunks.entries()) {
    parts.push(await openBlobChunk({ key, blob, index, last: index === last, octets }));
  }
  const padded = concat(...parts);
  if (padded.length !== blobSize(size)) throw new SealError('blob-truncated', 'a blob of another size');
  const octets = padded.slice(0, size);
  if (!equalOctets(await sha256(octets), fromWire(attachment.digest, 32))) {
    throw new SealError('not-authentic', 'a blob with another digest');
  }
  return octets;
}

/** The padded size of a blob; padding never passes the largest size. @throws SealError `malformed` beyond 32 MiB. */
export function blobSize(length: number): number {
  if (length > MAX_BLOB_OCTETS) throw new SealError('malformed', 'a blob has at most 32 MiB');
  return Math.min(pad(length), MAX_BLOB_OCTETS);
}

/** Nonce: eleven octets of big-endian chunk number, one octet that is 1 on the last chunk. */
async function place({ key, blob, index, last }: BlobChunk) {
  const nonce = new Uint8Array(NONCE_OCTETS);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = last ? 1 : 0;
  return { key: await importAesKey(key), nonce, aad: frame('blob', blob) };
}

import { announceBlob, blobStatus, type BlobStore } from '@smseal/database';
import {
  BLOB_CHUNK_OCTETS,
  CodedError,
  Id,
  MAX_BLOB_CHUNKS,
  PutBlob,
  type BlobStatus,
} from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needCapability, needDevice } from '../security/authentication.ts';
import type { LiveDevice } from '../device/device-tokens.ts';

const OCTETS = 'application/octet-stream';
/** What sealing adds to a chunk (STREAM: the tag of AES-256-GCM). */
const TAG_OCTETS = 16;

const closed = { additionalProperties: false };
const BlobParams = Type.Object({ id: Id }, closed);
const ChunkParams = Type.Object(
  { id: Id, number: Type.Integer({ minimum: 0, maximum: MAX_BLOB_CHUNKS - 1 }) },
  closed,
);

/** Who seals records may store what belongs to them. */
function needSealer(device: LiveDevice): void {
  if (!device.can.includes('write')) needCapability(device, 'read');
}

/** Large sealed parts, in chunks. */
export function blobRoutes(app: App, deps: Deps, store: BlobStore): void {
  app.addContentTypeParser(
    OCTETS,
    { parseAs: 'buffer', bodyLimit: BLOB_CHUNK_OCTETS + TAG_OCTETS },
    (_request, octets, done) => done(null, octets),
  );

  app.put(
    '/v1/blobs/:id',
    { onRequest: needDevice(deps), schema: { params: BlobParams, body: PutBlob } },
    async (request): Promise<BlobStatus> => {
      const device = deviceOf(request);
      needSealer(device);
      const { account } = device;
      const { id } = request.params;
      if (request.body.chunks !== Math.ceil(request.body.size / BLOB_CHUNK_OCTETS))
        throw new CodedError('invalid-request', { at: '/chunks' });
      const blob = { ...request.body, id };
      await announceBlob(deps.database, { account, blob, now: deps.now().getTime() });
      return blobStatus(deps.database, store, { account, id });
    },
  );

  app.get(
    '/v1/blobs/:id',
    { onRequest: needDevice(deps), schema: { params: BlobParams } },
    async (request): Promise<BlobStatus> => {
      const device = deviceOf(request);
      needSealer(device);
      return blobStatus(deps.database, store, { account: device.account, id: request.params.id });
    },
  );

  chunkRoutes(app, deps, store);
}

function chunkRoutes(app: App, deps: Deps, store: BlobStore): void {
  app.put(
    '/v1/blobs/:id/chunks/:number',
    { onRequest: needDevice(deps), schema: { params: ChunkParams } },
    async (request, reply) => {
      const device = deviceOf(request);
      needSealer(device);
      const { account } = device;
      const { id, number } = request.params;
      if (!Buffer.isBuffer(request.body)) throw new CodedError('unsupported-media-type');
      const { size, chunks } = await blobStatus(deps.database, store, { account, id });
      if (number >= chunks) throw new CodedError('invalid-request', { at: '/number' });
      const plain = number < chunks - 1 ? BLOB_CHUNK_OCTETS : size - number * BLOB_CHUNK_OCTETS;
      if (request.body.length !== plain + TAG_OCTETS) throw new CodedError('invalid-request', { at: '' });
      if (!(await store.put({ account, blob: id, number }, request.body)))
        throw new CodedError('blob-conflict');
      return reply.code(204).send();
    },
  );

  app.get(
    '/v1/blobs/:id/chunks/:number',
    { onRequest: needDevice(deps, 'read'), schema: { params: ChunkParams } },
    async (request, reply) => {
      const { account } = deviceOf(request);
      const { id, number } = request.params;
      const octets = await store.get({ account, blob: id, number });
      if (!octets) throw new CodedError('not-found');
      // A chunk never changes: its number is in its nonce and its key is for this blob alone.
      return reply.type(OCTETS).header('cache-control', 'private, max-age=31536000, immutable').send(octets);
    },
  );
}

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { getStateCounts, getStates, postRequests, postSegments } from '@smseal/client';
import { packReports, type PostBatch, type PostRequests } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { DoubleServer } from './double-server.ts';
import { encodeCbor } from '../src/api/encode-cbor.ts';

let server: DoubleServer;

beforeEach(() => {
  server = new DoubleServer({
    'POST /v1/outbox/requests': () => ({ seq: 1, claims: [], leases: [] }),
    'POST /v1/outbox/segments': () => ({ seq: 1, outcomes: ['stored'] }),
  });
});

const text = (octets: number) => Buffer.alloc(octets, 7).toString('base64url');

function requests(envelopeOctets: number): PostRequests {
  const wrap = { enc: text(32), sealed: text(48) };
  const batch: PostBatch = {
    id: randomId(),
    target: randomId(),
    poolKey: null,
    author: randomId(),
    epoch: 1,
    priority: 9,
    notBefore: null,
    expires: '2026-11-22T00:00:00.000Z',
    count: 1,
    envelope: text(envelopeOctets),
    targetWrap: wrap,
    accountWrap: wrap,
    signature: text(64),
  };
  const claim = { key: text(32), body: text(32), batch: batch.id, first: 0, count: 1 };
  return { batches: [batch], claims: [claim], lease: true };
}

test('small requests go as JSON, large ones in CBOR with their octets as they are', async () => {
  const [small, large] = [requests(300), requests(100_000)];
  await postRequests(server.client(), small);
  await postRequests(server.client(), large);
  const [first, second] = server.seen.map(({ body }) => body);
  assert.deepEqual(first, small);
  const octets = (length: number) => new Uint8Array(length).fill(7);
  const [batch] = large.batches;
  const wrap = { enc: octets(32), sealed: octets(48) };
  const sealed = { envelope: octets(100_000), targetWrap: wrap, accountWrap: wrap, signature: octets(64) };
  const raw = {
    ...large,
    batches: [{ ...batch, ...sealed }],
    claims: [{ ...large.claims[0], key: octets(32), body: octets(32) }],
  };
  assert.ok(second instanceof Uint8Array && Buffer.compare(second, encodeCbor(raw)) === 0);
});

test('reports go in CBOR, however small', async () => {
  const [envelope, signature] = [new Uint8Array(200).fill(7), new Uint8Array(64).fill(7)];
  const states = packReports([{ index: 0, state: 'sent' }]);
  const segment = { number: 0, author: randomId(), lease: null, envelope, signature, states };
  const segments = [{ batch: randomId(), segment }];
  await postSegments(server.client(), { segments });
  assert.deepEqual(
    server.seen.map(({ body }) => body),
    [encodeCbor({ segments })],
  );
});

test('states come as words and as numbers', async () => {
  const batch = randomId();
  server.routes['POST /v1/outbox/states'] = ({ body }) => {
    const { form } = body as { form: string };
    const told = form === 'packed' ? { states: 'AAEE' } : { counts: { queued: 2 } };
    return { batches: [{ batch, paused: true, ...told }] };
  };
  const states = await getStates(server.client(), [batch]);
  assert.deepEqual(states, [{ batch, paused: true, states: ['queued', 'leased', 'delivered'] }]);
  const counts = await getStateCounts(server.client(), [batch]);
  assert.deepEqual(counts, [{ batch, paused: true, counts: { queued: 2 } }]);
});

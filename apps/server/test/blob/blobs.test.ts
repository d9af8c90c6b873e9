import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { BLOB_CHUNK_OCTETS, type Id } from '@smseal/protocol';
import { everyHour } from '../../src/retention/housekeeping.ts';
import { contact, contents, message, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
const DAY_MS = 86_400_000;
let now = START;
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

async function sealedAccount(): Promise<{ account: Id; phone: SeededDevice }> {
  now = START;
  const account = await seedAccount(database);
  await startEpoch(database, account);
  return { account, phone: await seedDevice(database, account, { platform: 'phone', can: ['read'] }) };
}

const SIZE = BLOB_CHUNK_OCTETS + 1000;
const announce = (device: SeededDevice, id: Id, given: { owner: Id; [member: string]: unknown }) =>
  server.call('PUT', `/v1/blobs/${id}`, {
    token: device.token,
    body: { ownerKind: 'message', size: SIZE, chunks: 2, ...given },
  });
const putChunk = (device: SeededDevice, path: string, octets: Uint8Array) =>
  server.call('PUT', `/v1/blobs/${path}`, {
    token: device.token,
    body: octets,
    headers: { 'content-type': 'application/octet-stream' },
  });

async function upload(device: SeededDevice, owner: Id): Promise<Id> {
  const id = randomId();
  await announce(device, id, { owner });
  await putChunk(device, `${id}/chunks/0`, randomBytes(BLOB_CHUNK_OCTETS + 16));
  await putChunk(device, `${id}/chunks/1`, randomBytes(1000 + 16));
  return id;
}

const isThere = async (device: SeededDevice, id: Id): Promise<boolean> =>
  (await server.call('GET', `/v1/blobs/${id}`, { token: device.token })).status === 200;
const put = (device: SeededDevice, ...records: unknown[]) =>
  server.call('POST', '/v1/records', { token: device.token, body: { records } });

test('a picture goes up in chunks, in any order and more than once, and comes back octet for octet', async () => {
  const { phone } = await sealedAccount();
  const [id, owner] = [randomId(), randomId()];
  const chunks = [randomBytes(BLOB_CHUNK_OCTETS + 16), randomBytes(1000 + 16)];
  assert.deepEqual((await announce(phone, id, { owner })).body, { id, size: SIZE, chunks: 2, present: [] });
  for (const number of [1, 0, 1])
    assert.equal((await putChunk(phone, `${id}/chunks/${number}`, chunks[number]!)).status, 204);
  assert.deepEqual((await announce(phone, id, { owner })).body['present'], [0, 1]);
  for (const number of [0, 1]) {
    const answer = await fetch(`${server.url}/v1/blobs/${id}/chunks/${number}`, {
      headers: { authorization: `Bearer ${phone.token}` },
    });
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), chunks[number]);
  }
});

test('a blob that is not as announced is refused and changes nothing', async () => {
  const { phone } = await sealedAccount();
  const [id, owner] = [randomId(), randomId()];
  await announce(phone, id, { owner });
  await putChunk(phone, `${id}/chunks/1`, randomBytes(1016));
  const before = await contents(database);
  const refused = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
    const { status, body } = await answer;
    return [status, body['code']];
  };
  const cases: [Promise<{ status: number; body: Record<string, unknown> }>, [number, string]][] = [
    [announce(phone, id, { owner: randomId() }), [409, 'blob-conflict']],
    [announce(phone, id, { owner, size: SIZE + 1 }), [409, 'blob-conflict']],
    [announce(phone, randomId(), { owner, chunks: 1 }), [422, 'invalid-request']],
    [announce(phone, randomId(), { owner, size: 2 ** 25 + 1, chunks: 129 }), [422, 'invalid-request']],
    [announce(phone, randomId(), { owner, name: 'beach.jpg' }), [422, 'invalid-request']],
    [putChunk(phone, `${id}/chunks/1`, randomBytes(1016)), [409, 'blob-conflict']],
    [putChunk(phone, `${id}/chunks/0`, randomBytes(1016)), [422, 'invalid-request']],
    [putChunk(phone, `${id}/chunks/2`, randomBytes(1016)), [422, 'invalid-request']],
    [putChunk(phone, `${id}/chunks/0`, randomBytes(BLOB_CHUNK_OCTETS + 17)), [413, 'too-large']],
    [putChunk(phone, `${randomId()}/chunks/0`, randomBytes(16)), [404, 'not-found']],
  ];
  for (const [answer, expected] of cases) assert.deepEqual(await refused(answer), expected);
  assert.deepEqual(await contents(database), before);
});

test('an owner whose picture has not arrived whole is refused; then it keeps it', async () => {
  const { phone } = await sealedAccount();
  const owner = randomId();
  const whole = await upload(phone, owner);
  const half = randomId();
  await announce(phone, half, { owner });
  const record = message(phone.id, { id: owner, authorSeq: 1 });
  const before = await contents(database);
  const refused = await put(phone, record);
  assert.deepEqual(
    [refused.status, refused.body['code'], refused.body['blob']],
    [409, 'blob-incomplete', half],
  );
  assert.deepEqual(await contents(database), before);
  await putChunk(phone, `${half}/chunks/0`, randomBytes(BLOB_CHUNK_OCTETS + 16));
  await putChunk(phone, `${half}/chunks/1`, randomBytes(1016));
  assert.equal((await put(phone, record)).status, 200);
  const waiting = await database
    .selectFrom('blob_waiting')
    .selectAll()
    .where('blob_id', 'in', [whole, half])
    .execute();
  assert.deepEqual(waiting, [], 'with the owner there, no time is left behind');
  now += 40 * DAY_MS;
  await everyHour(server.deps, new Date(now));
  assert.deepEqual([await isThere(phone, whole), await isThere(phone, half)], [true, true]);
});

test('a picture whose owner never comes is gone after 24 hours, at that tick and not before', async () => {
  const { phone } = await sealedAccount();
  const owner = randomId();
  const id = await upload(phone, owner);
  await put(phone, contact(phone.id, { id: owner, authorSeq: 1 }));
  await everyHour(server.deps, new Date(START + DAY_MS - 1));
  assert.equal(await isThere(phone, id), true, 'a contact with the id of the message is not its owner');
  await everyHour(server.deps, new Date(START + DAY_MS));
  assert.equal(await isThere(phone, id), false);
  const chunks = await database.selectFrom('blob_chunk').select('number').where('blob_id', '=', id).execute();
  assert.deepEqual(chunks, []);
});

test('a picture goes with its owner', async () => {
  const { phone } = await sealedAccount();
  const [owner, other] = [randomId(), randomId()];
  const [mine, theirs] = [await upload(phone, owner), await upload(phone, other)];
  await put(
    phone,
    message(phone.id, { id: owner, authorSeq: 1 }),
    message(phone.id, { id: other, authorSeq: 2 }),
  );
  const records = [{ kind: 'message', id: owner }];
  await server.call('POST', '/v1/records/delete', { token: phone.token, body: { records } });
  assert.deepEqual([await isThere(phone, mine), await isThere(phone, theirs)], [false, true]);
});

test('another account finds nothing', async () => {
  const [mine, other] = [await sealedAccount(), await sealedAccount()];
  const id = await upload(mine.phone, randomId());
  assert.equal(await isThere(other.phone, id), false);
  const chunk = await server.call('GET', `/v1/blobs/${id}/chunks/0`, { token: other.phone.token });
  assert.equal(chunk.status, 404);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Id, PostBatch } from '@smseal/protocol';
import { batch, gatewaySettings, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer } from '../test-server.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
let now = START;
const server = await testServer({ after }, { now: () => new Date(now) });
const expires = new Date(START + 3_600_000).toISOString();

test('texts of an API key that the newest settings do not name are refused within a second, the others taken', async () => {
  const { database } = server;
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const browser = await seedDevice(database, account, { can: ['read', 'send', 'configure'] });
  const gateway = await seedDevice(database, account, {
    platform: 'gateway',
    can: ['send', 'deliver', 'write'],
  });
  const [kept, revoked] = [randomId(), randomId()];
  const obey = async (version: number, keys: Id[]): Promise<void> => {
    const body = gatewaySettings(browser.id, gateway.id, { version, keys });
    const path = `/v1/gateways/${gateway.id}/settings`;
    assert.equal((await server.call('PUT', path, { token: browser.token, body })).status, 200);
  };
  const post = (body: PostBatch) =>
    server.call<{ code: string; apiKey: Id }>('POST', '/v1/outbox/batches', { token: gateway.token, body });
  const ordered = (apiKey?: Id) =>
    batch(gateway.id, gateway.id, { expires, ...(apiKey === undefined ? {} : { apiKey }) });
  const before = ordered(revoked);
  assert.deepEqual((await post(before)).body.code, 'api-key-revoked', 'there are no settings yet');
  // A key that is made now holds at once, though the server asked a moment ago.
  await obey(1, [kept, revoked]);
  for (const body of [before, ordered(kept), ordered()]) assert.equal((await post(body)).status, 202);
  await obey(2, [kept]);
  now += 1_000;
  const refused = await post(ordered(revoked));
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.apiKey],
    [403, 'api-key-revoked', revoked],
  );
  assert.equal((await post(ordered(kept))).status, 202);
  assert.equal((await post(ordered())).status, 202, 'what no program ordered needs no key');
  assert.equal((await post(before)).status, 202, 'what was committed is answered as the first time');
  const requests = { batches: [ordered(kept), ordered(revoked)], claims: [], lease: false };
  const many = await server.call<{ code: string }>('POST', '/v1/outbox/requests', {
    token: gateway.token,
    body: requests,
  });
  assert.deepEqual([many.status, many.body.code], [403, 'api-key-revoked']);
  const read = await server.call<PostBatch>('GET', `/v1/outbox/batches/${before.id}`, {
    token: gateway.token,
  });
  assert.equal(read.body.apiKey, revoked);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';

const server = await testServer({ after });

test('a device gone wild is told to wait, another one is not', async () => {
  const account = await seedAccount(server.database);
  const [wild, calm] = [
    await seedDevice(server.database, account, { can: ['read'] }),
    await seedDevice(server.database, account, { can: ['read'] }),
  ];
  // A minute ahead, so that nothing is given back before the request arrives.
  server.deps.limits.device.wait(`${account} ${wild.id}`, Date.now() + 60_000, 3_000);
  const refused = await server.call('GET', '/v1/keys', { token: wild.token });
  assert.deepEqual([refused.status, refused.body['code']], [429, 'rate-limited']);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.equal((await server.call('GET', '/v1/keys', { token: calm.token })).status, 200);
});

test('dead tokens are tried so many times and no more', async () => {
  const codes = new Set<unknown>();
  for (let n = 0; n < 70; n++) {
    const token = randomBytes(32).toString('base64url');
    codes.add((await server.call('GET', '/v1/keys', { token })).body['code']);
  }
  assert.deepEqual([...codes], ['unauthenticated', 'rate-limited']);
});

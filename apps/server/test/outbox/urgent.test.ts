import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LeaseAnswer } from '@smseal/protocol';
import { batch, startEpoch } from '../sealed-things.ts';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';

const server = await testServer({ after });

test('a gateway that has hands for one-time codes alone is given nothing less urgent', async () => {
  const { database } = server;
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const gateway = await seedDevice(database, account, {
    platform: 'gateway',
    can: ['send', 'deliver', 'write'],
  });
  const { id, token } = gateway;
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  for (const priority of [9, 0, 5]) {
    const body = batch(id, id, { count: 1, expires, priority });
    assert.equal((await server.call('POST', '/v1/outbox/batches', { token, body })).status, 202);
  }
  const lease = async (body: object): Promise<number[]> =>
    (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', { token, body })).body.batches.map(
      ({ batch: { priority } }) => priority,
    );
  assert.deepEqual(await lease({ limit: 9, priority: 0 }), [0]);
  assert.deepEqual(await lease({ limit: 9, priority: 5 }), [5]);
  assert.deepEqual(await lease({ limit: 9 }), [9]);
});

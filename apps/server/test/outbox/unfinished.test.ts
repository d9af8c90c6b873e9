import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Id, LeaseAnswer, TextState } from '@smseal/protocol';
import { batch, segment, startEpoch } from '../sealed-things.ts';
import { seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
let now = START;
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

async function leases(device: SeededDevice, body: object): Promise<LeaseAnswer['batches']> {
  const { body: answer } = await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', {
    token: device.token,
    body,
  });
  return answer.batches;
}

test('a gateway that starts over is given every batch of which something is still to be told, each once', async () => {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const can = ['send', 'deliver', 'write'] as const;
  const gateway = await seedDevice(database, account, { platform: 'gateway', can: [...can] });
  const expires = new Date(START + 3_600_000).toISOString();
  const post = async (): Promise<Id> => {
    const body = batch(gateway.id, gateway.id, { count: 1, expires });
    assert.equal(
      (await server.call('POST', '/v1/outbox/batches', { token: gateway.token, body })).status,
      202,
    );
    return body.id;
  };
  const report = async (id: Id, state: TextState, number: number): Promise<void> => {
    const lease = held.get(id) ?? null;
    const body = segment(gateway.id, { number, lease, states: [{ index: 0, state }] });
    const path = `/v1/outbox/batches/${id}/segments`;
    assert.equal((await server.call('POST', path, { token: gateway.token, body })).status, 200);
  };
  const [left, done, waiting] = [await post(), await post(), await post()];
  const held = new Map((await leases(gateway, { limit: 2 })).map(({ batch: { id }, lease }) => [id, lease]));
  await report(left, 'submitted', 0);
  await report(done, 'submitted', 0);
  await report(done, 'delivered', 1);
  now += 1;
  const taken: Id[] = [];
  for (;;) {
    const [next] = await leases(gateway, { limit: 1, resume: true, unfinished: true, except: taken });
    if (next === undefined) break;
    taken.push(next.batch.id);
  }
  assert.deepEqual(taken.toSorted(), [left, waiting].toSorted());
  assert.deepEqual(await leases(gateway, { limit: 9 }), [], 'in the ordinary way they are held');
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LEASE_MS, type LeaseAnswer, type NamedBatches } from '@smseal/protocol';
import { segment } from '../sealed-things.ts';
import { randomId, seedDevice, testServer, type SeededDevice } from '../test-server.ts';
import { gatewayAccount, NOBODY, ownBatch, postRequests, refuse } from './outbox-account.ts';

let now = Date.now();
const server = await testServer({ after }, { now: () => new Date(now) });

const call = (device: SeededDevice, path: string, body: object) =>
  server.call<NamedBatches & { code?: string; paused?: boolean }>('POST', `/v1/outbox/batches/${path}`, {
    token: device.token,
    body,
  });
const lease = async ({ token }: SeededDevice) =>
  (await server.call<LeaseAnswer>('POST', '/v1/outbox/lease', { token, body: { limit: 10 } })).body.batches;

test('a paused campaign waits, the gateway hears of it at once, and it goes on where it stood', async (t) => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const batches = [ownBatch(account), ownBatch(account), ownBatch(account)];
  await postRequests(server, gateway, { batches });
  const ids = batches.map(({ id }) => id);
  const paused = ids.slice(0, 2);
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account.account, (signal) => signals.push(signal)));
  const answer = await call(browser, 'pause', { batches: [...paused, randomId()] });
  assert.deepEqual([answer.status, answer.body], [200, { batches: paused.toSorted() }]);
  assert.deepEqual(signals, [{ type: 'outbox', target: gateway.id }], 'one hint for all');
  await call(browser, 'pause', { batches: paused });
  assert.equal(signals.length, 1, 'what is paused already changes nothing');
  assert.deepEqual(
    (await lease(gateway)).map(({ batch }) => batch.id),
    ids.slice(2),
  );
  const again = await postRequests(server, gateway, { batches, lease: true });
  assert.deepEqual(
    again.body.leases.map(({ batch }) => batch),
    ids.slice(2),
    'neither is it leased by posting it again',
  );
  await call(browser, 'resume', { batches: paused });
  assert.equal(signals.length, 2);
  assert.deepEqual((await lease(gateway)).map(({ batch }) => batch.id).toSorted(), paused.toSorted());
});

test('who holds a lease when its batch is paused keeps it, and learns of it with the renewal', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const one = ownBatch(account, { count: 2 });
  const { leases } = (await postRequests(server, gateway, { batches: [one], lease: true })).body;
  const held = { lease: leases[0]?.lease };
  assert.deepEqual((await call(gateway, `${one.id}/renew`, held)).body, { leaseMs: LEASE_MS, paused: false });
  await call(browser, 'pause', { batches: [one.id] });
  now += LEASE_MS - 1;
  assert.deepEqual((await call(gateway, `${one.id}/renew`, held)).body, { leaseMs: LEASE_MS, paused: true });
  const told = segment(gateway.id, { lease: leases[0]?.lease ?? '', states: [{ index: 0, state: 'sent' }] });
  const { body } = await server.call('POST', `/v1/outbox/batches/${one.id}/segments`, {
    token: gateway.token,
    body: told,
  });
  assert.deepEqual(body['states'], ['sent', 'leased'], 'the text that waits stays as it is');
  now += LEASE_MS;
  assert.deepEqual(await lease(gateway), [], 'once the lease has lapsed nobody is offered it');
  await call(browser, 'resume', { batches: [one.id] });
  assert.deepEqual((await lease(gateway))[0]?.states, ['sent', 'leased']);
});

test('only who sends in this account pauses, and what it names is bounded', async () => {
  const account = await gatewayAccount(server);
  const stranger = await gatewayAccount(server);
  const one = ownBatch(account);
  await postRequests(server, account.gateway, { batches: [one] });
  const batches = [one.id];
  for (const path of ['pause', 'resume']) {
    const reader = await seedDevice(server.database, account.account, { can: ['read', 'deliver'] });
    await refuse(server, () => call(reader, path, { batches }), 403, 'forbidden');
    await refuse(server, () => call(NOBODY, path, { batches }), 401, 'unauthenticated');
    await refuse(server, () => call(account.browser, path, { batches: [] }), 422, 'invalid-request');
    const many = Array.from({ length: 501 }, randomId);
    await refuse(server, () => call(account.browser, path, { batches: many }), 422, 'invalid-request');
    await refuse(server, () => call(account.browser, path, { batches, why: 'x' }), 422, 'invalid-request');
    assert.deepEqual((await call(stranger.browser, path, { batches })).body, { batches: [] });
  }
  await call(stranger.browser, 'pause', { batches });
  assert.equal((await lease(account.gateway)).length, 1);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { OwnBatchesPage, TextsCancelled } from '@smseal/protocol';
import { segment } from '../sealed-things.ts';
import { randomId, seedDevice, testServer, type SeededDevice } from '../test-server.ts';
import { gatewayAccount, ownBatch, postRequests, refuse } from './outbox-account.ts';

const server = await testServer({ after });

const list = ({ token }: SeededDevice, query = '') =>
  server.call<OwnBatchesPage & { code?: string }>('GET', `/v1/outbox/own${query}`, { token });
const cancel = ({ token }: SeededDevice, batch: string, indexes: unknown) =>
  server.call<TextsCancelled & { code?: string }>('POST', `/v1/outbox/batches/${batch}/cancel-texts`, {
    token,
    body: { indexes },
  });

const LATER = new Date(Date.now() + 3_600_000).toISOString();

test('a gateway pages through what it wrote, newest first, and sees nobody else’s', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const batches = [1, 2, 3].map((count) => ownBatch(account, { count }));
  for (const batch of batches) await postRequests(server, gateway, { batches: [batch], lease: false });
  const [first, second, third] = batches.map(({ id }) => id);
  await postRequests(server, browser, {
    batches: [ownBatch(account, { author: browser.id, count: 1 })],
  });
  assert.deepEqual(
    (await list(gateway)).body.batches.map(({ id }) => id),
    [third, second, first],
  );
  const { body } = await server.call<{ batches: { batch: { id: string }; lease: string }[] }>(
    'POST',
    '/v1/outbox/lease',
    { token: gateway.token, body: { limit: 100 } },
  );
  const lease = body.batches.find(({ batch }) => batch.id === first)?.lease ?? '';
  const told = segment(gateway.id, { lease, states: [{ index: 0, state: 'delivered' }] });
  await server.call('POST', `/v1/outbox/batches/${first}/segments`, { token: gateway.token, body: told });
  const settled = (await list(gateway)).body.batches.find(({ id }) => id === first);
  assert.deepEqual(
    [settled?.states, settled?.targetWrap, settled?.segments.length],
    [['delivered'], null, 1],
  );
  const seen: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page: OwnBatchesPage = (await list(gateway, `?limit=2${after === '' ? '' : `&after=${after}`}`))
      .body;
    seen.push(...page.batches.map(({ id }) => id));
    after = page.next;
  }
  assert.deepEqual(seen, [third, second, first]);
  const { cursors } = (await list(gateway)).body;
  const again = (await list(gateway, `?after=${cursors[1]}`)).body.batches;
  assert.deepEqual(
    again.map(({ id }) => id),
    [second, first],
    'a page that begins with the second',
  );
  assert.deepEqual([(await list(gateway, '?after=x')).status], [422]);
});

test('single texts are stopped by who sends them and by readers while no device holds them; the others leave', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const batch = ownBatch(account, { count: 3, notBefore: LATER });
  await postRequests(server, gateway, { batches: [batch], lease: true });
  assert.deepEqual((await cancel(gateway, batch.id, [1])).body, {
    states: ['queued', 'cancelled', 'queued'],
  });
  assert.deepEqual((await cancel(gateway, batch.id, [1])).body, {
    states: ['queued', 'cancelled', 'queued'],
  });
  const other = await seedDevice(server.database, account.account, {
    platform: 'gateway',
    can: ['send', 'deliver', 'write'],
  });
  await refuse(server, () => cancel(other, batch.id, [0]), 404, 'not-found');
  assert.deepEqual((await cancel(browser, batch.id, [0])).body, {
    states: ['cancelled', 'cancelled', 'queued'],
  });
  await refuse(server, () => cancel(gateway, batch.id, [3]), 404, 'not-found');
  await refuse(server, () => cancel(gateway, randomId(), [0]), 404, 'not-found');
  await refuse(server, () => cancel(gateway, batch.id, []), 422, 'invalid-request');
  const held = ownBatch(account, { count: 2 });
  await postRequests(server, gateway, { batches: [held], lease: true });
  assert.deepEqual((await cancel(gateway, held.id, [0])).body, { states: ['leased', 'leased'] });
});

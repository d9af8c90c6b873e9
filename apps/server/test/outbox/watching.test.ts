import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BatchView, StatesAnswer, StatesRequest } from '@smseal/protocol';
import { Decoder } from 'cbor-x';
import { segment } from '../sealed-things.ts';
import { randomId, seedDevice, testServer, type SeededDevice } from '../test-server.ts';
import { claimOn, gatewayAccount, NOBODY, ownBatch, postRequests, refuse } from './outbox-account.ts';

let now = Date.now();
const server = await testServer({ after }, { now: () => new Date(now) });

const view = ({ token }: SeededDevice, id: string) =>
  server.call<BatchView & { code?: string }>('GET', `/v1/outbox/batches/${id}`, { token });
const states = ({ token }: SeededDevice, body: Partial<StatesRequest> & object) =>
  server.call<StatesAnswer & { code?: string }>('POST', '/v1/outbox/states', { token, body });

test('author, target and readers see a batch whole, its wrap as long as something is expected of it', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const target = await seedDevice(server.database, account.account, { can: ['deliver'] });
  const { targetWrap, ...sent } = ownBatch(account, { count: 2, target: target.id });
  await postRequests(server, gateway, { batches: [{ ...sent, targetWrap }] });
  const expected = { ...sent, targetWrap, paused: false, states: ['queued', 'queued'], segments: [] };
  for (const device of [gateway, browser, target]) {
    const { status, body } = await view(device, sent.id);
    assert.deepEqual([status, body], [200, expected]);
  }
  const { body } = await server.call<{ batches: { lease: string }[] }>('POST', '/v1/outbox/lease', {
    token: target.token,
    body: { limit: 1 },
  });
  const told = segment(target.id, {
    lease: body.batches[0]?.lease ?? '',
    states: [
      { index: 0, state: 'delivered' },
      { index: 1, state: 'failed' },
    ],
  });
  await server.call('POST', `/v1/outbox/batches/${sent.id}/segments`, { token: target.token, body: told });
  const later = (await view(gateway, sent.id)).body;
  assert.deepEqual([later.states, later.targetWrap], [['delivered', 'failed'], null]);
  assert.deepEqual(later.segments, [
    {
      batch: sent.id,
      number: 0,
      author: target.id,
      envelope: told.envelope,
      signature: told.signature,
    },
  ]);
  const cbor = await fetch(`${server.url}/v1/outbox/batches/${sent.id}`, {
    headers: { authorization: `Bearer ${gateway.token}`, accept: 'application/cbor' },
  });
  const decoded = new Decoder({ useRecords: false }).decode(Buffer.from(await cbor.arrayBuffer())) as {
    envelope: Buffer;
  };
  assert.equal(decoded.envelope.toString('base64url'), sent.envelope);
});

test('how far along many batches are is told in octets or in numbers', async () => {
  const account = await gatewayAccount(server);
  const { gateway, browser } = account;
  const [one, two] = [ownBatch(account, { count: 4 }), ownBatch(account, { count: 3 })];
  const known = claimOn(two, { count: 1 });
  await postRequests(server, gateway, { batches: [two], claims: [known] });
  const repeated = { ...known, batch: one.id, first: 2, count: 2 };
  await postRequests(server, gateway, { batches: [one], claims: [repeated], lease: true });
  await server.call('POST', '/v1/outbox/batches/pause', {
    token: browser.token,
    body: { batches: [two.id] },
  });
  const batches = [one.id, two.id, randomId()];
  const byId = (answer: StatesAnswer) => Object.fromEntries(answer.batches.map((row) => [row.batch, row]));
  for (const device of [gateway, browser]) {
    const packed = byId((await states(device, { batches, form: 'packed' })).body);
    assert.deepEqual(packed, {
      [one.id]: { batch: one.id, paused: false, states: Buffer.from([1, 1, 7, 7]).toString('base64url') },
      [two.id]: { batch: two.id, paused: true, states: Buffer.from([0, 0, 0]).toString('base64url') },
    });
    const counted = byId((await states(device, { batches, form: 'counts' })).body);
    assert.deepEqual(counted, {
      [one.id]: { batch: one.id, paused: false, counts: { leased: 2, cancelled: 2 } },
      [two.id]: { batch: two.id, paused: true, counts: { queued: 3 } },
    });
  }
});

test('to everybody else a batch is not there', async () => {
  const account = await gatewayAccount(server);
  const one = ownBatch(account);
  await postRequests(server, account.gateway, { batches: [one] });
  const beside = await seedDevice(server.database, account.account, { can: ['send', 'deliver'] });
  const stranger = (await gatewayAccount(server)).browser;
  for (const device of [beside, stranger]) {
    await refuse(server, () => view(device, one.id), 404, 'not-found');
    assert.deepEqual((await states(device, { batches: [one.id], form: 'packed' })).body, { batches: [] });
  }
  await refuse(server, () => view(account.gateway, randomId()), 404, 'not-found');
  await refuse(server, () => view(account.gateway, 'x'), 422, 'invalid-request');
  await refuse(server, () => view(NOBODY, one.id), 401, 'unauthenticated');
  const asked = (body: object) => () => states(account.gateway, body);
  const many = Array.from({ length: 501 }, randomId);
  await refuse(server, asked({ batches: many, form: 'counts' }), 422, 'invalid-request');
  await refuse(server, asked({ batches: [], form: 'counts' }), 422, 'invalid-request');
  await refuse(server, asked({ batches: [one.id], form: 'text' }), 422, 'invalid-request');
  await refuse(server, asked({ batches: [one.id] }), 422, 'invalid-request');
  await refuse(server, asked({ batches: [one.id], form: 'counts', of: 'x' }), 422, 'invalid-request');
});

test('who asks for whole batches without end is asked to wait, and goes on with everything else', async () => {
  const account = await gatewayAccount(server);
  const one = ownBatch(account);
  await postRequests(server, account.gateway, { batches: [one] });
  const answers = await Promise.all(Array.from({ length: 301 }, () => view(account.gateway, one.id)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 300);
  const refused = answers.find(({ status }) => status === 429);
  assert.equal(refused?.body.code, 'rate-limited');
  assert.equal(refused?.headers.get('retry-after'), '1');
  assert.equal((await states(account.gateway, { batches: [one.id], form: 'counts' })).status, 200);
  assert.equal((await view(account.browser, one.id)).status, 200);
  now += 1000;
  assert.equal((await view(account.gateway, one.id)).status, 200);
});

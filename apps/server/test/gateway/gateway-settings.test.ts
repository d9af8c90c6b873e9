import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AppendChain, GatewaySettingsList, Id, PutGatewaySettings } from '@smseal/protocol';
import { newSigner, newToken, sealedKey, TestChain } from '../device/test-chain.ts';
import { contents, envelope, gatewaySettings, octets, startEpoch } from '../sealed-things.ts';
import {
  randomId,
  seedAccount,
  seedDevice,
  seedSession,
  testServer,
  type CallOptions,
  type SeededDevice,
} from '../test-server.ts';

const server = await testServer({ after }, { now: () => new Date('2026-11-22T12:00:00.000Z') });
const { database } = server;

interface Owner {
  account: Id;
  browser: SeededDevice;
  gateway: SeededDevice;
}

async function owner(): Promise<Owner> {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const browser = await seedDevice(database, account, { can: ['read', 'send', 'configure'] });
  const gateway = await seedGateway(account);
  return { account, browser, gateway };
}

const seedGateway = (account: Id) =>
  seedDevice(database, account, { platform: 'gateway', can: ['send', 'deliver', 'write'] });

const settings = ({ browser, gateway }: Owner, given: Partial<PutGatewaySettings> = {}) =>
  gatewaySettings(browser.id, gateway.id, given);

const put = (device: SeededDevice, body: PutGatewaySettings, at = body.target) =>
  server.call('PUT', `/v1/gateways/${at}/settings`, { token: device.token, body });
const get = (device: SeededDevice, gateway: Id) =>
  server.call('GET', `/v1/gateways/${gateway}/settings`, { token: device.token });

async function refuse(
  work: () => Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>,
  status: number,
  problem: Record<string, unknown>,
) {
  const before = await contents(database);
  const answer = await work();
  assert.deepEqual(
    [answer.status, Object.fromEntries(Object.keys(problem).map((name) => [name, answer.body[name]]))],
    [status, problem],
  );
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
}

test('the gateway and every reader get the settings exactly as they were signed, and all devices a hint', async (t) => {
  const own = await owner();
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(own.account, (signal) => signals.push(signal)));
  const first = settings(own);
  const answer = await put(own.browser, first);
  assert.deepEqual([answer.status, answer.body], [200, { version: 1 }]);
  assert.deepEqual(signals, [{ type: 'settings' }]);
  assert.deepEqual((await get(own.gateway, own.gateway.id)).body, first);
  assert.deepEqual((await get(own.browser, own.gateway.id)).body, first);
  const second = settings(own, { version: 2, keys: [] });
  assert.equal((await put(own.browser, second)).status, 200);
  assert.deepEqual((await get(own.gateway, own.gateway.id)).body, second);
  const other = await seedGateway(own.account);
  await refuse(() => get(other, other.id), 404, { code: 'not-found' });
  await put(own.browser, settings(own, { target: other.id }));
  const all = await server.call<GatewaySettingsList>('GET', '/v1/gateways/settings', {
    token: own.browser.token,
  });
  assert.deepEqual(
    all.body.settings.map(({ target, version }) => [target, version]).sort(),
    [
      [own.gateway.id, 2],
      [other.id, 1],
    ].sort(),
  );
});

test('the same settings again change nothing; any other version is told the one to go on from', async (t) => {
  const own = await owner();
  const first = settings(own);
  const conflict = (current: number) => ({ code: 'version-conflict', record: own.gateway.id, current });
  await refuse(() => put(own.browser, { ...first, version: 2 }), 409, conflict(0));
  await put(own.browser, first);
  const before = await contents(database);
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(own.account, (signal) => signals.push(signal)));
  assert.deepEqual((await put(own.browser, first)).body, { version: 1 });
  assert.deepEqual([await contents(database), signals], [before, []]);
  for (const other of [
    { envelope: envelope() },
    { signature: octets(64) },
    { keys: [randomId()] },
    { members: [{ device: own.gateway.id, wrap: { enc: octets(32), sealed: octets(48) } }] },
    { version: 3 },
  ])
    await refuse(() => put(own.browser, { ...first, ...other }), 409, conflict(1));
});

test('devices that write the same version at once: one is taken, the others are told', async () => {
  const own = await owner();
  for (let version = 1; version <= 10; version++) {
    const writers = Array.from({ length: 8 }, () => put(own.browser, settings(own, { version })));
    const answers = (await Promise.all(writers)).map(({ status }) => status);
    assert.deepEqual(answers.sort(), [200, ...Array.from({ length: 7 }, () => 409)]);
  }
});

test('only who configures writes, only who obeys or reads sees', async () => {
  const own = await owner();
  const { account, browser, gateway } = own;
  const first = settings(own);
  await put(browser, first);
  const agent = await seedDevice(database, account, { can: ['read', 'send'] });
  const next = settings(own, { version: 2 });
  await refuse(() => put(agent, { ...next, author: agent.id }), 403, {
    code: 'forbidden',
    needs: 'configure',
  });
  await refuse(() => put(gateway, { ...next, author: gateway.id }), 403, {
    code: 'forbidden',
    needs: 'configure',
  });
  await refuse(() => put(browser, { ...next, author: agent.id }), 403, { code: 'wrong-author' });
  const other = await seedGateway(account);
  await refuse(() => get(other, gateway.id), 403, { code: 'forbidden', needs: 'read' });
  const list = (token: string) => server.call('GET', '/v1/gateways/settings', { token });
  await refuse(() => list(gateway.token), 403, { code: 'forbidden', needs: 'read' });
  const stranger = await owner();
  await refuse(() => get(stranger.browser, gateway.id), 404, { code: 'not-found' });
  await refuse(() => put(stranger.browser, settings(stranger, { target: gateway.id })), 404, {
    code: 'not-found',
  });
  assert.deepEqual((await list(stranger.browser.token)).body, { settings: [] });
  const headers = await seedSession(database, account);
  await refuse(() => server.call('GET', '/v1/gateways/settings', { headers }), 401, {
    code: 'unauthenticated',
  });
});

test('settings that no gateway could obey are refused', async () => {
  const own = await owner();
  const { browser, gateway } = own;
  const phone = await seedDevice(database, own.account, { platform: 'phone', can: ['read', 'deliver'] });
  const one = settings(own);
  await refuse(() => put(browser, one, phone.id), 422, { code: 'invalid-request', at: '/target' });
  await refuse(() => put(browser, { ...one, target: phone.id }), 404, { code: 'not-found' });
  await refuse(() => put(browser, { ...one, target: randomId() }), 404, { code: 'not-found' });
  await refuse(() => put(browser, { ...one, epoch: 2 }), 409, { code: 'wrong-epoch', epoch: 1 });
  const plain = Buffer.from('{"apiKeys":[]}'.padEnd(200)).toString('base64url');
  for (const text of [plain, envelope(2)])
    await refuse(() => put(browser, { ...one, envelope: text }), 422, {
      code: 'not-an-envelope',
      record: gateway.id,
    });
  const unlisted = { ...one, name: 'Shop' };
  await refuse(() => put(browser, unlisted), 422, { code: 'invalid-request', at: '/name' });
});

test('a removed gateway’s settings go with it, those of others stay', async () => {
  const account = await seedAccount(database);
  const chain = new TestChain(account);
  const [device, kept, removed] = [newSigner(), newSigner(), newSigner()];
  const { token, credential } = newToken();
  const headers = await seedSession(database, account);
  const post = async (body: AppendChain, how: CallOptions) => {
    const answer = await server.call('POST', '/v1/chain', { ...how, body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  await post(chain.first(device, credential), { headers });
  for (const gateway of [kept, removed]) {
    const entry = chain.entry(device, chain.devicePart(gateway, ['send', 'write'], 'gateway'));
    const keys = [sealedKey(gateway.id, 'id', 0)];
    await post({ entries: [entry], keys, credential: newToken().credential }, { token });
  }
  const browser = { id: device.id, token };
  const [first, second] = [kept, removed].map(({ id }) =>
    settings({ account, browser, gateway: { id, token: '' } }),
  );
  assert.ok(first && second);
  for (const one of [first, second]) assert.equal((await put(browser, one)).status, 200);
  const entries = [
    chain.entry(device, { type: 'remove', device: removed.id }),
    chain.entry(device, chain.epochPart(2, { [device.id]: 0, [kept.id]: 0 })),
  ];
  const keys = ['root', device.id].map((recipient) => sealedKey(recipient, 'epoch', 2));
  await post({ entries, keys }, { token });
  const all = await server.call('GET', '/v1/gateways/settings', { token });
  assert.deepEqual(all.body, { settings: [first] });
  await refuse(() => put(browser, { ...second, epoch: 2, version: 2 }), 404, { code: 'not-found' });
  await refuse(() => put(browser, { ...first, version: 2 }), 409, { code: 'wrong-epoch', epoch: 2 });
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findEnded } from '@smseal/database';
import type { AppendChain, ChainPage } from '@smseal/protocol';
import { randomId, seedAccount, seedSession, testServer } from '../test-server.ts';
import { keysTo, newSigner, newToken, sealedKey, TestChain, type Signer } from './test-chain.ts';

const server = await testServer({ after });

/** An account whose first device has made its root. */
async function rootedAccount() {
  const account = await seedAccount(server.database);
  const headers = await seedSession(server.database, account);
  const chain = new TestChain(account);
  const device = newSigner();
  const { token, credential } = newToken();
  const answer = await server.call('POST', '/v1/chain', { headers, body: chain.first(device, credential) });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { account, headers, chain, device, token };
}

/** Admits a second device in the ordinary way. */
async function admit({ chain, device, token }: Awaited<ReturnType<typeof rootedAccount>>) {
  const second = newSigner();
  const its = newToken();
  const body: AppendChain = {
    entries: [chain.entry(device, chain.devicePart(second, ['read', 'send', 'admit']))],
    keys: keysTo(second.id, 1),
    credential: its.credential,
  };
  const answer = await server.call('POST', '/v1/chain', { token, body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { device: second, token: its.token };
}

async function refused(token: string, body: AppendChain) {
  const before = await server.database.selectFrom('chain_entry').select('index').execute();
  const answer = await server.call('POST', '/v1/chain', { token, body });
  const later = await server.database.selectFrom('chain_entry').select('index').execute();
  assert.equal(later.length, before.length, 'a refused request changes nothing');
  const { code, rule, recipient, needs } = answer.body as Record<string, string>;
  return [answer.status, code, rule ?? recipient ?? needs];
}

test('the first device makes the root, and its token works at once', async () => {
  const { account, device, token } = await rootedAccount();
  const page = await server.call<ChainPage>('GET', '/v1/chain', { token });
  assert.equal(page.body.account, account);
  assert.equal(page.body.length, 3);
  assert.deepEqual(page.body.authored, { [device.id]: 0 });
  const keys = await server.call<{ keys: unknown[] }>('GET', '/v1/keys', { token });
  assert.equal(keys.body.keys.length, 2);
  const devices = await server.call('GET', '/v1/devices', { token });
  const today = new Date().toISOString().slice(0, 10);
  assert.deepEqual(devices.body, { devices: [{ id: device.id, lastSeen: today, connected: false }] });
  const activity = await server.database
    .selectFrom('activity')
    .select(['action', 'device_id'])
    .where('account_id', '=', account)
    .execute();
  assert.deepEqual(activity, [{ action: 'device-added', device_id: device.id }]);
});

test('a second root is refused, and so is a chain that begins without one', async () => {
  const { account, headers } = await rootedAccount();
  const again = new TestChain(account).first(newSigner(), newToken().credential);
  const answer = await server.call('POST', '/v1/chain', { headers, body: again });
  assert.equal(answer.body['code'], 'root-exists');

  const empty = await seedAccount(server.database);
  const chain = new TestChain(empty);
  const entries = [chain.entry(chain.root, chain.devicePart(newSigner(), ['read']))];
  const none = await server.call('POST', '/v1/chain', {
    headers: await seedSession(server.database, empty),
    body: { entries, keys: [], credential: newToken().credential },
  });
  assert.equal(none.body['code'], 'root-missing');
});

test('a browser’s cookie needs our origin, and a sign-in method', async () => {
  const account = await seedAccount(server.database);
  const body = new TestChain(account).first(newSigner(), newToken().credential);
  const headers = await seedSession(server.database, account);
  const foreign = await server.call('POST', '/v1/chain', {
    headers: { ...headers, origin: 'https://elsewhere.example' },
    body,
  });
  assert.equal(foreign.body['code'], 'foreign-origin');
  const other = await seedAccount(server.database);
  const early = await server.call('POST', '/v1/chain', {
    headers: await seedSession(server.database, other, { signInMethod: false }),
    body,
  });
  assert.equal(early.body['code'], 'sign-in-method-needed');
});

test('a removed device is out at once: token, keys, and what it would still sign', async () => {
  const first = await rootedAccount();
  const second = await admit(first);
  assert.equal((await server.call('GET', '/v1/keys', { token: second.token })).status, 200);
  const { chain, device, token } = first;
  const body: AppendChain = {
    entries: [
      chain.entry(device, { type: 'remove', device: second.device.id }),
      chain.entry(device, chain.epochPart(2, { [device.id]: 0, [second.device.id]: 0 })),
    ],
    keys: [sealedKey('root', 'epoch', 2), sealedKey(device.id, 'epoch', 2)],
  };
  assert.equal((await server.call('POST', '/v1/chain', { token, body })).status, 200);
  const after = await server.call('GET', '/v1/keys', { token: second.token });
  assert.equal(after.body['code'], 'unauthenticated');
  const asked = [device.id, second.device.id, randomId()].map((id) => ({ account: first.account, id }));
  const ended = asked.slice(1).map((one) => ({ ...one, why: 'removed' }));
  assert.deepEqual(await findEnded(server.database, asked), ended);
  const left = await server.database
    .selectFrom('sealed_key')
    .select('epoch')
    .where('recipient', '=', second.device.id)
    .execute();
  assert.deepEqual(left, []);
});

test('an epoch’s cutoffs say exactly what was accepted', async () => {
  const { account, chain, device, token } = await rootedAccount();
  await server.database
    .updateTable('device')
    .set({ authored: 41 })
    .where('account_id', '=', account)
    .execute();
  const [length, head] = [chain.length, chain.head];
  const epoch = (authored: number): AppendChain => {
    [chain.length, chain.head] = [length, head];
    return {
      entries: [chain.entry(device, chain.epochPart(2, { [device.id]: authored }))],
      keys: [sealedKey('root', 'epoch', 2), sealedKey(device.id, 'epoch', 2)],
    };
  };
  const stale = await server.call('POST', '/v1/chain', { token, body: epoch(40) });
  assert.equal(stale.body['code'], 'cutoffs-stale');
  assert.deepEqual(stale.body['authored'], { [device.id]: 41 });
  assert.equal((await server.call('POST', '/v1/chain', { token, body: epoch(41) })).status, 200);
});

test('recovery: the root admits a new device and leaves out the others', async () => {
  const { headers, chain, device, token } = await rootedAccount();
  const found = newSigner();
  const its = newToken();
  const body: AppendChain = {
    entries: [
      chain.entry(chain.root, chain.devicePart(found, ['read', 'admit'])),
      chain.entry(chain.root, { type: 'remove', device: device.id }),
      chain.entry(chain.root, chain.epochPart(2, { [device.id]: 0 })),
    ],
    keys: [...keysTo(found.id, 1), sealedKey('root', 'epoch', 2), sealedKey(found.id, 'epoch', 2)],
    credential: its.credential,
  };
  const answer = await server.call('POST', '/v1/chain', { headers, body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal((await server.call('GET', '/v1/chain', { token })).status, 401);
  assert.equal((await server.call('GET', '/v1/chain?after=3', { token: its.token })).status, 200);
});

test('a stolen session without the secret key cannot spoil the chain', async () => {
  const { headers, chain, device } = await rootedAccount();
  const thief = newSigner('root');
  const found = newSigner();
  const body: AppendChain = {
    entries: [
      chain.entry(thief, chain.devicePart(found, ['read', 'admit'])),
      chain.entry(thief, { type: 'remove', device: device.id }),
      chain.entry(thief, chain.epochPart(2, { [device.id]: 0 })),
    ],
    keys: [...keysTo(found.id, 1), sealedKey('root', 'epoch', 2), sealedKey(found.id, 'epoch', 2)],
    credential: newToken().credential,
  };
  const answer = await server.call('POST', '/v1/chain', { headers, body });
  assert.deepEqual([answer.body['code'], answer.body['rule']], ['chain-invalid', 'signature']);
});

test('a new root replaces the old one’s keys and no other', async () => {
  const { account, chain, device, token } = await rootedAccount();
  const root = newSigner('root');
  const body: AppendChain = {
    entries: [chain.entry(device, chain.rootPart(root))],
    keys: keysTo('root', 1),
  };
  const answer = await server.call('POST', '/v1/chain', { token, body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const stored = await server.call('GET', '/v1/keys?recipient=root', { token });
  assert.deepEqual(
    stored.body['keys'],
    body.keys.toSorted((a, b) => (a.scope < b.scope ? -1 : 1)),
  );
  const lines = await server.database
    .selectFrom('activity')
    .select('action')
    .where('account_id', '=', account)
    .execute();
  assert.ok(lines.some(({ action }) => action === 'secret-key-replaced'));
});

test('two devices that sign on the same head: one is told to look again', async () => {
  const first = await rootedAccount();
  const second = await admit(first);
  const { chain } = first;
  const [length, head] = [chain.length, chain.head];
  const epochBy = (by: Signer): AppendChain => {
    [chain.length, chain.head] = [length, head];
    const cutoffs = { [first.device.id]: 0, [second.device.id]: 0 };
    return {
      entries: [chain.entry(by, chain.epochPart(2, cutoffs))],
      keys: ['root', first.device.id, second.device.id].map((id) => sealedKey(id, 'epoch', 2)),
    };
  };
  const answers = await Promise.all([
    server.call('POST', '/v1/chain', { token: first.token, body: epochBy(first.device) }),
    server.call('POST', '/v1/chain', { token: second.token, body: epochBy(second.device) }),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  );
  const loser = answers.find(({ status }) => status === 409);
  assert.deepEqual([loser?.body['code'], loser?.body['length']], ['chain-conflict', length + 1]);
});

test('structure that is broken is refused by its rule', async () => {
  const first = await rootedAccount();
  const { chain, device, token } = first;
  const [length, head] = [chain.length, chain.head];
  const one = (part: Parameters<TestChain['entry']>[1], overrides = {}, by = device) => {
    [chain.length, chain.head] = [length, head];
    return [chain.entry(by, part, overrides)];
  };
  const stranger = newSigner();
  const admission = chain.devicePart(stranger, ['read']);
  const credential = newToken().credential;
  const keys = keysTo(stranger.id, 1);
  const cases: [string, AppendChain, (string | number | undefined)[]][] = [
    [
      'another account',
      { entries: one(admission, { account: randomId() }), keys, credential },
      [422, 'chain-invalid', 'account'],
    ],
    [
      'a gap',
      { entries: one(admission, { index: length + 1 }), keys, credential },
      [409, 'chain-conflict', undefined],
    ],
    [
      'another past',
      { entries: one(admission, { previous: 'A'.repeat(43) }), keys, credential },
      [422, 'chain-invalid', 'previous'],
    ],
    [
      'another signer’s name',
      { entries: one(admission, { signer: stranger.id }), keys, credential },
      [403, 'forbidden', 'admit'],
    ],
    [
      'another key',
      { entries: one(admission, {}, { ...stranger, id: device.id }), keys, credential },
      [422, 'chain-invalid', 'signature'],
    ],
    [
      'a grant that the signer lacks',
      { entries: one(chain.devicePart(stranger, ['read', 'deliver'])), keys, credential },
      [422, 'chain-invalid', 'grants-beyond-signer'],
    ],
    [
      'a gateway that reads',
      { entries: one(chain.devicePart(stranger, ['read'], 'gateway')), keys, credential },
      [422, 'chain-invalid', 'gateway-reads'],
    ],
    ['no token', { entries: one(admission), keys }, [422, 'chain-invalid', 'credential']],
    ['no keys', { entries: one(admission), keys: [], credential }, [422, 'keys-missing', stranger.id]],
    [
      'keys for somebody else',
      { entries: one(admission), keys: [...keys, sealedKey('root', 'id', 0)], credential },
      [422, 'chain-invalid', 'key-not-needed'],
    ],
    [
      'itself removed',
      { entries: one({ type: 'remove', device: device.id }), keys: [] },
      [422, 'chain-invalid', 'remove-self'],
    ],
    [
      'an unknown one removed',
      { entries: one({ type: 'remove', device: stranger.id }), keys: [] },
      [422, 'chain-invalid', 'remove-unknown'],
    ],
    [
      'an epoch skipped',
      { entries: one(chain.epochPart(3, { [device.id]: 0 })), keys: [] },
      [422, 'chain-invalid', 'epoch-number'],
    ],
    [
      'a known device',
      { entries: one(chain.devicePart(device, ['read'])), keys, credential },
      [422, 'chain-invalid', 'device-known'],
    ],
    [
      'an unlisted field',
      { entries: one(admission, { extra: 1 }), keys, credential },
      [422, 'invalid-request', undefined],
    ],
  ];
  for (const [name, body, expected] of cases)
    await test(name, async () => assert.deepEqual(await refused(token, body), expected));
});

test('a removal without its epoch is refused', async () => {
  const first = await rootedAccount();
  const second = await admit(first);
  const entries = [first.chain.entry(first.device, { type: 'remove', device: second.device.id })];
  assert.deepEqual(await refused(first.token, { entries, keys: [] }), [422, 'chain-invalid', 'epoch-due']);
});

test('a device without `admit` appends nothing', async () => {
  const first = await rootedAccount();
  const reader = newSigner();
  const its = newToken();
  await server.call('POST', '/v1/chain', {
    token: first.token,
    body: {
      entries: [first.chain.entry(first.device, first.chain.devicePart(reader, ['read']))],
      keys: keysTo(reader.id, 1),
      credential: its.credential,
    },
  });
  const entries = [first.chain.entry(reader, first.chain.epochPart(2))];
  assert.deepEqual(await refused(its.token, { entries, keys: [] }), [403, 'forbidden', 'admit']);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { LIVE_CLOSE, MAX_LIVE_OCTETS, type Id } from '@smseal/protocol';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';
import { LiveClient, liveEvent } from './live-client.ts';

const server = await testServer({ after });

async function devices(count: number) {
  const account = await seedAccount(server.database);
  const all = [];
  for (let n = 0; n < count; n++)
    all.push(await seedDevice(server.database, account, { can: ['read', 'admit'] }));
  return { account, devices: all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]] };
}

/** Everything sent before has been handled once the pong comes. */
async function settled(client: LiveClient): Promise<void> {
  client.say({ type: 'ping' });
  await client.next('pong');
}

test('an event reaches the account’s other devices, not its author, and nobody else', async () => {
  const {
    devices: [a, b, c],
  } = await devices(3);
  const {
    devices: [stranger],
  } = await devices(1);
  const [from, one, two, foreign] = (await Promise.all(
    [a, b, c, stranger].map(({ token }) => LiveClient.ready(server, token)),
  )) as [LiveClient, LiveClient, LiveClient, LiveClient];
  const event = liveEvent(a.id);
  from.say(event);
  assert.deepEqual(await one.next('live'), event);
  assert.deepEqual(await two.next('live'), event);
  await Promise.all([settled(from), settled(foreign)]);
  assert.deepEqual([from.heard, foreign.heard], [[], []]);
});

test('an event for one device reaches that one only', async () => {
  const {
    devices: [a, b, c],
  } = await devices(3);
  const [from, one, two] = (await Promise.all(
    [a, b, c].map(({ token }) => LiveClient.ready(server, token)),
  )) as [LiveClient, LiveClient, LiveClient];
  from.say(liveEvent(a.id, { to: b.id }));
  await one.next('live');
  await settled(two);
  assert.deepEqual(two.heard, []);
});

test('[PROTO-30] a direct event reaches its addressee only, and nobody speaks for another', async () => {
  const {
    devices: [a, b, c],
  } = await devices(3);
  const [from, one, two] = (await Promise.all(
    [a, b, c].map(({ token }) => LiveClient.ready(server, token)),
  )) as [LiveClient, LiveClient, LiveClient];
  const at = '2026-11-22T03:00:00.000Z';
  const wrap = { enc: 'A'.repeat(43), sealed: 'A'.repeat(64) };
  const sealed = { envelope: 'c2VhbGVk', wrap, signature: 'A'.repeat(86) };
  const event = { type: 'direct', from: a.id, to: b.id, id: a.id, at, expires: at, ...sealed };
  from.say(event);
  assert.deepEqual(await one.next('direct'), event);
  from.say({ ...event, from: c.id });
  assert.deepEqual(await from.next('refused'), { type: 'refused', code: 'wrong-author' });
  await settled(two);
  assert.deepEqual([one.heard, two.heard], [[], []]);
});

test('a device speaks in its own name only', async () => {
  const {
    devices: [a, b],
  } = await devices(2);
  const [from, other] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  from.say(liveEvent(b.id));
  assert.deepEqual(await from.next('refused'), { type: 'refused', code: 'wrong-author' });
  await settled(other);
  assert.deepEqual(other.heard, []);
});

test('the greeting says where the account stands', async () => {
  const {
    account,
    devices: [a],
  } = await devices(1);
  await server.database.updateTable('account').set({ seq: 77 }).where('id', '=', account).execute();
  const client = new LiveClient(server);
  await once(client.socket, 'open');
  client.say({ type: 'hello', token: a.token });
  const { device, head, chain } = await client.next('ready');
  assert.deepEqual([device, head, chain], [a.id, 77, 0]);
});

test('wake-ups reach those whom they concern', async () => {
  const {
    account,
    devices: [a, b],
  } = await devices(2);
  const [one, two] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  server.deps.bus.publish(account, { type: 'changed', head: 5 });
  server.deps.bus.publish(account, { type: 'outbox', target: b.id });
  assert.deepEqual(await one.next('changed'), { type: 'changed', head: 5 });
  assert.deepEqual(await two.next('outbox'), { type: 'outbox' });
  await settled(one);
  assert.deepEqual(one.heard, []);
});

const refusals: [string, (client: LiveClient, id: Id) => void, number][] = [
  [
    'a token that nobody has',
    (client) => client.say({ type: 'hello', token: 'A'.repeat(43) }),
    LIVE_CLOSE.unauthenticated,
  ],
  ['an event before hello', (client, id) => client.say(liveEvent(id)), LIVE_CLOSE.unauthenticated],
  ['what is not JSON', (client) => client.say('{'), LIVE_CLOSE.invalid],
  ['a binary message', (client) => client.socket.send(Buffer.from('{"type":"ping"}')), LIVE_CLOSE.invalid],
  ['an unlisted field', (client) => client.say({ type: 'ping', extra: 1 }), LIVE_CLOSE.invalid],
];
for (const [name, say, code] of refusals)
  test(`${name} ends the connection`, async () => {
    const {
      devices: [a],
    } = await devices(1);
    const client = new LiveClient(server);
    await once(client.socket, 'open');
    say(client, a.id);
    assert.equal(await client.closed, code);
  });

test('plain text in a sealed field, a second hello and a giant end the connection', async () => {
  const {
    devices: [a],
  } = await devices(1);
  const plain = await LiveClient.ready(server, a.token);
  plain.say({ ...liveEvent(a.id), envelope: 'battery 12 %' });
  assert.equal(await plain.closed, LIVE_CLOSE.invalid);
  const twice = await LiveClient.ready(server, a.token);
  twice.say({ type: 'hello', token: a.token });
  assert.equal(await twice.closed, LIVE_CLOSE.invalid);
  const giant = await LiveClient.ready(server, a.token);
  giant.say(liveEvent(a.id, { envelope: 'A'.repeat(MAX_LIVE_OCTETS * 2) }));
  assert.equal(await giant.closed, 1009);
});

test('another origin is refused before the connection stands', async () => {
  const client = new LiveClient(server, 'https://elsewhere.example');
  assert.equal(await client.closed, 1006);
  const own = new LiveClient(server, 'http://localhost:7070');
  await once(own.socket, 'open');
  own.socket.close();
});

test('who says nothing is let go', async () => {
  const client = new LiveClient(server);
  assert.equal(await client.closed, LIVE_CLOSE.unauthenticated);
});

test('a removed device is cut off at once, the others stay', async () => {
  const {
    account,
    devices: [a, b],
  } = await devices(2);
  const [gone, stays] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  server.deps.bus.publish(account, { type: 'removed', device: a.id });
  assert.equal(await gone.closed, LIVE_CLOSE.removed);
  await settled(stays);
});

test('a removed device that does not hang up is not heard any more', async () => {
  const {
    account,
    devices: [a, b],
  } = await devices(2);
  const [gone, stays] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  gone.socket.pause();
  server.deps.bus.publish(account, { type: 'removed', device: a.id });
  gone.say(liveEvent(a.id));
  await settled(stays);
  await settled(stays);
  assert.deepEqual(stays.heard, []);
  gone.socket.terminate();
});

test('a flood is slowed, and heard of by its author alone', async () => {
  const {
    devices: [a, b],
  } = await devices(2);
  const [from, other] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  for (let seq = 1; seq <= 600; seq++) from.say(liveEvent(a.id, { seq }));
  assert.equal((await from.next('refused')).code, 'rate-limited');
  await settled(from);
  await settled(other);
  const relayed = other.heard.filter(({ type }) => type === 'live').length;
  assert.ok(relayed >= 250 && relayed < 500, `${relayed} were relayed`);
});

test('a reader that does not read is let go, and its author is not slowed', async () => {
  const {
    account,
    devices: [a, b],
  } = await devices(2);
  const [from, slow] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  slow.socket.pause();
  const envelope = 'A'.repeat(80_000);
  // A client's flood would be refused, so the relay is fed from behind.
  for (let seq = 1; seq <= 200; seq++)
    server.deps.bus.publish(account, { type: 'live', event: liveEvent(a.id, { seq, envelope }) });
  await settled(from);
  slow.socket.resume();
  assert.ok([LIVE_CLOSE.tooSlow, 1006].includes(await slow.closed));
});

test('presence is a connection, and ends with it', async () => {
  const {
    devices: [a, b],
  } = await devices(2);
  const client = await LiveClient.ready(server, a.token);
  const connected = async (): Promise<boolean[]> => {
    const answer = await server.call<{ devices: { id: Id; connected: boolean }[] }>('GET', '/v1/devices', {
      token: b.token,
    });
    return [a, b].map(({ id }) => answer.body.devices.find((device) => device.id === id)?.connected ?? false);
  };
  assert.deepEqual(await connected(), [true, false]);
  client.socket.close();
  await client.closed;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(await connected(), [false, false]);
});

test('nothing of what passes is stored or logged', async () => {
  const {
    devices: [a, b],
  } = await devices(2);
  const [from, other] = (await Promise.all([a, b].map(({ token }) => LiveClient.ready(server, token)))) as [
    LiveClient,
    LiveClient,
  ];
  const canary = 'Q2FuYXJ5VGhhdFBhc3Nlcw';
  from.say(liveEvent(a.id, { envelope: canary }));
  await other.next('live');
  assert.ok(!server.lines.join('').includes(canary));
  assert.ok(!server.lines.join('').includes(a.token));
});

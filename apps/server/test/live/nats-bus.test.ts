import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findingsOf, INVENTORY } from '@smseal/inventory';
import { connect } from '@nats-io/transport-node';
import { NatsBus } from '../../src/live/nats-bus.ts';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';
import { LiveClient, liveEvent } from './live-client.ts';

function hasNats(): boolean {
  try {
    execFileSync('nats-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Names of all subjects on which something is said from now on, as the inventory writes them. */
async function overhear(url: string): Promise<Set<string>> {
  const connection = await connect({ servers: url, reconnect: false });
  const subjects = new Set<string>();
  connection.subscribe('>', { callback: (_error, { subject }) => void subjects.add(`nats/${subject}`) });
  await connection.flush();
  return subjects;
}

test('without NATS at the address, the server says which variable to mend', async () => {
  await assert.rejects(
    NatsBus.connect(`nats://127.0.0.1:${await freePort()}`),
    /No NATS answers at SMSEAL_NATS_URL/,
  );
});

test(
  'two server processes over a real NATS',
  { skip: !hasNats() && 'nats-server is not installed' },
  async (t) => {
    const port = await freePort();
    const nats = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.after(() => void nats.kill());
    for await (const line of createInterface({ input: nats.stderr }))
      if (line.includes('Server is ready')) break;

    const closing: (() => Promise<void>)[] = [];
    const lifetime = { after: (finish: () => Promise<void>) => void closing.push(finish) };
    t.after(async () => {
      for (const finish of closing.toReversed()) await finish();
    });
    const natsUrl = `nats://127.0.0.1:${port}`;
    const subjects = await overhear(natsUrl);
    const one = await testServer(lifetime, { natsUrl });
    const two = await testServer(lifetime, { natsUrl, on: one });
    const account = await seedAccount(one.database);
    const [a, b] = [
      await seedDevice(one.database, account, { can: ['read', 'admit'] }),
      await seedDevice(one.database, account, { can: ['read'] }),
    ];
    const [here, there] = [await LiveClient.ready(one, a.token), await LiveClient.ready(two, b.token)];
    await sleep(100);

    await t.test('events and wake-ups reach the other process, once', async () => {
      here.say(liveEvent(a.id));
      assert.deepEqual(await there.next('live'), liveEvent(a.id));
      one.deps.bus.publish(account, { type: 'changed', head: 9 });
      assert.deepEqual(await there.next('changed'), { type: 'changed', head: 9 });
      assert.deepEqual(await here.next('changed'), { type: 'changed', head: 9 });
      await sleep(100);
      assert.deepEqual([here.heard, there.heard], [[], []]);
    });

    await t.test('presence is known to every process', async () => {
      const { body } = await one.call<{ devices: { id: string; connected: boolean }[] }>(
        'GET',
        '/v1/devices',
        { token: a.token },
      );
      assert.deepEqual(
        new Set(body.devices.filter(({ connected }) => connected).map(({ id }) => id)),
        new Set([a.id, b.id]),
      );
    });

    await t.test('a device removed here is out there, socket and token', async () => {
      assert.equal((await two.call('GET', '/v1/chain', { token: b.token })).status, 200, 'known and kept');
      await one.database
        .updateTable('device')
        .set({ credential: null, removed: 1 })
        .where('id', '=', b.id)
        .execute();
      one.deps.bus.publish(account, { type: 'removed', device: b.id });
      assert.equal(await there.closed, 4403);
      assert.equal((await two.call('GET', '/v1/chain', { token: b.token })).status, 401);
    });

    await t.test('what they call out to each other is what the inventory lists, and all of it', () => {
      const always = INVENTORY.filter(({ name }) => name.startsWith('nats/')).map((entry) => {
        const { when: _, ...rest } = entry;
        return rest;
      });
      assert.deepEqual(findingsOf(always, 'queue', subjects), { unlisted: [], missing: [] });
    });

    await t.test('when NATS is away each process goes on by itself', async () => {
      nats.kill('SIGKILL');
      await once(nats, 'exit');
      one.deps.bus.publish(account, { type: 'changed', head: 10 });
      assert.deepEqual(await here.next('changed'), { type: 'changed', head: 10 });
      const answer = await one.call('GET', '/v1/devices', { token: a.token });
      assert.equal(answer.status, 200);
    });
  },
);

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openKeyring, startEmbeddedPostgres, type EmbeddedPostgres } from '@smseal/database';
import { LiveClient } from '../live/live-client.ts';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';

const home = await mkdtemp(path.join(tmpdir(), 'smseal-gone-'));
let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ home });
after(async () => {
  await postgres.stop();
  await rm(home, { recursive: true });
});
await migrate(postgres.url);
const keyring = openKeyring(undefined, home);
const server = await testServer({ after }, { on: { databaseUrl: postgres.url, keyring } });
const account = await seedAccount(server.database);
const { token } = await seedDevice(server.database, account, { can: ['read', 'admit'] });

test('while PostgreSQL is away requests are refused as passing, and go on when it is back', async () => {
  const live = await LiveClient.ready(server, token);
  assert.equal((await server.call('GET', '/v1/chain', { token })).status, 200);
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.ended;
  for (let n = 0; n < 5; n++) {
    const { status, headers, body } = await server.call('GET', '/v1/chain', { token });
    assert.deepEqual([status, body['code']], [503, 'unavailable']);
    assert.ok(Number(headers.get('retry-after')) > 0);
    await sleep(50);
  }
  assert.equal((await server.call('GET', '/healthz')).status, 503);
  live.say({ type: 'ping' });
  await live.next('pong');

  const before = postgres.url;
  postgres = await startEmbeddedPostgres({ home });
  assert.equal(postgres.url, before, 'it comes back at the same address');
  assert.equal((await server.call('GET', '/v1/chain', { token })).status, 200);
  assert.equal(live.socket.readyState, live.socket.OPEN, 'the live channel outlived it');
});

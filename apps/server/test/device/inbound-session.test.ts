import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { InboundSession, InboundSessionsPage } from '@smseal/protocol';
import { contents, octets, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer } from '../test-server.ts';

const server = await testServer({ after });
const { database } = server;

async function gatewayAccount() {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const gateway = await seedDevice(database, account, { platform: 'gateway', can: ['send', 'write'] });
  const reader = await seedDevice(database, account, { can: ['read'] });
  return { account, gateway, reader };
}

function session(device: string): InboundSession {
  return { id: randomId(), device, epoch: 1, day: '2026-11-22', enc: octets(32), signature: octets(64) };
}

const list = (token: string, query = '') =>
  server.call<InboundSessionsPage>('GET', `/v1/inbound-sessions${query}`, { token });

test('a reader lists every session of its account, page by page, and none of another', async () => {
  const { gateway, reader } = await gatewayAccount();
  const posted = Array.from({ length: 5 }, () => session(gateway.id));
  for (const body of posted)
    assert.equal(
      (await server.call('POST', '/v1/inbound-sessions', { token: gateway.token, body })).status,
      204,
    );
  const found: InboundSession[] = [];
  let query = '?limit=2';
  for (let pages = 1; ; pages++) {
    const { body } = await list(reader.token, query);
    found.push(...body.sessions);
    query = `?limit=2&after=${body.next}`;
    if (body.next !== null) continue;
    assert.equal(pages, 3);
    break;
  }
  assert.deepEqual(
    found,
    posted.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const stranger = await gatewayAccount();
  assert.deepEqual((await list(stranger.reader.token)).body, { sessions: [], next: null });
});

test('who cannot read is not told the sessions, and a made-up cursor is refused', async () => {
  const { gateway, reader } = await gatewayAccount();
  const before = await contents(database);
  assert.equal((await list(gateway.token)).status, 403);
  for (const query of ['?after=x', '?limit=0', '?limit=1001', '?since=1'])
    assert.equal((await list(reader.token, query)).status, 422, query);
  assert.equal((await list(randomId() + randomId().slice(1))).status, 401);
  assert.deepEqual(await contents(database), before);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { INVENTORY } from '@smseal/inventory';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';

const server = await testServer({ after });

test('a line has the inventory’s keys, the route’s pattern, and nothing of the caller', async () => {
  const account = await seedAccount(server.database);
  const { id, token } = await seedDevice(server.database, account, { can: ['admit'] });
  await server.call('GET', `/v1/links/${id}?state=waiting`, {
    token,
    headers: { 'user-agent': 'canary-agent' },
  });
  await server.call('POST', '/v1/links', { body: { identifier: 'canary@example.org' } });
  await server.call('GET', '/v1/canary-path');
  const listed = new Set(INVENTORY.flatMap(({ place, name }) => (place === 'server-log' ? [name] : [])));
  const lines = server.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.ok(lines.length >= 3);
  for (const line of lines)
    assert.deepEqual(
      Object.keys(line).filter((key) => !listed.has(key)),
      [],
    );
  assert.ok(lines.some(({ route }) => route === '/v1/links/:id'));
  const all = server.lines.join('');
  for (const trace of [account, id, token, 'canary', '127.0.0.1']) assert.ok(!all.includes(trace), trace);
});

test('keys that the inventory does not list are dropped', () => {
  server.deps.log.info({ email: 'canary@example.org', status: 200 }, 'probe');
  const line = JSON.parse(server.lines.at(-1) ?? '{}') as Record<string, unknown>;
  assert.deepEqual([line['email'], line['status'], line['msg']], [undefined, 200, 'probe']);
});

test('metrics are for this machine, and never through a proxy', async () => {
  const own = await server.call<{ text: string }>('GET', '/metrics');
  assert.match(own.body.text, /smseal_request_seconds_count/);
  const proxied = await server.call('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } });
  assert.equal(proxied.status, 404);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testServer } from '../test-server.ts';

const server = await testServer({ after });

test('an unknown path is a problem of the registry', async () => {
  const { status, headers, body } = await server.call('GET', '/v1/nothing');
  assert.equal(status, 404);
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.equal(body['type'], 'urn:smseal:error:not-found');
});

test('health answers', async () => {
  const { status, body } = await server.call('GET', '/healthz');
  assert.deepEqual([status, body], [200, { ok: true }]);
});

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { ERRORS, type ErrorCode } from '@smseal/protocol';
import { seedAccount, seedDevice, testServer, type CallOptions } from '../test-server.ts';

const server = await testServer({ after });
const account = await seedAccount(server.database);
const { token } = await seedDevice(server.database, account, { can: ['read', 'admit', 'write'] });
const nobody = { authorization: `Bearer ${'A'.repeat(43)}` };

const REFUSALS: [string, string, string, CallOptions, ErrorCode][] = [
  ['a path that is nowhere', 'GET', '/v1/nothing', {}, 'not-found'],
  ['a path outside the API', 'GET', '/nothing', {}, 'not-found'],
  ['another method', 'DELETE', '/v1/chain', { token }, 'method-not-allowed'],
  [
    'another method on a path with an id',
    'PATCH',
    '/v1/links/AAAAAAAAAAAAAAAAAAAAAA/answer',
    {},
    'method-not-allowed',
  ],
  ['a path that cannot be decoded', 'GET', '/v1/%zz', {}, 'not-found'],
  ['nobody', 'GET', '/v1/chain', {}, 'unauthenticated'],
  ['a token that nobody has', 'GET', '/v1/chain', { headers: nobody }, 'unauthenticated'],
  ['another scheme', 'GET', '/v1/chain', { headers: { authorization: 'Basic QTpC' } }, 'unauthenticated'],
  [
    'half JSON',
    'POST',
    '/v1/chain',
    { token, body: '{', headers: { 'content-type': 'application/json' } },
    'malformed-body',
  ],
  [
    'no JSON at all',
    'POST',
    '/v1/chain',
    { token, body: '', headers: { 'content-type': 'application/json' } },
    'malformed-body',
  ],
  [
    'JSON that reaches for prototypes',
    'POST',
    '/v1/chain',
    { token, body: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } },
    'malformed-body',
  ],
  [
    'another media type',
    'POST',
    '/v1/chain',
    { token, body: 'a=b', headers: { 'content-type': 'text/csv' } },
    'unsupported-media-type',
  ],
  [
    'a body over 8 MiB',
    'POST',
    '/v1/chain',
    { token, body: { x: 'y'.repeat(8 * 1024 * 1024) } },
    'too-large',
  ],
  [
    'a field too many',
    'POST',
    '/v1/chain',
    { token, body: { entries: [], keys: [], extra: 1 } },
    'invalid-request',
  ],
  ['a field too few', 'POST', '/v1/chain', { token, body: { keys: [] } }, 'invalid-request'],
  ['a query that is not listed', 'GET', '/v1/chain?before=1', { token }, 'invalid-request'],
  ['a query of another type', 'GET', '/v1/chain?after=x', { token }, 'invalid-request'],
  ['an id that is none', 'GET', '/v1/links/abc', { token }, 'invalid-request'],
  [
    'an inbound session of somebody else',
    'POST',
    '/v1/inbound-sessions',
    { token, body: session() },
    'wrong-author',
  ],
];

function session() {
  return {
    id: 'A'.repeat(22),
    device: 'B'.repeat(22),
    epoch: 1,
    day: '2026-11-22',
    enc: 'A'.repeat(43),
    signature: 'A'.repeat(86),
  };
}

for (const [name, method, path, options, code] of REFUSALS)
  test(`[PROTO-16] ${name}: ${code}`, async () => {
    const { status, headers, body } = await server.call(method, path, options);
    const { status: expected, sentence } = ERRORS[code];
    assert.deepEqual([body['code'], status], [code, expected]);
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.deepEqual([body['type'], body['title']], [`urn:smseal:error:${code}`, sentence]);
    const extra = ERRORS[code] as { extra?: readonly string[] };
    const allowed = new Set(['type', 'title', 'status', 'code', ...(extra.extra ?? [])]);
    assert.deepEqual(
      Object.keys(body).filter((member) => !allowed.has(member)),
      [],
    );
  });

test('the place that is wrong is named', async () => {
  const at = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await server.call(body ? 'POST' : 'GET', path, { token, ...(body ? { body } : {}) });
    return answer.body['at'];
  };
  const entry = { body: 'AA', signature: 'A'.repeat(86) };
  assert.equal(await at('/v1/chain', { entries: [entry], keys: [], extra: 1 }), '/extra');
  assert.equal(await at('/v1/chain', { keys: [] }), '/entries');
  assert.equal(
    await at('/v1/chain', { entries: [{ ...entry, signature: 'A' }], keys: [] }),
    '/entries/0/signature',
  );
  assert.equal(await at('/v1/chain', { entries: [entry], keys: [] }), '/entries/0/body');
  assert.equal(await at('/v1/chain?after=-1'), '/after');
});

test('methods that a path has are named', async () => {
  const { headers } = await server.call('PUT', '/v1/chain', { token });
  assert.deepEqual(headers.get('allow')?.split(', ').toSorted(), ['GET', 'HEAD', 'POST']);
});

test('a failure of ours says a request id and nothing of what failed; the log says where', async () => {
  await server.database.schema.alterTable('chain_entry').renameTo('hidden').execute();
  const { status, body } = await server.call('GET', '/v1/chain', { token });
  await server.database.schema.alterTable('hidden').renameTo('chain_entry').execute();
  assert.deepEqual([status, body['code']], [500, 'internal']);
  assert.ok(!JSON.stringify(body).includes('chain_entry'));
  const line = server.lines
    .map((text) => JSON.parse(text) as Record<string, string>)
    .find(({ reqId, error }) => reqId === body['request'] && error);
  assert.match(line?.['error'] ?? '', /42P01/);
  assert.match(line?.['frames'] ?? '', /packages\/database\/src\/device\/stored-chain\.ts/);
});

test('a request that is not even HTTP is a problem, too', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(
      `${server.url}/v1/chain`,
      { headers: { 'x-long': 'y'.repeat(40_000) } },
      (answer) => {
        let body = '';
        answer
          .setEncoding('utf8')
          .on('data', (part: string) => (body += part))
          .on('end', () => resolve(`${answer.statusCode} ${body}`));
      },
    );
    asked.on('error', reject).end();
  });
  assert.match(text, /^4\d\d \{.*urn:smseal:error:/);
});

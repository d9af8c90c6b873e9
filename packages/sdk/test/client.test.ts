import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { ApiError, ConnectionError, SMSeal } from '../src/index.ts';

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const asked: Asked[] = [];
/** What is answered, in turn; the last one from then on. */
let answers: ((response: ServerResponse) => void)[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const [next] = answers;
    if (answers.length > 1) answers.shift();
    next?.(response);
  });
});
let baseUrl: string;
let smseal: SMSeal;
const API_KEY = `smseal_${'a'.repeat(22)}_${'b'.repeat(43)}`;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  asked.length = 0;
  smseal = new SMSeal({ apiKey: API_KEY, baseUrl });
});
after(() => {
  server.close();
  server.closeAllConnections();
});

function json(status: number, body: object, headers: Record<string, string> = {}) {
  return (response: ServerResponse) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
}

function refusal(
  status: number,
  code: string,
  { retryAfter, ...extra }: { retryAfter?: string; refused?: object } = {},
) {
  const problem = { type: `urn:smseal:error:${code}`, title: 'A sentence.', status, code, ...extra };
  return json(status, problem, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
}

const SENT = { accepted: [{ id: 'x:0', to: '+447700900123', encoding: 'gsm7', segments: 1 }], refused: [] };
const TEXT = { to: '+447700900123', text: 'Hello' };

test('sends with its API key and a key of its own for each call', async () => {
  answers = [json(202, SENT)];
  const { accepted, replayed } = await smseal.send(TEXT);
  assert.deepEqual([accepted[0]?.id, replayed], ['x:0', false]);
  await smseal.send(TEXT, { idempotencyKey: 'order "4711"' });
  const [first, second] = asked;
  assert.deepEqual([first?.method, first?.url], ['POST', '/v1/messages']);
  assert.equal(first?.headers['authorization'], `Bearer ${API_KEY}`);
  assert.match(String(first?.headers['idempotency-key']), /^"[0-9a-f-]{36}"$/);
  assert.equal(second?.headers['idempotency-key'], '"order \\"4711\\""');
  assert.deepEqual(JSON.parse(first?.body ?? ''), TEXT);
});

test('what got no answer, or was put off, is asked again under the same key', async () => {
  answers = [
    (response) => response.destroy(),
    refusal(503, 'unavailable'),
    json(502, {}),
    json(202, SENT, { 'idempotent-replayed': 'true' }),
  ];
  assert.equal((await smseal.send(TEXT)).replayed, true);
  assert.equal(asked.length, 4);
  assert.equal(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size, 1);
});

test('what is refused is not asked again, and says why', async () => {
  const refused = [{ index: 0, reason: 'not-a-number', detail: 'x' }];
  answers = [refusal(422, 'no-recipient', { refused })];
  const error = await smseal.send(TEXT).catch((error: unknown) => error);
  assert.ok(error instanceof ApiError);
  assert.deepEqual([error.code, error.status, error.message], ['no-recipient', 422, 'A sentence.']);
  assert.deepEqual(error.problem.refused, refused);
  assert.equal(asked.length, 1);
});

test('patience ends: after its retries the last refusal is told', async () => {
  smseal = new SMSeal({ apiKey: API_KEY, baseUrl, retries: 1 });
  answers = [refusal(429, 'rate-limited', { retryAfter: '0' })];
  const error = await smseal.send(TEXT).catch((error: unknown) => error);
  assert.ok(error instanceof ApiError);
  assert.deepEqual([error.code, error.retryAfterMs, asked.length], ['rate-limited', 0, 2]);
  answers = [(response) => response.destroy()];
  await assert.rejects(smseal.send(TEXT), ConnectionError);
});

test('a call ends at once when its signal aborts, also between two attempts', async () => {
  answers = [refusal(503, 'unavailable', { retryAfter: '3600' })];
  const controller = new AbortController();
  const sending = smseal.send(TEXT, { signal: controller.signal });
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('enough'));
  await assert.rejects(sending, /enough/);
});

test('an answer that does not come is given up', async () => {
  smseal = new SMSeal({ apiKey: API_KEY, baseUrl, retries: 0, timeoutMs: 50 });
  answers = [() => undefined];
  await assert.rejects(smseal.get('x:0'), ConnectionError);
});

test('reads, explains, stops and lists', async () => {
  answers = [json(200, { id: 'x:0' })];
  await smseal.get('x:0');
  await smseal.timeline('x:0');
  await smseal.cancel('x:0');
  answers = [
    json(200, { messages: [{ id: 'x:1' }, { id: 'x:0' }], next: 'more' }),
    json(200, { messages: [{ id: 'w:0' }], next: null }),
  ];
  const ids = [];
  for await (const { id } of smseal.list({ limit: 2 })) ids.push(id);
  assert.deepEqual(ids, ['x:1', 'x:0', 'w:0']);
  assert.deepEqual(
    asked.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`),
    [
      'GET /v1/messages/x:0',
      'GET /v1/messages/x:0/timeline',
      'POST /v1/messages/x:0/cancel',
      'GET /v1/messages?limit=2',
      'GET /v1/messages?after=more&limit=2',
    ],
  );
});

test('a key that cannot be one is refused before anything is sent', () => {
  assert.throws(() => new SMSeal({ apiKey: 'secret' }), TypeError);
});

test('asks where many texts are, and stops many, by their batches', async () => {
  const said = { batches: [{ batch: 'x', states: ['sent', 'cancelled'] }] };
  answers = [json(200, said), json(200, said)];
  assert.deepEqual(await smseal.states(['x']), said);
  assert.deepEqual(await smseal.cancelBatches(['x']), said);
  assert.deepEqual(
    asked.map(({ method, url, body }) => [method, url, body]),
    [
      ['POST', '/v1/messages/states', '{"batches":["x"]}'],
      ['POST', '/v1/messages/cancel', '{"batches":["x"]}'],
    ],
  );
});

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { ApiClient, backOffMs, hasExpired, Unreachable } from '@smseal/client';
import { CodedError, problem } from '@smseal/protocol';

let server: Server;
let origin: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
  response.end();
let asked: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());
afterEach(() => {
  asked = [];
});

function client(options: { now?: () => number; timeoutMs?: number } = {}): ApiClient {
  return new ApiClient({ origin, token: () => 'T', backOff: { first: 1, most: 3 }, ...options });
}

function refuse(
  response: ServerResponse,
  code: Parameters<typeof problem>[0],
  headers: Record<string, string> = {},
) {
  const told = problem(code, { request: 'r1' });
  response.writeHead(told.status, { 'content-type': 'application/problem+json', ...headers });
  response.end(JSON.stringify(told));
}

test('a question with its token and query, and an empty answer', async () => {
  answer = (_request, response) => response.writeHead(204).end();
  const got = await client().json({
    method: 'GET',
    path: '/v1/x',
    query: { a: 'b c', none: undefined, n: 1 },
  });
  assert.equal(got, undefined);
  assert.deepEqual(asked, ['GET /v1/x?a=b%20c&n=1 Bearer T']);
});

test('a refusal is the registry’s code with its members, and is not tried again', async () => {
  answer = (_request, response) => refuse(response, 'link-over');
  await assert.rejects(client().json({ method: 'GET', path: '/v1/x' }), (error: unknown) => {
    assert.ok(error instanceof CodedError);
    assert.deepEqual([error.code, error.extra], ['link-over', { request: 'r1' }]);
    return true;
  });
  assert.equal(asked.length, 1);
});

test('what may pass is tried again, no sooner than the server says', async () => {
  const began = performance.now();
  answer = (_request, response) => {
    if (asked.length < 3) refuse(response, 'rate-limited', { 'retry-after': asked.length === 1 ? '1' : '0' });
    else response.end('{"ok":true}');
  };
  assert.deepEqual(await client().json({ method: 'GET', path: '/v1/x' }), { ok: true });
  assert.equal(asked.length, 3);
  assert.ok(performance.now() - began >= 1000);
});

test('a server that is gone is waited for as long as the caller wants', async () => {
  const gone = new ApiClient({ origin: 'http://127.0.0.1:9', backOff: { first: 1, most: 2 } });
  await assert.rejects(gone.json({ method: 'GET', path: '/v1/x', retry: 2 }), Unreachable);
  const ending = new AbortController();
  setTimeout(() => ending.abort(new Error('enough')), 60);
  const waiting = gone.json({ method: 'GET', path: '/v1/x', retry: 'until-aborted', signal: ending.signal });
  await assert.rejects(waiting, /enough/);
});

test('silence, half an answer and pages that are no problem documents count as unreachable', async () => {
  answer = () => undefined;
  await assert.rejects(
    client({ timeoutMs: 50 }).json({ method: 'GET', path: '/v1/x', retry: 0 }),
    Unreachable,
  );
  answer = (_request, response) => response.end('<html>');
  await assert.rejects(client().json({ method: 'GET', path: '/v1/x', retry: 0 }), Unreachable);
  answer = (_request, response) => response.writeHead(502).end('Bad gateway');
  await assert.rejects(client().json({ method: 'GET', path: '/v1/x', retry: 0 }), Unreachable);
});

test('the server’s clock is heard from its answers; small differences are none', async () => {
  const day = 24 * 60 * 60 * 1000;
  answer = (_request, response) => response.end('{}');
  const late = client({ now: () => Date.now() - day });
  await late.json({ method: 'GET', path: '/v1/x' });
  assert.ok(Math.abs(late.clock.skewMs - day) < 2_000);
  assert.ok(Math.abs(late.clock.later() - Date.now()) < 2_000);
  const right = client();
  await right.json({ method: 'GET', path: '/v1/x' });
  assert.equal(right.clock.skewMs, 0);
  const early = client({ now: () => Date.now() + day });
  await early.json({ method: 'GET', path: '/v1/x' });
  assert.ok(early.clock.later() > Date.now() + day - 2_000);
});

test('a command runs out by the later clock', () => {
  const clock = (own: number, later: number) => ({ own: () => own, later: () => later });
  const at = Date.parse('2026-11-01T00:00:00.000Z');
  const expires = new Date(at).toISOString();
  assert.equal(hasExpired(expires, clock(at - 1, at - 1)), false);
  assert.equal(hasExpired(expires, clock(at - 1, at)), true);
  assert.equal(hasExpired(expires, clock(at, at)), true);
  assert.equal(hasExpired('not a time', clock(0, 0)), true);
});

test('waits grow, have a top and differ', () => {
  const waits = [0, 1, 2, 30].map((attempt) =>
    backOffMs(attempt, { first: 100, most: 1_000, random: () => 0.5 }),
  );
  assert.deepEqual(waits, [75, 150, 300, 750]);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ERRORS } from '@smseal/protocol';
import { Check } from 'typebox/value';
import { messageRoutes } from '../../src/message/message-routes.ts';
import { openApi } from '../../src/reference/openapi.ts';
import { OPERATIONS, WEBHOOKS } from '../../src/reference/operations.ts';
import { referenceRoutes } from '../../src/reference/reference-routes.ts';
import { REFERENCE_FILES } from '../../src/reference/write-reference.ts';
import { prepareEvent } from '../../src/webhook/webhook-event.ts';
import { senderAtTest } from '../message/sender.ts';

const at = await senderAtTest();
messageRoutes(at.app, { gateway: () => at.sender, now: Date.now, quotas: at.quotas });
referenceRoutes(at.app);

test('the committed reference is what the code says today', () => {
  for (const [name, write] of Object.entries(REFERENCE_FILES)) {
    const file = new URL(`../../../../docs/reference/${name}`, import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), write(), `${name} is not fresh: run npm run generate`);
  }
});

test('every operation of the reference is a route, and every route of the API is in it', async () => {
  await at.app.ready();
  for (const { method, path } of OPERATIONS)
    assert.ok(
      at.app.hasRoute({ method: method.toUpperCase(), url: path.replace('{id}', ':id') }),
      `${method} ${path}`,
    );
  const routes = at.app.printRoutes({ commonPrefix: false });
  assert.equal(routes.match(/\/v1\/messages|:id|\/timeline|\/states|\/cancel/g)?.length, 6, routes);
});

test('every reference of the document leads somewhere, and every error is of the registry', () => {
  const document = openApi();
  const text = JSON.stringify(document);
  const { schemas } = document['components'] as { schemas: Record<string, unknown> };
  const named = [...text.matchAll(/"#\/components\/schemas\/([A-Za-z]+)"/g)].map(([, name = '']) => name);
  assert.ok(named.length > 10);
  for (const name of named) assert.ok(Object.hasOwn(schemas, name), name);
  for (const { errors } of OPERATIONS) for (const code of errors) assert.ok(Object.hasOwn(ERRORS, code));
});

test('what is answered and what webhooks are told is as the reference says', async () => {
  const { token } = at.newKey();
  const [{ answer } = OPERATIONS[0]!] = OPERATIONS;
  const response = await at.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { authorization: `Bearer ${token}` },
    payload: {
      to: ['+447700900123', 'x', { to: '+447700900124', fields: { a: 'b' } }],
      text: '“Hi”',
      smartEncoding: true,
    },
  });
  assert.ok(Check(answer, response.json()), response.body);
  const instant = '2026-11-25T10:00:00.000Z';
  const raw = { receipt: 'id:1 stat:UNDELIV text:Your code' };
  const state = prepareEvent({
    ...raw,
    type: 'message.state',
    message: `${'a'.repeat(22)}:0`,
    state: 'failed',
    at: instant,
    part: { k: 1, n: 2 },
    error: { code: '1', text: 'x' },
  });
  assert.ok(Check(WEBHOOKS['message.state'], JSON.parse(state.body)), state.body);
  const inbound = {
    id: 'a'.repeat(22),
    from: '+447700900123',
    to: '+447700900124',
    text: 'Hi',
    connector: 'x',
  };
  const received = prepareEvent({ type: 'message.received', at: instant, ...inbound });
  assert.ok(Check(WEBHOOKS['message.received'], JSON.parse(received.body)), received.body);
});

test('the gateway shows it to anybody, without script', async () => {
  const page = await at.app.inject('/reference');
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  assert.ok(!/<script|javascript:|\son[a-z]+=/i.test(page.body));
  assert.match(page.body, /Send one text or many/);
  assert.deepEqual((await at.app.inject('/reference/send-api.json')).json(), openApi());
});

/** Callbacks, checked at the receiving end by Twilio's own library and by that of Standard Webhooks. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import type { BatchText, TextState, Webhook } from '@smseal/protocol';
import { generateDeviceKeys, randomId } from '@smseal/seal';
import fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import twilio from 'twilio';
import { GatewaySecret } from '../../src/http/gateway-secret.ts';
import { formatMessageId, MessageIds } from '../../src/message/message-ids.ts';
import { Callbacks } from '../../src/callback/callbacks.ts';
import { signForm } from '../../src/twilio/sign-form.ts';
import { toMessageSid } from '../../src/twilio/twilio-ids.ts';
import type { WebhookClock } from '../../src/webhook/webhook-clock.ts';

interface Received {
  url: string;
  signature: string;
  headers: IncomingMessage['headers'];
  body: string;
  form: Record<string, string>;
}

const received: Received[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => void receive(request, response));
let origin: string;
let webhook: Webhook;
let webhooks: Webhook[];
let callbacks: Callbacks;
const ids = new MessageIds(await GatewaySecret.of(await generateDeviceKeys({ extractable: true })));

/** Time passes at once. */
const clock: WebhookClock = {
  now: Date.now,
  after: (_ms, work) => {
    const timer = setImmediate(work);
    return () => clearImmediate(timer);
  },
};

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
beforeEach(() => {
  received.length = 0;
  answer = (response) => response.writeHead(204).end();
  webhook = {
    id: randomId(),
    url: `${origin}/hook`,
    secret: Buffer.alloc(32, 7).toString('base64'),
    events: ['message.state'],
    createdAt: '2026-11-25T00:00:00.000Z',
    paused: false,
  };
  webhooks = [webhook];
  callbacks?.stop();
  callbacks = new Callbacks({
    account: randomId(),
    webhooks: () => webhooks,
    log: () => undefined,
    clock,
  });
});
after(() => {
  callbacks.stop();
  server.close();
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  received.push({
    url: origin + (request.url ?? ''),
    headers: request.headers,
    body,
    signature: String(request.headers['x-twilio-signature']),
    form: Object.fromEntries(new URLSearchParams(body)),
  });
  answer(response);
}

function textTo(path: string): BatchText {
  const notify = { webhook: webhook.id, form: origin + path };
  return { to: ['+447700900123'], from: 'Zoë & Co', text: 'Hello', simSlot: null, notify };
}

const place = { batch: ids.newBatch(null), index: 7 };
const message = formatMessageId(place);

function tell(state: TextState, path = '/status?order=4711'): void {
  callbacks.tell({ message, text: textTo(path), event: { state, at: '2026-11-25T10:00:00.000Z' } });
}

async function settled(count: number): Promise<void> {
  while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test('tells each step once, in order, signed as Twilio’s library checks it', async () => {
  for (const state of ['submitted', 'sent', 'delivered'] as const) tell(state);
  await settled(2);
  assert.deepEqual(
    received.map(({ form }) => form['MessageStatus']),
    ['sent', 'delivered'],
  );
  for (const { url, signature, form } of received) {
    assert.equal(form['MessageSid'], toMessageSid(place));
    assert.deepEqual([form['To'], form['From']], ['+447700900123', 'Zoë & Co']);
    assert.ok(twilio.validateRequest(`whsec_${webhook.secret}`, signature, url, form));
    assert.ok(!twilio.validateRequest(`whsec_${webhook.secret}`, signature, url, { ...form, To: '+1' }));
    assert.ok(!twilio.validateRequest('another', signature, url, form));
  }
});

test('a failure after the carrier took the text is an undelivered one', async () => {
  tell('sent');
  tell('failed');
  await settled(2);
  assert.deepEqual(
    [received[1]?.form['MessageStatus'], received[1]?.form['ErrorCode']],
    ['undelivered', '30008'],
  );
});

test('a receiver that fails is asked again, and what follows waits for it', async () => {
  let failures = 2;
  answer = (response) => response.writeHead(failures-- > 0 ? 500 : 200).end();
  tell('sent');
  tell('delivered');
  await settled(4);
  assert.deepEqual(
    received.map(({ form }) => form['MessageStatus']),
    ['sent', 'sent', 'sent', 'delivered'],
  );
});

test('a redirect is not followed, and a webhook that was taken back gets nothing more', async () => {
  answer = (response) => {
    webhooks = [];
    response.writeHead(302, { location: '/elsewhere' }).end();
  };
  tell('sent');
  tell('delivered');
  await settled(1);
  assert.deepEqual(
    received.map(({ url }) => new URL(url).pathname),
    ['/status'],
  );
});

test('in our own words it is signed as Standard Webhooks’ library checks it, and every attempt has one id', async () => {
  const url = `${origin}/orders/4711?step=sms`;
  const text = { ...textTo('/'), notify: { webhook: webhook.id, url } };
  let failures = 1;
  answer = (response) => response.writeHead(failures-- > 0 ? 503 : 200).end();
  const at = '2026-11-25T10:00:00.000Z';
  for (const state of ['submitted', 'sent', 'delivered'] as const)
    callbacks.tell({ message, text, event: { state, at, receipt: 'id:1 text:Hello' } });
  await settled(3);
  const verifier = new StandardWebhook(`whsec_${webhook.secret}`);
  const told = received.map(({ body, headers }) => verifier.verify(body, headers as Record<string, string>));
  assert.deepEqual(told[1], { type: 'message.state', timestamp: at, data: { message, state: 'sent' } });
  assert.deepEqual(told[2], { type: 'message.state', timestamp: at, data: { message, state: 'delivered' } });
  assert.deepEqual(new Set(received.map((one) => one.url)), new Set([url]));
  const ids = received.map(({ headers }) => headers['webhook-id']);
  assert.ok(ids[0] === ids[1] && ids[1] !== ids[2]);
  assert.throws(() =>
    new StandardWebhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`).verify(
      received[0]?.body ?? '',
      received[0]?.headers as Record<string, string>,
    ),
  );
  const [newest] = callbacks.attempts(message);
  assert.deepEqual([newest?.webhook, newest?.status, newest?.nextAt], [webhook.id, 200, null]);
  assert.equal(callbacks.attempts(message).length, 3);
});

test('any form is signed as Twilio’s library would', () => {
  const field = fc.stringMatching(/^[A-Za-z]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(field, fc.string(), { noNullPrototype: true }), fc.webUrl(), (fields, url) => {
      assert.equal(signForm('secret', url, fields), twilio.getExpectedTwilioSignature('secret', url, fields));
    }),
  );
});

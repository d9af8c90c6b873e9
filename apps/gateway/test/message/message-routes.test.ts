import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { randomId } from '@smseal/seal';
import { Quota } from '../../src/http/quota.ts';
import { messageRoutes, type Quotas } from '../../src/message/message-routes.ts';
import { senderAtTest, type SenderAtTest } from './sender.ts';

interface Answer {
  accepted: { id: string; to: string; segments: number }[];
  refused: { index: number; reason: string }[];
  code: string;
  at: string;
  [member: string]: unknown;
}

let at: SenderAtTest;
let token: string;

async function begin(quotas?: Quotas): Promise<void> {
  at = await senderAtTest({ read: async () => ({}) as never });
  messageRoutes(at.app, { gateway: () => at.sender, now: Date.now, quotas: quotas ?? at.quotas });
  ({ token } = at.newKey());
}
beforeEach(() => begin());

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await at.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.statusCode, body: response.json<Answer>(), headers: response.headers };
}

const HELLO = { to: '+447700900123', text: 'Hello' };

test('one text is answered with its place, its segments and what is left of the quota', async () => {
  const { status, body, headers } = await post(HELLO);
  assert.equal(status, 202);
  const { id = '' } = body.accepted[0] ?? {};
  assert.deepEqual(body, {
    accepted: [{ id, to: '+447700900123', encoding: 'gsm7', segments: 1 }],
    refused: [],
    segments: 1,
    unusedFields: [],
  });
  assert.equal(headers['location'], `/v1/messages/${id}`);
  assert.equal(headers['ratelimit-policy'], '"texts";q=1000000;w=60');
  assert.equal(headers['ratelimit'], '"texts";r=999999;t=1');
});

test('the same request under the same key is answered as the first time, and sent once', async () => {
  const key = { 'idempotency-key': '"order 4711"' };
  const first = await post(HELLO, key);
  const again = await post({ text: 'Hello', to: '+447700900123' }, { 'idempotency-key': 'order 4711' });
  assert.deepEqual([again.status, again.body], [202, first.body]);
  assert.equal(first.headers['idempotent-replayed'], undefined);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.equal(at.author.posted.length, 1);
  const other = await post({ ...HELLO, text: 'Goodbye' }, key);
  assert.deepEqual([other.status, other.body.code], [409, 'idempotency-conflict']);
  ({ token } = at.newKey());
  assert.equal((await post(HELLO, key)).headers['idempotent-replayed'], undefined, 'another API key’s own');
});

test('the same request twice at once is sent once', async () => {
  const key = { 'idempotency-key': 'a' };
  const answers = await Promise.all([post(HELLO, key), post(HELLO, key), post(HELLO, key)]);
  assert.deepEqual(new Set(answers.map(({ body }) => body.accepted[0]?.id)).size, 1);
  assert.equal(at.author.posted.length, 1);
});

test('who has asked for silence is told apart at once, but for a code that they wait for', async () => {
  at.suppressed.add('+447700900124');
  const to = ['+447700900123', '+447700900124'];
  const { status, body } = await post({ to, text: 'Sale', class: 'marketing' });
  assert.equal(status, 202);
  assert.deepEqual(
    [body.accepted.map((one) => one.to), body.refused.map(({ index, reason }) => [index, reason])],
    [[to[0]], [[1, 'suppressed']]],
  );
  assert.equal((await post({ to, text: '1234', class: 'one-time-code' })).body.accepted.length, 2);
  const alone = await post({ to: to[1], text: 'Your parcel' });
  assert.deepEqual([alone.status, alone.body.code], [422, 'no-recipient']);
  assert.equal(alone.body.refused[0]?.reason, 'suppressed');
});

test('the same request after a STOP and a START is answered as the first time', async () => {
  const to = ['+447700900123', '+447700900124', '+447700900125'];
  const key = { 'idempotency-key': 'campaign' };
  at.suppressed.add('+447700900124');
  const first = await post({ to, text: 'Sale' }, key);
  assert.equal(first.body.accepted.length, 2);
  at.suppressed.delete('+447700900124');
  at.suppressed.add('+447700900125');
  const again = await post({ to, text: 'Sale' }, key);
  assert.deepEqual([again.status, again.body], [202, first.body]);
  assert.equal(at.author.posted.length, 1);
  at.author.holds = false;
  at.suppressed.clear();
  assert.equal((await post({ to, text: 'Sale' }, key)).body.code, 'idempotency-conflict');
});

test('a key of no length, of too much, or of odd characters is refused', async () => {
  for (const key of ['', '""', 'x'.repeat(256), 'zażółć'])
    assert.deepEqual((await post(HELLO, { 'idempotency-key': key })).body.at, 'Idempotency-Key', key);
});

test('a form says the same as JSON, and the + that it loses is put back', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const one = await post('to=+447700900123&text=Hello+you&smartEncoding=true', form);
  assert.equal(one.body.accepted[0]?.to, '+447700900123');
  assert.equal(at.author.posted[0]?.texts[0]?.text, 'Hello you');
  const many = await post('to=%2B447700900123&to=+447700900124&text=Hi', form);
  assert.equal(many.body.accepted.length, 2);
});

test('whoever may not send is told so', async () => {
  assert.equal((await post(HELLO, { authorization: 'Bearer nonsense' })).status, 401);
  ({ token } = at.newKey(['read']));
  const { status, body } = await post(HELLO);
  assert.deepEqual([status, body.code, body['needs']], [403, 'forbidden', 'send']);
  ({ token } = at.newKey(['send']));
  const read = await at.app.inject({ url: '/v1/messages/x', headers: { authorization: `Bearer ${token}` } });
  assert.equal(read.statusCode, 422);
  const url = `/v1/messages/${'a'.repeat(22)}:0`;
  const reading = await at.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  assert.equal(reading.statusCode, 403);
});

test('where nobody can be texted the answer says why of each', async () => {
  const { status, body } = await post({ to: ['nobody', '4.47E+11'], text: 'Hi' });
  assert.deepEqual([status, body.code], [422, 'no-recipient']);
  assert.deepEqual(
    body.refused.map(({ reason }) => reason),
    ['not-a-number', 'scientific-notation'],
  );
  assert.equal(at.author.posted.length, 0);
});

test('a sender that the carrier does not accept is refused, and so is a webhook that nobody signed', async () => {
  const connector = { type: 'smpp', from: ['Clinic', '+48123456789'] } as never;
  at.settings.connectors.push(connector);
  assert.equal((await post({ ...HELLO, from: 'Clinic' })).status, 202);
  const { status, body } = await post({ ...HELLO, from: 'Bank' });
  assert.deepEqual([status, body.code, body.at], [422, 'sender-not-allowed', '/from']);
  const webhook = randomId();
  assert.equal((await post({ ...HELLO, webhook })).body.code, 'unknown-webhook');
  at.settings.webhooks.push({ id: webhook, events: ['message.received'] } as never);
  assert.equal((await post({ ...HELLO, webhook })).body.code, 'unknown-webhook');
  at.settings.webhooks.push({ id: webhook, events: ['message.state'] } as never);
  at.settings.webhooks.shift();
  assert.equal((await post({ ...HELLO, webhook })).status, 202);
  assert.deepEqual(at.author.posted.at(-1)?.texts[0]?.notify, { webhook });
});

test('a callback leads only to where a signed webhook lives', async () => {
  const callback = 'https://shop.example:8443/orders/4711?step=sms';
  assert.deepEqual((await post({ ...HELLO, callback })).body.code, 'unknown-webhook');
  const [one, two, three] = [randomId(), randomId(), randomId()];
  const events = ['message.state'];
  at.settings.webhooks.push(
    { id: three, url: 'https://shop.example:8443/in', events: ['message.received'] } as never,
    { id: one, url: 'https://shop.example:8443/one', events } as never,
    { id: two, url: 'https://shop.example:8443/two', events } as never,
  );
  const notified = async (body: object): Promise<unknown> => {
    const { status } = await post({ ...HELLO, ...body });
    assert.equal(status, 202);
    return at.author.posted.at(-1)?.texts[0]?.notify;
  };
  assert.deepEqual(await notified({ callback }), { webhook: one, url: callback });
  assert.deepEqual(await notified({ callback, webhook: two }), { webhook: two, url: callback });
  for (const elsewhere of [
    'https://shop.example/orders',
    'http://shop.example:8443/orders',
    'https://shop.example:8443@evil.example/',
    'https://evil.example:8443/?shop.example:8443',
    'https://user:secret@shop.example:8443/',
    'javascript:alert(1)',
    'http://169.254.169.254/latest',
    'nowhere',
  ]) {
    const { status, body } = await post({ ...HELLO, callback: elsewhere });
    assert.deepEqual([status, body.code, body.at], [422, 'unknown-webhook', '/callback'], elsewhere);
  }
  assert.equal((await post({ ...HELLO, callback, webhook: three })).body.code, 'unknown-webhook');
});

test('times are read with their zone, and what cannot be is named', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const later = new Date(Date.now() + 7_200_000).toISOString();
  assert.equal((await post({ ...HELLO, sendAt: soon, expiresAt: later })).status, 202);
  const [{ notBefore, expires } = {}] = at.author.posted;
  assert.deepEqual([notBefore, expires], [Date.parse(soon), Date.parse(later)]);
  assert.equal((await post({ ...HELLO, sendAt: later, expiresAt: soon })).body.at, '/expiresAt');
  assert.equal((await post({ ...HELLO, sendAt: '2026-11-25 10:00' })).body.at, '/sendAt');
  assert.equal((await post({ ...HELLO, sendAt: '2199-01-01T00:00:00Z' })).body.at, '/sendAt');
  assert.equal((await post({ ...HELLO, expiresAt: '2020-01-01T00:00:00Z' })).body.at, '/expiresAt');
});

test('a body that is no JSON, too large, of unknown members or of nothing is refused by name', async () => {
  assert.equal((await post('{')).body.code, 'malformed-body');
  assert.equal((await post('x', { 'content-type': 'text/plain' })).body.code, 'unsupported-media-type');
  assert.equal((await post(`"${'x'.repeat(9 * 1024 * 1024)}"`)).body.code, 'too-large');
  assert.equal((await post({ ...HELLO, colour: 'red' })).status, 422);
  assert.equal((await post({ ...HELLO, text: '' })).body.at, '/text');
  assert.equal((await post({ to: [], text: 'x' })).status, 422);
});

test('more than the quota is refused with the time to wait, and nothing of it is sent', async () => {
  const requests = new Quota({ name: 'requests', limit: 1, seconds: 10 });
  await begin({ texts: new Quota({ name: 'texts', limit: 10, seconds: 10 }), requests });
  const to = Array.from({ length: 6 }, (_, i) => `+4860000000${i}`);
  assert.equal((await post({ to, text: 'x' })).status, 202);
  const { status, body, headers } = await post({ to, text: 'x' });
  assert.deepEqual([status, body.code, headers['retry-after']], [429, 'rate-limited', '2']);
  assert.match(String(headers['ratelimit']), /^"texts";r=[45];t=/);
  assert.equal(at.author.posted.length, 1);
  const url = `/v1/messages/${'a'.repeat(22)}:0`;
  const read = () => at.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual([(await read()).statusCode, (await read()).statusCode], [200, 429]);
});

test('what the owner’s limit leaves of the day is told with every order, and refuses none', async () => {
  at.sender.dayLeft = () => ({ limit: 500, left: 0, seconds: 3_600 });
  const { status, headers } = await post(HELLO);
  assert.equal(status, 202);
  assert.equal(headers['ratelimit-policy'], '"texts";q=1000000;w=60, "daily";q=500;w=86400');
  assert.equal(headers['ratelimit'], '"texts";r=999999;t=1, "daily";r=0;t=3600');
});

test('while the gateway is cut off from the server nothing is taken, and the caller may try again', async () => {
  at.author.down = true;
  const down = await post(HELLO);
  assert.deepEqual([down.status, down.body.code, down.headers['retry-after']], [503, 'unavailable', '5']);
});

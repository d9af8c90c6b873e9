/** What programs send by mistake: each is refused in a code that says so, or does what was meant, once. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { beforeEach, test } from 'node:test';
import { messageRoutes } from '../../src/message/message-routes.ts';
import { senderAtTest, type SenderAtTest } from './sender.ts';

interface Answer {
  accepted: { id: string; to: string; encoding: string; segments: number }[];
  refused: { index: number; reason: string; detail: string }[];
  unusedFields: string[];
  code: string;
  at?: string;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const HELLO = { to: '+447700900123', text: 'Hello' };

let at: SenderAtTest;
let token: string;

beforeEach(async () => {
  at = await senderAtTest();
  messageRoutes(at.app, { gateway: () => at.sender, now: Date.now, quotas: at.quotas });
  ({ token } = at.newKey());
});

async function post(
  body: object | string | Buffer | Readable,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Answer }> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
  const response = await at.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    payload: isRaw ? body : JSON.stringify(body),
  });
  return { status: response.statusCode, body: response.json<Answer>() };
}

const postedTexts = () => at.author.posted.flatMap(({ texts }) => texts.map(({ to, text }) => [to[0], text]));

test('a body in another encoding than UTF-8 is refused, and no broken letter is sent', async () => {
  const json = '{"to":"+447700900123","text":"Déjà vu"}';
  for (const octets of [
    Buffer.from(json, 'latin1'),
    Buffer.from(json, 'utf16le'),
    Buffer.from(`\ufeff${json}`, 'utf16le'),
  ])
    for (const body of [octets, Readable.from([octets])]) {
      const { status, body: answer } = await post(body);
      assert.deepEqual([status, answer.code], [400, 'malformed-body']);
    }
  for (const body of [
    Buffer.from('to=%2B447700900123&text=D\xe9j\xe0', 'latin1'),
    'to=%2B447700900123&text=D%E9j%E0',
  ]) {
    const { status, body: answer } = await post(body, FORM);
    assert.deepEqual([status, answer.code], [400, 'malformed-body']);
  }
  assert.deepEqual(postedTexts(), []);
  assert.equal(
    (await post(Buffer.from(`\ufeff${json}`))).status,
    202,
    'a mark at the beginning says nothing else',
  );
  assert.deepEqual(postedTexts(), [['+447700900123', 'Déjà vu']]);
});

test('half a character is refused', async () => {
  const { status, body } = await post('{"to":"+447700900123","text":"Bird \\ud83d"}');
  assert.deepEqual([status, body.code, body.at], [422, 'invalid-request', '/text']);
  const to = ['+447700900123', { to: '+447700900124', fields: { name: 'Ann', bird: '\udc26' } }];
  assert.equal((await post({ to, text: '{name}{bird}' })).body.at, '/to/1/fields/bird');
  assert.deepEqual(postedTexts(), []);
});

test('texts of one request are each in their own encoding', async () => {
  const to = [
    { to: '+447700900123', fields: { name: 'Ann' } },
    { to: '+447700900124', fields: { name: 'Łukasz' } },
    { to: '+447700900125', fields: { name: '🐦'.repeat(40) } },
  ];
  const { status, body } = await post({ to, text: 'Dear {name}' });
  assert.equal(status, 202);
  assert.deepEqual(
    body.accepted.map(({ encoding, segments }) => [encoding, segments]),
    [
      ['gsm7', 1],
      ['ucs2', 1],
      ['ucs2', 2],
    ],
  );
});

test('ten megabytes are refused whole, as JSON, as a form and without a length', async () => {
  const much = 'x'.repeat(10_000_000);
  const json = JSON.stringify({ ...HELLO, text: much });
  for (const [body, headers] of [
    [json, {}],
    [`to=%2B447700900123&text=${much}`, FORM],
    [Readable.from([json]), {}],
  ] as const) {
    const { status, body: answer } = await post(body, headers);
    assert.deepEqual([status, answer.code], [413, 'too-large']);
  }
  assert.deepEqual(postedTexts(), []);
  assert.equal((await post({ ...HELLO, text: 'x'.repeat(1_601) })).body.code, 'invalid-request');
  assert.equal((await post(HELLO)).status, 202, 'the next one is taken');
});

test('a + that a form loses is restored in a sender, too', async () => {
  at.settings.connectors.push({ type: 'smpp', from: ['+48123456789'] } as never);
  const { status } = await post('to=+447700900123&from=+48123456789&text=Hi', FORM);
  assert.equal(status, 202);
  assert.equal(at.author.posted[0]?.texts[0]?.from, '+48123456789');
});

test('two different requests at once under one key: one is sent, the other is told of the conflict', async () => {
  const key = { 'idempotency-key': 'order 4711' };
  const answers = await Promise.all(
    ['one', 'two', 'two', 'one'].map((text) => post({ ...HELLO, text }, key)),
  );
  const statuses = answers.map(({ status }) => status).toSorted();
  assert.deepEqual(statuses, [202, 202, 409, 409]);
  assert.equal(postedTexts().length, 1);
  const [, sent] = postedTexts()[0] ?? [];
  assert.deepEqual(
    answers.map(({ status, body }) => (status === 202 ? 'taken' : body.code)),
    ['one', 'two', 'two', 'one'].map((text) => (text === sent ? 'taken' : 'idempotency-conflict')),
  );
});

test('a field that a recipient lacks is named, and holds up nobody else; one that the text never calls is told', async () => {
  const to = [
    { to: '+447700900123', fields: { name: 'Ann', age: '7' } },
    { to: '+447700900124', fields: { nmae: 'Ben' } },
  ];
  const { status, body } = await post({ to, text: 'Dear {name}' });
  assert.equal(status, 202);
  assert.deepEqual(
    body.refused.map(({ index, reason, detail }) => [index, reason, detail.includes('name')]),
    [[1, 'missing-field', true]],
  );
  assert.deepEqual(body.unusedFields.toSorted(), ['age', 'nmae']);
  assert.deepEqual(postedTexts(), [['+447700900123', 'Dear Ann']]);
  const alone = await post({ to: '+447700900125', text: 'Dear {name}' });
  assert.deepEqual([alone.status, alone.body.code], [422, 'no-recipient']);
});

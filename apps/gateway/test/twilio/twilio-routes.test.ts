/** Twilio's own library against this gateway: it is given another host and nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CodedError, type GatewaySettings, type Id } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import twilio from 'twilio';
import { Quota } from '../../src/http/quota.ts';
import { formatMessageId } from '../../src/message/message-ids.ts';
import type { Message } from '../../src/message/message-schema.ts';
import { fromMessageSid, toSid } from '../../src/twilio/twilio-ids.ts';
import { twilioRoutes, type TwilioSender } from '../../src/twilio/twilio-routes.ts';
import { senderAtTest, type SenderAtTest } from '../message/sender.ts';
import { ElsewhereClient } from './elsewhere-client.ts';

type TwilioClient = ReturnType<typeof twilio>;

const account = randomId();
let at: SenderAtTest;
let sender: TwilioSender;
let origin: string;
let client: TwilioClient;

/** What the desk says of the texts that were posted, as the server would. */
const stored = new Map<string, Message>();

before(async () => {
  at = await senderAtTest({
    read: async (_key: Id, id: string) => stored.get(id) ?? refuse('not-found'),
    cancel: async (_key: Id, id: string) => {
      const message = stored.get(id) ?? refuse('not-found');
      if (message.state !== 'queued') throw new CodedError('already-left', { state: message.state });
      return { ...message, state: 'cancelled' };
    },
    list: async (_key: Id, { after, limit }: { after?: string; limit: number }) => {
      const all = [...stored.values()];
      const from = Number(after ?? 0);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { messages: all.slice(from, from + limit), next };
    },
  });
  sender = { ...at.sender, account, settings: (): GatewaySettings => at.settings };
  twilioRoutes(at.app, { gateway: () => sender, now: Date.now, quotas: at.quotas });
  await at.app.listen({ host: '127.0.0.1', port: 0 });
  const address = at.app.server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  client = clientFor();
});
after(() => at.app.close());

function refuse(code: 'not-found'): never {
  throw new CodedError(code);
}

function clientFor({ id, secret } = at.newKey(), accountSid = toSid('account', account)): TwilioClient {
  return twilio(toSid('apiKey', id), secret, { accountSid, httpClient: new ElsewhereClient(origin) });
}

/** Keeps what was sent for `fetch` and `list`. */
async function send(given: Partial<Parameters<TwilioClient['messages']['create']>[0]> = {}) {
  const message = await client.messages.create({
    to: '+447700900123',
    from: 'Clinic',
    body: 'Hello',
    ...given,
  });
  const place = fromMessageSid(message.sid);
  assert.ok(place);
  const id = formatMessageId(place);
  const at = '2026-11-25T10:00:00.000Z';
  stored.set(id, {
    id,
    state: 'queued',
    to: message.to,
    from: message.from,
    text: message.body,
    class: 'transactional',
    encoding: 'gsm7',
    segments: 1,
    createdAt: at,
    changedAt: at,
    sentAt: null,
    sendAt: null,
    expiresAt: at,
    error: null,
  });
  return { message, id };
}

async function refusal(asked: Promise<unknown>): Promise<[status: number, code: number]> {
  const error = await asked.then(
    () => assert.fail('it was taken'),
    (error: { status: number; code: number; moreInfo: string }) => error,
  );
  assert.equal(error.moreInfo, `https://www.twilio.com/docs/errors/${error.code}`);
  return [error.status, error.code];
}

test('sends a text, and shows it as Twilio’s library reads it', async () => {
  const { message } = await send({ body: `Braces {stay} – ${'x'.repeat(100)}`, smartEncoded: true });
  assert.match(message.sid, /^SM[0-9a-f]{32}$/);
  assert.equal(message.accountSid, toSid('account', account));
  assert.deepEqual(
    [message.status, message.direction, message.numSegments, message.numMedia, message.price],
    ['queued', 'outbound-api', '1', '0', null],
  );
  assert.equal(message.body, `Braces {stay} - ${'x'.repeat(100)}`);
  assert.ok(message.dateCreated instanceof Date && Number.isFinite(message.dateCreated.getTime()));
  const [text] = at.author.posted.at(-1)?.texts ?? [];
  assert.deepEqual([text?.to, text?.from], [['+447700900123'], 'Clinic']);
});

test('who has asked for silence is refused as Twilio refuses them', async () => {
  at.suppressed.add('+447700900129');
  assert.deepEqual(await refusal(send({ to: '+447700900129' })), [400, 21610]);
  at.suppressed.clear();
});

test('schedules, limits the time, and says that it waits', async () => {
  // Twilio’s library writes whole seconds.
  const sendAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000);
  const { message } = await send({ sendAt, scheduleType: 'fixed', validityPeriod: 600 });
  assert.equal(message.status, 'scheduled');
  const { notBefore, expires = 0 } = at.author.posted.at(-1) ?? {};
  assert.equal(notBefore, sendAt.getTime());
  assert.ok(expires - sendAt.getTime() >= 600_000 && expires - sendAt.getTime() < 661_000);
});

test('fetches and stops a text, and no other', async () => {
  const { message, id } = await send();
  assert.equal((await client.messages(message.sid).fetch()).status, 'queued');
  assert.equal((await client.messages(message.sid).update({ status: 'canceled' })).status, 'canceled');
  stored.set(id, { ...(stored.get(id) as Message), state: 'delivered' });
  assert.equal((await client.messages(message.sid).fetch()).status, 'delivered');
  assert.deepEqual(await refusal(client.messages(message.sid).update({ status: 'canceled' })), [409, 30409]);
  assert.deepEqual(await refusal(client.messages(message.sid).update({ body: '' })), [400, 20001]);
  assert.deepEqual(await refusal(client.messages(`SM${'0'.repeat(32)}`).fetch()), [404, 20404]);
  assert.deepEqual(await refusal(client.messages('SMx').fetch()), [404, 20404]);
});

test('a text that failed before it left is not one that was not delivered', async () => {
  const { message, id } = await send();
  const status = async (change: Partial<Message>) => {
    stored.set(id, { ...(stored.get(id) as Message), sentAt: null, ...change });
    const { status: is, errorCode } = await client.messages(message.sid).fetch();
    return [is, errorCode];
  };
  const sentAt = '2026-11-25T10:00:01.000Z';
  assert.deepEqual(await status({ state: 'failed' }), ['failed', 30008]);
  assert.deepEqual(await status({ state: 'failed', sentAt }), ['undelivered', 30008]);
  assert.deepEqual(await status({ state: 'expired' }), ['failed', 30036]);
  assert.deepEqual(await status({ state: 'unknown' }), ['sent', null]);
});

test('lists all pages', async () => {
  stored.clear();
  const sids = [];
  for (let i = 0; i < 5; i++) sids.push((await send()).message.sid);
  const listed = await client.messages.list({ pageSize: 2 });
  assert.deepEqual(
    listed.map(({ sid }) => sid),
    sids,
  );
});

test('a + that a form or a query loses is restored', async () => {
  stored.clear();
  const path = `/2010-04-01/Accounts/${toSid('account', account)}/Messages.json`;
  const { id, secret } = at.newKey();
  const authorization = `Basic ${Buffer.from(`${toSid('apiKey', id)}:${secret}`).toString('base64')}`;
  const { statusCode } = await at.app.inject({
    method: 'POST',
    url: path,
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'To=+447700900155&From=+447700900100&Body=1+%2B+1',
  });
  assert.equal(statusCode, 201);
  const [text] = at.author.posted.at(-1)?.texts ?? [];
  assert.deepEqual([text?.to, text?.from, text?.text], [['+447700900155'], '+447700900100', '1 + 1']);
  await send({ to: '+447700900155' });
  await send({ to: '+447700900156' });
  const url = `${path}?To=+447700900155`;
  const listed = await at.app.inject({ url, headers: { authorization } });
  const { messages } = listed.json<{ messages: { to: string }[] }>();
  assert.deepEqual(
    messages.map(({ to }) => to),
    ['+447700900155'],
  );
});

test('refuses in Twilio’s numbers', async () => {
  const create = (given: object) => refusal(send(given));
  assert.deepEqual(await create({ to: 'nobody' }), [400, 21211]);
  assert.deepEqual(await create({ to: '' }), [400, 21604]);
  assert.deepEqual(await create({ body: '' }), [400, 21602]);
  assert.deepEqual(await create({ body: 'x'.repeat(1_601) }), [400, 21617]);
  assert.deepEqual(await create({ from: '' }), [400, 21603]);
  assert.deepEqual(await create({ mediaUrl: ['https://example.org/a.png'] }), [400, 20001]);
  assert.deepEqual(await create({ statusCallback: 'https://example.org/' }), [400, 21609]);
  assert.deepEqual(await create({ validityPeriod: 0 }), [400, 20001]);
  assert.deepEqual(await create({ sendAt: new Date() }), [400, 20001]);
});

test('lets nobody in without an API key of this account, nor with one that may not', async () => {
  const known = at.newKey();
  const text = { to: '+447700900123', from: 'Clinic', body: 'Hello' };
  const wrong = clientFor({ ...known, secret: at.newKey().secret });
  assert.deepEqual(await refusal(wrong.messages.create(text)), [401, 20003]);
  const elsewhere = clientFor(known, toSid('account', randomId()));
  assert.deepEqual(await refusal(elsewhere.messages.create(text)), [404, 20404]);
  const reader = clientFor(at.newKey(['read']));
  assert.deepEqual(await refusal(reader.messages.create(text)), [403, 20003]);
});

test('says how long to wait', async () => {
  const { texts } = at.quotas;
  at.quotas.texts = new Quota({ name: 'texts', limit: 1, seconds: 10 });
  const other = clientFor();
  const text = { to: '+447700900123', from: 'Clinic', body: 'Hello' };
  await other.messages.create(text);
  assert.deepEqual(await refusal(other.messages.create(text)), [429, 20429]);
  at.quotas.texts = texts;
});

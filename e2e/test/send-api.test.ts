/** A program that texts people over a gateway: it is told where each text is, stops some, and learns why each went as it did. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { parseApiToken } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import type { System } from '@smseal/testkit';
import type { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

interface Message {
  id: string;
  state: string;
  to: string | null;
  text: string | null;
  reason?: string;
  code?: string;
}

const run = promisify(execFile);

/** Builds the client, and puts it where nothing else is. @returns the folder. */
async function installSdk(): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-guide-'));
  const root = path.join(import.meta.dirname, '../..');
  const room = path.join(root, 'packages/sdk');
  const target = path.join(home, 'node_modules/@smseal/sdk');
  const build = path.join(room, 'tsconfig.build.json');
  await run(path.join(root, 'node_modules/.bin/tsc'), ['-p', build, '--outDir', path.join(target, 'dist')]);
  await copyFile(path.join(room, 'package.json'), path.join(target, 'package.json'));
  return home;
}

describe('a program with an API key', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let browser: HeadlessBrowser;
  let owner: GatewayOwner;
  let token = '';

  before(async () => {
    ({ system, smsc, browser, owner } = await openGatewayStage(lifetime));
    token = await newToken();
  });
  after(() => lifetime.end());

  async function newToken(): Promise<string> {
    const { token: made } = await owner.newApiKey();
    await until('a key that holds', async () =>
      (await call('GET', '/v1/messages', { bearer: made })).status === 200 ? true : undefined,
    );
    return made;
  }

  async function call<T = Message>(
    method: 'GET' | 'POST',
    path: string,
    { body, bearer = token }: { body?: object; bearer?: string } = {},
  ) {
    const response = await fetch(system.gatewayUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async function send(body: object, bearer = token): Promise<string[]> {
    const answer = await call<{ accepted: { id: string }[] }>('POST', '/v1/messages', { body, bearer });
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return answer.body.accepted.map(({ id }) => id);
  }

  const get = (id: string, bearer = token) => call('GET', `/v1/messages/${id}`, { bearer });

  /** Alike for all texts of the test, so that it is not taken at once. */
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

  test('reads a text back while something is expected of it, and its state for good', async () => {
    const to = '+447700900401';
    const [waiting = ''] = await send({ to, text: 'See you tomorrow', sendAt: tomorrow });
    const { body } = await get(waiting);
    assert.deepEqual([body.state, body.to, body.text], ['queued', to, 'See you tomorrow']);
    const [gone = ''] = await send({ to, text: 'See you' });
    await until('its receipt', async () => ((await get(gone)).body.state === 'delivered' ? true : undefined));
    const settled = (await get(gone)).body;
    assert.deepEqual([settled.text, settled.to, settled.reason], [null, null, 'no-longer-held']);
  });

  test('sees nothing of what another program sent', async () => {
    const other = await newToken();
    const [id = ''] = await send({ to: '+447700900402', text: 'Secret', sendAt: tomorrow }, other);
    assert.equal((await get(id, other)).status, 200);
    for (const path of ['', '/timeline'])
      assert.equal((await call('GET', `/v1/messages/${id}${path}`)).status, 404);
    assert.equal((await call('POST', `/v1/messages/${id}/cancel`)).status, 404);
    assert.equal((await get(`${id.slice(0, 22)}:5`, other)).status, 404);
    const list = await call<{ messages: Message[] }>('GET', '/v1/messages?limit=200', { bearer: other });
    assert.deepEqual(
      list.body.messages.map(({ text }) => text),
      ['Secret'],
    );
  });

  test('pages through what it sent, each once, newest first', async () => {
    const mine = await newToken();
    const people = (text: string) =>
      Array.from({ length: 5 }, (_, i) => `+44770090${text === 'first' ? 41 : 42}0${i}`);
    const first = await send({ to: people('first'), text: 'first', sendAt: tomorrow }, mine);
    const second = await send({ to: people('second'), text: 'second', sendAt: tomorrow }, mine);
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const query: string = after === '' ? '' : `&after=${after}`;
      const { body } = await call<{ messages: Message[]; next: string | null }>(
        'GET',
        `/v1/messages?limit=3${query}`,
        { bearer: mine },
      );
      seen.push(...body.messages.map(({ id }) => id));
      after = body.next;
    }
    assert.deepEqual(seen, [...second, ...first]);
    assert.equal((await call('GET', '/v1/messages?after=x')).status, 422);
  });

  test('stops a text that has not left, and not one that has', async () => {
    const to = ['+447700900431', '+447700900432'];
    const [one = '', two = ''] = await send({ to, text: 'Later', sendAt: tomorrow });
    const stopped = await call('POST', `/v1/messages/${one}/cancel`);
    assert.deepEqual([stopped.status, stopped.body.state], [200, 'cancelled']);
    assert.deepEqual((await call('POST', `/v1/messages/${one}/cancel`)).status, 200, 'again is no error');
    assert.equal((await get(two)).body.state, 'queued');
    const [left = ''] = await send({ to: '+447700900433', text: 'Now' });
    await until('its end', async () => ((await get(left)).body.state === 'delivered' ? true : undefined));
    const late = await call('POST', `/v1/messages/${left}/cancel`);
    assert.deepEqual([late.status, late.body.code], [409, 'already-left']);
  });

  test('asks where a whole batch is, stops what of it has not left, and nothing of another’s', async () => {
    interface States {
      batches: { batch: string; states: string[] }[];
    }
    const to = Array.from({ length: 30 }, (_, i) => `+4477009005${String(i).padStart(2, '0')}`);
    const [first = ''] = await send({ to, text: 'Much later', sendAt: tomorrow });
    const [gone = ''] = await send({ to: to.slice(0, 2), text: 'Now' });
    const batches = [first, gone].map((id) => id.slice(0, 22));
    await until('their end', async () => ((await get(gone)).body.state === 'delivered' ? true : undefined));
    const other = await newToken();
    for (const route of ['states', 'cancel']) {
      const path = `/v1/messages/${route}`;
      const none = await call<States>('POST', path, { body: { batches }, bearer: other });
      assert.deepEqual([none.status, none.body], [200, { batches: [] }]);
      for (const bad of [[], ['x'], [batches[0], batches[0]], Array(101).fill(batches[0])])
        assert.equal((await call('POST', path, { body: { batches: bad } })).status, 422);
    }
    const { body } = await call<States>('POST', '/v1/messages/states', { body: { batches } });
    const byBatch = new Map(body.batches.map(({ batch, states }) => [batch, new Set(states)]));
    assert.deepEqual([...(byBatch.get(batches[0] ?? '') ?? [])], ['queued']);
    const after = await call<States>('POST', '/v1/messages/cancel', { body: { batches } });
    assert.deepEqual(
      batches.map((batch) => [...new Set(after.body.batches.find((one) => one.batch === batch)?.states)]),
      [['cancelled'], ['delivered']],
    );
  });

  test('learns from the timeline how a text was encoded and cut, by which way it goes, and what happened', async () => {
    const text = `Zażółć gęślą jaźń ${'x'.repeat(80)}`;
    const [id = ''] = await send({ to: '+447700900441', text, sendAt: tomorrow });
    const { body } = await call<{
      encoding: { name: string; because: { character: string }[] };
      segments: { text: string; octets: number; userData: string }[];
      route: { gateway: string; connector: string; why: string };
      events: { state: string; what: string }[];
    }>('GET', `/v1/messages/${id}/timeline`);
    assert.equal(body.encoding.name, 'ucs2');
    assert.ok(body.encoding.because.some(({ character }) => character === 'ż'));
    assert.equal(body.segments.map((segment) => segment.text).join(''), text);
    for (const { octets, userData } of body.segments) {
      assert.ok(octets <= 140);
      assert.equal(userData.length, 2 * octets);
    }
    assert.deepEqual([body.route.gateway, body.route.connector], [owner.gateway, 'rehearsal']);
    assert.deepEqual(
      body.events.map(({ state }) => state),
      ['queued'],
    );
  });

  test('names the one webhook that hears of a text; a Twilio client is told by forms on the same origin', async () => {
    const heard: { path: string; body: string; signature: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const signature = String(request.headers['x-twilio-signature'] ?? '');
        heard.push({ path: request.url ?? '', body, signature });
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    const webhooks = ['/one', '/two'].map((path) => ({
      id: randomId(),
      url: origin + path,
      secret: randomBytes(32).toString('base64'),
      events: ['message.state' as const],
      createdAt: new Date().toISOString(),
      paused: false,
    }));
    await owner.configure((settings) => ({ ...settings, webhooks }));
    const made = await owner.newApiKey();
    const [, two] = webhooks;
    const to = '+447700900461';
    await until('the webhooks', async () => {
      const body = { to, text: 'To the second', webhook: two?.id };
      return (await call('POST', '/v1/messages', { body, bearer: made.token })).status === 202
        ? true
        : undefined;
    });
    await until('its end', async () => heard.some(({ body }) => body.includes('"delivered"')) || undefined);
    assert.deepEqual(new Set(heard.map(({ path }) => path)), new Set(['/two']));
    heard.length = 0;
    const callback = `${origin}/orders/4711`;
    const [called = ''] = await send({ to, text: 'To the order', callback }, made.token);
    await until('its end', async () => heard.some(({ body }) => body.includes('"delivered"')) || undefined);
    assert.ok(heard.every(({ path, body }) => path === '/orders/4711' && body.includes(called)));
    const { body: life } = await call<{ webhooks: { webhook: string; status: number }[] }>(
      'GET',
      `/v1/messages/${called}/timeline`,
      { bearer: made.token },
    );
    assert.ok(life.webhooks.some(({ webhook, status }) => webhook === webhooks[0]?.id && status === 204));
    heard.length = 0;
    const { id = '', secret = '' } = parseApiToken(made.token) ?? {};
    const sid = (kind: string, of: string) => kind + Buffer.from(of, 'base64url').toString('hex');
    const account = sid('AC', browser.person.identity.account);
    const posted = await fetch(`${system.gatewayUrl}/2010-04-01/Accounts/${account}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${sid('SK', id)}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        To: to,
        From: 'SMSeal',
        Body: 'Hello',
        StatusCallback: `${origin}/status`,
      }),
    });
    assert.equal(posted.status, 201);
    const message = (await posted.json()) as { sid: string };
    await until(
      'its end',
      async () => heard.some(({ body }) => body.includes('MessageStatus=delivered')) || undefined,
    );
    assert.ok(heard.every(({ path, body }) => path === '/status' && body.includes(message.sid)));
    assert.ok(heard.every(({ signature }) => signature.length > 0));
    receiver.close();
  });

  test('runs every example of the guide, with the client as it is built for customers', async () => {
    const home = await installSdk();
    const env = { ...process.env, GATEWAY: system.gatewayUrl, API_KEY: token, WEBHOOK_SECRET: 'whsec_' };
    const guide = await readFile(new URL('../../docs/how-to/send.md', import.meta.url), 'utf8');
    const said: string[] = [];
    for (const [, language, program = ''] of guide.matchAll(/```(sh|js)\n(.*?)```/gs)) {
      const file = path.join(home, language === 'js' ? 'example.mjs' : 'example.sh');
      await writeFile(file, program);
      const { stdout } = await run(language === 'js' ? process.execPath : 'sh', [file], { cwd: home, env });
      said.push(stdout);
    }
    await rm(home, { recursive: true });
    const [curl = '', js, many, later, why, told] = said;
    assert.equal((JSON.parse(curl) as { segments: number }).segments, 1);
    assert.match(js ?? '', /^[\w-]{22}:\d+: 1 segment\n$/);
    assert.match(many ?? '', /^2 accepted\n2: scientific-notation\. A spreadsheet .*\n$/);
    assert.equal(later, 'cancelled\n');
    assert.match(why ?? '', /^It waits .*\nNo 7-bit alphabet .*ż.*rehearsal carrier.*queued: /s);
    assert.equal(told, '');
  });

  test('a request that is repeated after the gateway has died is still sent once', async () => {
    const body = { to: '+447700900451', text: 'Once' };
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'order 17',
    };
    const post = () =>
      fetch(`${system.gatewayUrl}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
    const first = (await (await post()).json()) as { accepted: { id: string }[] };
    await system.kill('gateway');
    await system.restart('gateway', { SMSEAL_GATEWAY_PORT: new URL(system.gatewayUrl).port });
    const again = await until('the gateway', async () => {
      const response = await post().catch(() => null);
      return response?.status === 202 ? response : undefined;
    });
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await again.json(), first);
    assert.equal(smsc.texts().filter((text) => text.text === 'Once').length <= 1, true);
  });
});

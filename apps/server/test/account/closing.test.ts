import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { LIVE_CLOSE, type ActivityPage, type Capability, type Id } from '@smseal/protocol';
import { everyHour, everyMinute } from '../../src/retention/housekeeping.ts';
import {
  Browser,
  codeIn,
  identityServer,
  sessionOf,
  signedUp,
  somebody,
  type Answer,
  type Person,
} from '../identity/identity-server.ts';
import { LiveClient } from '../live/live-client.ts';
import { batch, contact, contents, startEpoch } from '../sealed-things.ts';
import { seedDevice, type SeededDevice } from '../test-server.ts';

const DAY_MS = 86_400_000;
const server = await identityServer({ after });
const { database, clock } = server;

interface Holder extends Person {
  account: Id;
  browser: Browser;
  phone: SeededDevice;
}

async function newHolder(): Promise<Holder> {
  const person = somebody();
  const browser = await signedUp(server, person);
  const account = (await sessionOf(browser))?.account;
  assert.ok(account);
  await startEpoch(database, account);
  const can: Capability[] = ['read', 'send', 'deliver'];
  return {
    ...person,
    account,
    browser,
    phone: await seedDevice(database, account, { platform: 'phone', can }),
  };
}

/** One request of a device; `route` is method and path. @returns status and code. */
async function asDevice({ phone }: Holder, route: string, body?: unknown): Promise<[number, unknown]> {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${phone.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return [answer.status, text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>)['code']];
}

function code({ status, body }: Answer): [number, unknown] {
  return [status, body?.['code']];
}

async function close({ browser, email }: Holder): Promise<void> {
  assert.equal((await browser.call('POST', '/v1/account/close', { email })).status, 204);
}

async function signIn({ email, password }: Person): Promise<{ browser: Browser; answer: Answer }> {
  const browser = new Browser(server);
  const answer = await browser.call('POST', '/v1/sign-in/password', { identifier: email, password });
  return { browser, answer };
}

test('closing takes the account’s own e-mail, typed once more', async () => {
  const [holder, other] = [await newHolder(), await newHolder()];
  for (const email of [other.email, '', 'nobody@example.org'])
    assert.deepEqual(code(await holder.browser.call('POST', '/v1/account/close', { email })), [
      401,
      'wrong-credentials',
    ]);
  assert.deepEqual(await asDevice(holder, 'POST /v1/account/close', { email: holder.email }), [
    401,
    'unauthenticated',
  ]);
  assert.equal((await sessionOf(holder.browser))?.closedUntil, null);
});

test('a closed account takes nothing: every session has ended, every device is refused and told why', async () => {
  const holder = await newHolder();
  const elsewhere = (await signIn(holder)).browser;
  const live = await LiveClient.ready(server, holder.phone.token);
  await close(holder);
  assert.equal(await live.closed, LIVE_CLOSE.accountClosed);
  assert.equal(holder.browser.cookie, null);
  assert.equal(await sessionOf(elsewhere), null);
  const refused = [403, 'account-closed'];
  const { id } = holder.phone;
  assert.deepEqual(await asDevice(holder, 'GET /v1/changes?since=0'), refused);
  assert.deepEqual(
    await asDevice(holder, 'POST /v1/records', { records: [contact(id, { authorSeq: 1 })] }),
    refused,
  );
  assert.deepEqual(await asDevice(holder, 'POST /v1/outbox/batches', batch(id, id)), refused);
  assert.deepEqual(await asDevice(holder, 'POST /v1/outbox/lease', { limit: 1 }), refused);
  const again = new LiveClient(server);
  await once(again.socket, 'open');
  again.say({ type: 'hello', token: holder.phone.token });
  assert.equal(await again.closed, LIVE_CLOSE.accountClosed);
  const { text } = await server.notices.notice(holder.mobile, 2);
  assert.match(text, /was closed/);
});

test('whoever signs in to a closed account is told until when, and wakes it only by asking for it', async () => {
  const holder = await newHolder();
  await close(holder);
  const closedAt = clock.now.getTime();
  const { browser, answer } = await signIn(holder);
  assert.equal(answer.body?.['closedUntil'], new Date(closedAt + 90 * DAY_MS).toISOString());
  for (const [method, path, body] of [
    ['GET', '/v1/account'],
    ['PATCH', '/v1/account', { retentionDays: 30 }],
    ['GET', '/v1/sessions'],
    ['POST', '/v1/password', { current: holder.password, password: 'Seven-quiet-otters' }],
    [
      'POST',
      '/v1/links',
      {
        platform: 'phone',
        name: 'Phone',
        commitment: 'A'.repeat(43),
        credential: 'A'.repeat(43),
        origin: 'agent',
      },
    ],
    ['POST', '/v1/account/close', { email: holder.email }],
  ] as const)
    assert.notEqual((await browser.call(method, path, body)).status, 200, path);
  assert.deepEqual(code(await browser.call('GET', '/v1/account')), [403, 'account-closed']);
  assert.deepEqual(await asDevice(holder, 'GET /v1/changes?since=0'), [403, 'account-closed']);
  const woken = await browser.call('POST', '/v1/account/wake');
  assert.deepEqual([woken.status, woken.body?.['closedUntil']], [200, null]);
  assert.equal((await browser.call('GET', '/v1/account')).status, 200);
  assert.deepEqual((await asDevice(holder, 'GET /v1/changes?since=0'))[0], 200);
  assert.deepEqual(code(await browser.call('POST', '/v1/account/wake')), [404, 'not-found']);
  const page = (await browser.call('GET', '/v1/activity')).body as unknown as ActivityPage;
  const actions = new Set(page.entries.map(({ action }) => action));
  assert.ok(actions.has('account-closed') && actions.has('account-woken'));
});

test('who has forgotten the password of a closed account sets a new one by code, and can wake it then', async () => {
  const holder = await newHolder();
  await close(holder);
  await server.notices.notice(holder.mobile, 2);
  const browser = new Browser(server);
  await browser.call('POST', '/v1/forgot-password', { identifier: holder.mobile });
  const { text } = await server.notices.notice(holder.mobile, 3);
  const password = 'Four-grey-herons-wade';
  const answer = await browser.call('POST', '/v1/forgot-password/confirm', {
    identifier: holder.mobile,
    code: codeIn(text),
    password,
  });
  assert.equal(typeof answer.body?.['closedUntil'], 'string');
  assert.equal((await browser.call('POST', '/v1/account/wake')).status, 200);
});

test('a closed account is erased at the end of its ninety days and not one tick before', async () => {
  const [holder, other] = [await newHolder(), await newHolder()];
  await close(holder);
  await close(other);
  const tick = clock.now.getTime() + 90 * DAY_MS;
  const linesOf = async ({ account }: Holder) =>
    Object.values(await contents(database))
      .flat()
      .filter((line) => line.includes(account)).length;
  clock.now = new Date(tick - 1);
  await everyMinute(server.deps, clock.now);
  await everyHour(server.deps, clock.now);
  const { browser } = await signIn(other);
  assert.equal(
    (await browser.call('POST', '/v1/account/wake')).status,
    200,
    'it is woken at the last moment',
  );
  assert.ok((await linesOf(holder)) > 0);
  clock.now = new Date(tick);
  const late = (await signIn(holder)).browser;
  assert.deepEqual(
    code(await late.call('POST', '/v1/account/wake')),
    [403, 'account-closed'],
    'its time is over, also before housekeeping has run',
  );
  await everyHour(server.deps, clock.now);
  assert.equal(await linesOf(holder), 0);
  assert.ok((await linesOf(other)) > 0);
  assert.deepEqual(await asDevice(holder, 'GET /v1/changes?since=0'), [401, 'unauthenticated']);
  assert.equal((await signIn(holder)).answer.status, 401);
});

test('a closed account can be exported and deleted at once', async () => {
  const holder = await newHolder();
  await close(holder);
  const { browser } = await signIn(holder);
  assert.equal((await browser.call('GET', '/v1/account/export')).status, 200);
  assert.equal((await browser.call('DELETE', '/v1/account', { email: holder.email })).status, 200);
  const left = Object.values(await contents(database)).flat();
  assert.deepEqual(
    left.filter((line) => line.includes(holder.account)),
    [],
  );
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import type { SessionListEntry } from '@smseal/protocol';
import { Browser, identityServer, sessionOf, signedUp, somebody, type Person } from './identity-server.ts';

const server = await identityServer({ after });
const { clock } = server;
const DAY = 86_400_000;
const MINUTE = 60_000;

beforeEach(() => clock.pass(20 * MINUTE));

async function signedIn(person: Person): Promise<Browser> {
  const browser = new Browser(server);
  await signIn(browser, person);
  return browser;
}

const signIn = (browser: Browser, person: Person) =>
  browser.call('POST', '/v1/sign-in/password', { identifier: person.email, password: person.password });

const list = async (browser: Browser) =>
  (await browser.call('GET', '/v1/sessions')).body as unknown as SessionListEntry[];

test('the cookie: no script reads it, no other site sends it, it ends after thirty days', async () => {
  const person = somebody();
  await signedUp(server, person);
  const answer = await signIn(new Browser(server), person);
  const cookies = answer.headers.getSetCookie();
  assert.equal(cookies.length, 1);
  assert.match(
    cookies[0] ?? '',
    /^smseal_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('over HTTPS the cookie is Secure', async () => {
  const { setSessionCookie } = await import('../../src/identity/session-cookie.ts');
  let header = '';
  const reply = { header: (_: string, value: string) => (header = value) };
  setSessionCookie(reply as never, 'x', 'https://texts.example');
  assert.match(header, /; Secure$/);
});

test('no cookie, a made-up one and one of the wrong form are no session', async () => {
  for (const cookie of [null, 'A'.repeat(43), 'A'.repeat(42), '', '%00']) {
    const browser = new Browser(server);
    browser.cookie = cookie;
    const answer = await browser.call('GET', '/v1/session');
    assert.deepEqual([answer.status, answer.body?.['code']], [401, 'unauthenticated']);
  }
});

test('signing in replaces the session that the browser came with', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  const planted = new Browser(server);
  planted.cookie = browser.cookie;
  await signIn(browser, person);
  assert.notEqual(browser.cookie, planted.cookie);
  assert.equal(await sessionOf(planted), null);
  assert.equal((await list(browser)).length, 1);
});

test('sessions are listed without address or browser, and a revoked one is dead at once', async () => {
  const person = somebody();
  const here = await signedUp(server, person);
  clock.pass(MINUTE);
  const there = await signedIn(person);
  const sessions = await list(here);
  assert.deepEqual(
    sessions.map(({ current }) => current),
    [false, true],
  );
  for (const session of sessions)
    assert.deepEqual(Object.keys(session).sort(), ['current', 'id', 'lastUsed', 'started']);
  const revoked = await here.call('DELETE', `/v1/sessions/${sessions[0]?.id}`);
  assert.equal(revoked.status, 204);
  assert.equal(await sessionOf(there), null);
  assert.ok(await sessionOf(here));
  assert.equal((await here.call('DELETE', `/v1/sessions/${sessions[0]?.id}`)).status, 404);
});

test('nobody ends another account’s session', async () => {
  const [one, two] = [await signedUp(server, somebody()), await signedUp(server, somebody())];
  const [session] = await list(two);
  assert.equal((await one.call('DELETE', `/v1/sessions/${session?.id}`)).status, 404);
  assert.ok(await sessionOf(two));
});

test('signing out ends the session and takes the cookie back', async () => {
  const browser = await signedUp(server, somebody());
  const kept = new Browser(server);
  kept.cookie = browser.cookie;
  const answer = await browser.call('POST', '/v1/sign-out');
  assert.equal(answer.status, 204);
  assert.match(answer.headers.get('set-cookie') ?? '', /^smseal_session=; Path=\/; Max-Age=0;/);
  assert.equal(await sessionOf(kept), null);
});

test('a session that is used lives thirty days, one that is not fourteen', async () => {
  const person = somebody();
  const [used, idle] = [await signedUp(server, person), await signedIn(person)];
  for (let day = 0; day < 13; day += 6) {
    clock.pass(6 * DAY);
    assert.ok(await sessionOf(used), `day ${day + 6}`);
  }
  assert.equal(await sessionOf(idle), null);
  clock.pass(11 * DAY);
  assert.ok(await sessionOf(used));
  clock.pass(1 * DAY);
  assert.equal(await sessionOf(used), null);
});

test('a change with a cookie needs our own origin', async () => {
  const browser = await signedUp(server, somebody());
  for (const origin of ['https://evil.example', 'http://localhost:7071', 'null', null]) {
    browser.origin = origin;
    const answer = await browser.call('POST', '/v1/sign-out');
    assert.deepEqual([answer.status, answer.body?.['code']], [403, 'foreign-origin']);
  }
  assert.ok(await sessionOf(browser));
});

test('the fifty-first session ends the oldest', async () => {
  const person = somebody();
  const first = await signedUp(server, person);
  const { body } = await first.call('GET', '/v1/session');
  clock.pass(MINUTE);
  for (let count = 0; count < 49; count++)
    await server.database
      .insertInto('identity.session')
      .values({
        id: randomBytes(16).toString('base64url'),
        account_id: String(body?.['account']),
        token: randomBytes(32),
        started: clock.now,
        last_used: clock.now,
      })
      .execute();
  assert.ok(await sessionOf(first));
  clock.pass(MINUTE);
  const last = await signedIn(person);
  assert.equal(await sessionOf(first), null);
  assert.equal((await list(last)).length, 50);
});

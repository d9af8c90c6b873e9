import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import type { ActivityPage, Capability } from '@smseal/protocol';
import { everyMinute } from '../../src/retention/housekeeping.ts';
import { contents } from '../sealed-things.ts';
import { seedDevice } from '../test-server.ts';
import {
  Browser,
  codeIn,
  identityServer,
  ORIGIN,
  otherThan,
  sessionOf,
  signedUp,
  somebody,
  type Answer,
  type Person,
} from './identity-server.ts';

const MINUTE = 60_000;
const server = await identityServer({ after });
const { database, notices, clock } = server;

function code({ status, body }: Answer): [number, unknown] {
  return [status, body?.['code']];
}

/** How many notices a number got. */
function noticesTo(mobile: string): number {
  return notices.received.filter(({ to }) => to === mobile).length;
}

async function signIn(
  { password }: Person,
  identifier: string,
): Promise<{ browser: Browser; status: number }> {
  const browser = new Browser(server);
  const { status } = await browser.call('POST', '/v1/sign-in/password', { identifier, password });
  return { browser, status };
}

async function newDevice(browser: Browser, can: Capability[]): Promise<string> {
  const account = (await sessionOf(browser))?.account ?? '';
  return (await seedDevice(database, account, { can })).token;
}

/** Asks for another number as a linked browser does: with the cookie and the device's token. */
async function askForMobile(browser: Browser, mobile: string, token: string | null): Promise<Answer> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    origin: ORIGIN,
    cookie: `smseal_session=${browser.cookie}`,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const body = JSON.stringify({ mobile });
  const answer = await fetch(`${server.url}/v1/account/mobile`, { method: 'POST', headers, body });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
  };
}

test('an e-mail address is changed by a code to the account’s number, and everything goes by the new one', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  const elsewhere = (await signIn(person, person.email)).browser;
  const email = `renamed-${person.email}`;
  const asked = await browser.call('POST', '/v1/account/email', { email: email.toUpperCase() });
  assert.equal(asked.status, 202);
  const { text } = await notices.notice(person.mobile, 2);
  assert.equal((await sessionOf(browser))?.email, person.email, 'nothing is changed before the code');
  const confirmed = await browser.call('POST', '/v1/account/email/confirm', { code: codeIn(text) });
  assert.deepEqual([confirmed.status, confirmed.body?.['email']], [200, email]);
  assert.equal((await sessionOf(browser))?.email, email);
  assert.equal(await sessionOf(elsewhere), null, 'sessions elsewhere have ended');
  assert.equal((await signIn(person, email)).status, 200);
  assert.equal((await signIn(person, person.email)).status, 401);
  assert.match((await notices.notice(person.mobile, 3)).text, /e-mail address .* was changed/);
  const page = (await browser.call('GET', '/v1/activity')).body as unknown as ActivityPage;
  assert.ok(page.entries.some(({ action }) => action === 'email-changed'));
  const exported = (await browser.call('GET', '/v1/account/export')).text;
  assert.ok(exported.includes(email) && !exported.includes(`"${person.email}"`));
  assert.deepEqual(
    code(await browser.call('POST', '/v1/account/email/confirm', { code: codeIn(text) })),
    [401, 'wrong-code'],
    'the code works once',
  );
  assert.deepEqual(code(await browser.call('DELETE', '/v1/account', { email: person.email })), [
    401,
    'wrong-credentials',
  ]);
});

test('a number is changed by a code to the new one, from a device; the old one is told and opens nothing', async () => {
  const person = somebody();
  const { mobile: next } = somebody();
  const browser = await signedUp(server, person);
  const token = await newDevice(browser, ['read', 'admit']);
  await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.mobile });
  const before = codeIn((await notices.notice(person.mobile, 2)).text);
  assert.equal((await askForMobile(browser, next, token)).status, 202);
  const { text } = await notices.notice(next, 1);
  const confirmed = await browser.call('POST', '/v1/account/mobile/confirm', { code: codeIn(text) });
  assert.deepEqual([confirmed.status, confirmed.body?.['mobile']], [200, next]);
  assert.match((await notices.notice(person.mobile, 3)).text, /another mobile number/);
  assert.equal((await signIn(person, next)).status, 200);
  assert.equal((await signIn(person, person.mobile)).status, 401);
  const reset = { code: before, password: 'Nine-small-lanterns' };
  for (const identifier of [person.mobile, person.email])
    assert.deepEqual(
      code(await new Browser(server).call('POST', '/v1/forgot-password/confirm', { identifier, ...reset })),
      [401, 'wrong-code'],
    );
  await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.email });
  await notices.notice(next, 2);
  assert.equal(noticesTo(person.mobile), 3, 'codes go to the new number');
});

test('a session alone does not change the number: it takes a device of the account that may admit others', async () => {
  const [person, other] = [somebody(), somebody()];
  const { mobile: next } = somebody();
  const browser = await signedUp(server, person);
  const othersToken = await newDevice(await signedUp(server, other), ['read', 'admit']);
  const gateway = await newDevice(browser, ['send', 'deliver', 'write']);
  for (const [token, status, refusal] of [
    [null, 403, 'forbidden'],
    [gateway, 403, 'forbidden'],
    [othersToken, 403, 'forbidden'],
    [createHash('sha256').update('nobody').digest('base64url'), 401, 'unauthenticated'],
  ] as const)
    assert.deepEqual(code(await askForMobile(browser, next, token)), [status, refusal]);
  const own = await newDevice(browser, ['admit']);
  assert.deepEqual(code(await askForMobile(new Browser(server), next, own)), [401, 'unauthenticated']);
  assert.equal(noticesTo(next), 0);
});

test('both take a sign-in of the last fifteen minutes, when asked for and when confirmed', async () => {
  const person = somebody();
  const { mobile: next, email } = somebody();
  const browser = await signedUp(server, person);
  const token = await newDevice(browser, ['admit']);
  clock.pass(10 * MINUTE);
  assert.equal((await browser.call('POST', '/v1/account/email', { email })).status, 202);
  const { text } = await notices.notice(person.mobile, 2);
  clock.pass(6 * MINUTE);
  assert.deepEqual(code(await browser.call('POST', '/v1/account/email/confirm', { code: codeIn(text) })), [
    403,
    'sign-in-again',
  ]);
  assert.deepEqual(code(await browser.call('POST', '/v1/account/email', { email })), [403, 'sign-in-again']);
  assert.deepEqual(code(await askForMobile(browser, next, token)), [403, 'sign-in-again']);
});

test('a wrong code changes nothing, five of them end it, and so do ten minutes', async () => {
  const person = somebody();
  const { email } = somebody();
  const browser = await signedUp(server, person);
  const ask = async (count: number) => {
    assert.equal((await browser.call('POST', '/v1/account/email', { email })).status, 202);
    return codeIn((await notices.notice(person.mobile, count)).text);
  };
  const confirm = async (given: string) =>
    code(await browser.call('POST', '/v1/account/email/confirm', { code: given }));
  const first = await ask(2);
  for (let step = 1; step <= 5; step++)
    assert.deepEqual(await confirm(otherThan(first, step)), [401, 'wrong-code']);
  assert.deepEqual(await confirm(first), [401, 'wrong-code']);
  const second = await ask(3);
  clock.pass(10 * MINUTE);
  assert.deepEqual(await confirm(second), [401, 'wrong-code']);
  assert.equal((await sessionOf(browser))?.email, person.email);
  const mobileCode = await browser.call('POST', '/v1/account/mobile/confirm', { code: second });
  assert.deepEqual(code(mobileCode), [401, 'wrong-code'], 'a code for one thing opens no other');
});

test('nothing tells whether an address or number belongs to somebody, but that somebody is told', async () => {
  const [person, other] = [somebody(), somebody()];
  const free = somebody();
  const browser = await signedUp(server, person);
  const otherBrowser = await signedUp(server, other);
  const token = await newDevice(browser, ['admit']);
  const bare = ({ status, text, headers }: Answer) => [status, text, [...headers.keys()].sort()];
  const known = await browser.call('POST', '/v1/account/email', { email: other.email });
  assert.match((await notices.notice(other.mobile, 2)).text, /Nothing was changed/);
  const tried = await browser.call('POST', '/v1/account/email/confirm', { code: '000000' });
  const unknown = await browser.call('POST', '/v1/account/email', { email: free.email });
  const triedToo = await browser.call('POST', '/v1/account/email/confirm', { code: '000000' });
  assert.deepEqual(bare(known), bare(unknown));
  assert.deepEqual(bare(tried), bare(triedToo));
  const knownMobile = await askForMobile(browser, other.mobile, token);
  const unknownMobile = await askForMobile(browser, free.mobile, token);
  assert.deepEqual(bare(knownMobile), bare(unknownMobile));
  assert.match((await notices.notice(other.mobile, 3)).text, /Nothing was changed/);
  assert.deepEqual(
    [(await sessionOf(otherBrowser))?.email, (await sessionOf(otherBrowser))?.mobile],
    [other.email, other.mobile],
  );
});

test('an address that somebody takes meanwhile is not taken twice', async () => {
  const [person, other] = [somebody(), somebody()];
  const browser = await signedUp(server, person);
  await browser.call('POST', '/v1/account/email', { email: other.email });
  const given = codeIn((await notices.notice(person.mobile, 2)).text);
  await signedUp(server, other);
  assert.deepEqual(code(await browser.call('POST', '/v1/account/email/confirm', { code: given })), [
    401,
    'wrong-code',
  ]);
  assert.equal((await sessionOf(browser))?.email, person.email);
  assert.equal((await signIn(other, other.email)).status, 200);
});

test('changes cannot be asked for without end, and what is not an address or number is refused', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  for (const email of ['nobody', 'two@signs @example.org', ''])
    assert.equal((await browser.call('POST', '/v1/account/email', { email })).status, 422);
  assert.deepEqual(code(await browser.call('POST', '/v1/account/email', { email: person.email })), [
    422,
    'invalid-request',
  ]);
  const answers: number[] = [];
  for (let count = 0; count < 6; count++)
    answers.push((await browser.call('POST', '/v1/account/email', { email: somebody().email })).status);
  assert.equal(answers.at(-1), 429);
});

test('neither the old nor the new one is readable in the database, and a change goes with its ten minutes', async () => {
  const person = somebody();
  const { email } = somebody();
  const browser = await signedUp(server, person);
  await browser.call('POST', '/v1/account/email', { email });
  await notices.notice(person.mobile, 2);
  const rows = await contents(database);
  const change = rows['identity.change'] ?? [];
  const account = (await sessionOf(browser))?.account ?? '';
  assert.ok(change.some((line) => line.includes(account)));
  const text = Object.values(rows).flat().join('\n');
  for (const word of [email, person.email, person.mobile]) {
    assert.ok(!text.includes(word));
    assert.ok(!text.includes(Buffer.from(word).toString('hex')));
  }
  const left = async () =>
    ((await contents(database))['identity.change'] ?? []).filter((line) => line.includes(account)).length;
  clock.pass(10 * MINUTE - 1);
  await everyMinute(server.deps, clock.now);
  assert.equal(await left(), 1);
  clock.pass(1);
  await everyMinute(server.deps, clock.now);
  assert.equal(await left(), 0);
});

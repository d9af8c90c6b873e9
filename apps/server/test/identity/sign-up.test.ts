import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import {
  Browser,
  codeIn,
  confirmed,
  identityServer,
  otherThan,
  sessionOf,
  signedUp,
  somebody,
} from './identity-server.ts';

const server = await identityServer({ after });
const { clock, notices } = server;
const MINUTE = 60_000;

const account = async () =>
  Number((await sql<{ n: number }>`SELECT count(*) AS n FROM account`.execute(server.database)).rows[0]?.n);

test('an e-mail and a number become an account that first of all needs a sign-in method', async () => {
  const person = somebody();
  const browser = new Browser(server);
  const before = await account();
  const asked = await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  assert.deepEqual([asked.status, asked.text], [202, '']);
  assert.equal(await account(), before, 'nothing before the code');
  const { text, kind } = await notices.notice(person.mobile);
  assert.equal(kind, 'notice');
  const done = await browser.call('POST', '/v1/sign-up/confirm', { email: person.email, code: codeIn(text) });
  assert.equal(done.status, 200);
  assert.equal(await account(), before + 1);
  assert.deepEqual(done.body, await sessionOf(browser));
  assert.match(String(done.body?.['account']), /^[A-Za-z0-9_-]{22}$/);
  assert.deepEqual(done.body, {
    account: done.body?.['account'],
    email: person.email,
    mobile: person.mobile,
    hasSignInMethod: false,
    hasPassword: false,
    passkeys: 0,
    hasRoot: false,
    kind: 'sealed',
    closedUntil: null,
  });
  for (const path of ['/v1/sessions', '/v1/passkeys'])
    assert.equal((await browser.call('GET', path)).body?.['code'], 'sign-in-method-needed', path);
  assert.equal((await browser.call('POST', '/v1/password', { password: person.password })).status, 200);
  assert.equal((await sessionOf(browser))?.hasSignInMethod, true);
  assert.equal((await browser.call('GET', '/v1/sessions')).status, 200);
});

test('sign-up takes two members and nothing else, and an international number', async () => {
  const { email, mobile } = somebody();
  const browser = new Browser(server);
  const refused: [unknown, string][] = [
    [{ email, mobile, name: 'Ana' }, '/name'],
    [{ email }, '/mobile'],
    [{ mobile }, '/email'],
    [{ email: 'no address', mobile }, '/email'],
    [{ email, mobile: 'none' }, '/mobile'],
    [{ email, mobile: '600000000' }, '/mobile'],
    [{ email, mobile: '+12' }, '/mobile'],
    [{ email, mobile: 48600000000 }, '/mobile'],
  ];
  for (const [body, at] of refused) {
    const answer = await browser.call('POST', '/v1/sign-up', body);
    assert.deepEqual(
      [answer.status, answer.body?.['code'], answer.body?.['at']],
      [422, 'invalid-request', at],
    );
  }
  const odd = await browser.call('POST', '/v1/sign-up', {
    email,
    mobile: `00${mobile.slice(1, 3)} ${mobile.slice(3)}`,
  });
  assert.equal(odd.status, 202);
  await notices.notice(mobile);
});

test('known e-mail, known number and unknown ones are answered alike; only the holder hears of it', async () => {
  const known = somebody();
  await signedUp(server, known);
  const [first, second, third] = [somebody(), somebody(), somebody()];
  const browser = new Browser(server);
  const seen = notices.received.length;
  const answers = [
    await browser.call('POST', '/v1/sign-up', { email: first.email, mobile: first.mobile }),
    await browser.call('POST', '/v1/sign-up', { email: known.email, mobile: second.mobile }),
    await browser.call('POST', '/v1/sign-up', { email: known.email.toUpperCase(), mobile: known.mobile }),
    await browser.call('POST', '/v1/sign-up', { email: third.email, mobile: known.mobile }),
  ];
  const shape = ({ status, headers, text }: (typeof answers)[number]) => {
    const kept = [...headers].filter(([name]) => name !== 'date');
    return JSON.stringify([status, kept, text]);
  };
  assert.equal(new Set(answers.map(shape)).size, 1, answers.map(shape).join('\n'));
  for (let count = 2; count <= 4; count++) {
    const { text } = await notices.notice(known.mobile, count);
    assert.match(text, /have an account already/);
    assert.doesNotMatch(text, /\d{6}/);
  }
  codeIn((await notices.notice(first.mobile)).text);
  assert.equal(notices.received.length - seen, 4);
  assert.ok(
    !notices.received.some(({ to }) => to === second.mobile),
    'a typed number hears nothing of a known e-mail',
  );

  const { rows } = await sql<{ index: Buffer; octets: number }>`
    SELECT email_index AS index, octet_length(code) AS octets FROM identity.sign_up`.execute(server.database);
  const octets = new Map(rows.map((row) => [row.index.toString('hex'), row.octets]));
  const indexOf = async (email: string) =>
    (await server.database.keys.indexOf('email', email)).toString('hex');
  assert.deepEqual(
    (await Promise.all([first.email, known.email, third.email].map(indexOf))).map((index) =>
      octets.get(index),
    ),
    [32, 0, 0],
    'no code opens a sign-up of somebody known',
  );

  const guesses = [];
  for (const email of [first.email, known.email, third.email, 'nobody@example.org'])
    guesses.push(await browser.call('POST', '/v1/sign-up/confirm', { email, code: '000000' }));
  assert.equal(new Set(guesses.map(shape)).size, 1);
  assert.equal(guesses[0]?.body?.['code'], 'wrong-code');
});

test('a code works once', async () => {
  const person = somebody();
  await confirmed(server, person);
  const { text } = await notices.notice(person.mobile);
  const again = await new Browser(server).call('POST', '/v1/sign-up/confirm', {
    email: person.email,
    code: codeIn(text),
  });
  assert.equal(again.body?.['code'], 'wrong-code');
});

test('two confirmations at the same moment make one account', async () => {
  const person = somebody();
  const before = await account();
  await new Browser(server).call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  const code = codeIn((await notices.notice(person.mobile)).text);
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      new Browser(server).call('POST', '/v1/sign-up/confirm', { email: person.email, code }),
    ),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).sort((a, b) => a - b),
    [200, 401, 401],
  );
  assert.equal(await account(), before + 1);
});

test('a code lives ten minutes, and nothing of an unconfirmed sign-up stays', async () => {
  const person = somebody();
  const browser = new Browser(server);
  await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  const code = codeIn((await notices.notice(person.mobile)).text);
  clock.pass(10 * MINUTE);
  const late = await browser.call('POST', '/v1/sign-up/confirm', { email: person.email, code });
  assert.equal(late.body?.['code'], 'wrong-code');
  const { sweepIdentity } = await import('@smseal/database');
  await sweepIdentity(server.database, clock.now, { startedAfter: new Date(0), usedAfter: new Date(0) });
  const left = await sql<{ n: number }>`SELECT count(*) AS n FROM identity.sign_up`.execute(server.database);
  assert.equal(Number(left.rows[0]?.n), 0);
});

test('a new code cancels the old one', async () => {
  const person = somebody();
  const browser = new Browser(server);
  const ask = () => browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  await ask();
  const first = codeIn((await notices.notice(person.mobile, 1)).text);
  let second = first;
  for (let count = 2; second === first; count++) {
    await ask();
    second = codeIn((await notices.notice(person.mobile, count)).text);
  }
  const confirm = (code: string) =>
    browser.call('POST', '/v1/sign-up/confirm', { email: person.email, code });
  assert.equal((await confirm(first)).body?.['code'], 'wrong-code');
  assert.equal((await confirm(second)).status, 200);
});

test('five wrong tries kill a code', async () => {
  const person = somebody();
  const browser = new Browser(server);
  await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  const code = codeIn((await notices.notice(person.mobile)).text);
  const confirm = (typed: string) =>
    browser.call('POST', '/v1/sign-up/confirm', { email: person.email, code: typed });
  for (let step = 1; step <= 5; step++)
    assert.equal((await confirm(otherThan(code, step))).body?.['code'], 'wrong-code');
  assert.equal((await confirm(code)).body?.['code'], 'wrong-code');
});

test('of two who want one number, the first to confirm has it; the other learns nothing', async () => {
  const [first, second] = [somebody(), somebody()];
  const browser = new Browser(server);
  await browser.call('POST', '/v1/sign-up', { email: first.email, mobile: first.mobile });
  await browser.call('POST', '/v1/sign-up', { email: second.email, mobile: first.mobile });
  const codes = [
    codeIn((await notices.notice(first.mobile, 1)).text),
    codeIn((await notices.notice(first.mobile, 2)).text),
  ];
  const before = await account();
  const confirm = (email: string, code = '') => browser.call('POST', '/v1/sign-up/confirm', { email, code });
  assert.equal((await confirm(first.email, codes[0])).status, 200);
  assert.equal(
    (await new Browser(server).call('POST', '/v1/sign-up/confirm', { email: second.email, code: codes[1] }))
      .body?.['code'],
    'wrong-code',
  );
  assert.equal(await account(), before + 1);
});

test('codes are limited for an e-mail, a number and a network, and the refusal says when to come back', async () => {
  clock.pass(60 * MINUTE);
  const person = somebody();
  const browser = new Browser(server);
  const seen = notices.received.length;
  const ask = (email: string, mobile: string) => browser.call('POST', '/v1/sign-up', { email, mobile });
  for (let count = 0; count < 5; count++)
    assert.equal((await ask(person.email, somebody().mobile)).status, 202);
  const byEmail = await ask(person.email, somebody().mobile);
  assert.deepEqual([byEmail.status, byEmail.body?.['code']], [429, 'rate-limited']);
  assert.ok(Number(byEmail.headers.get('retry-after')) > 600);
  for (let count = 0; count < 5; count++)
    assert.equal((await ask(somebody().email, person.mobile)).status, 202);
  assert.equal((await ask(somebody().email, person.mobile)).status, 429);
  clock.pass(13 * MINUTE);
  assert.equal((await ask(person.email, somebody().mobile)).status, 202);
  let status = 202;
  for (let count = 0; count < 40 && status === 202; count++) {
    const other = somebody();
    ({ status } = await ask(other.email, other.mobile));
  }
  assert.equal(status, 429, 'thirty codes for one network');
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(notices.received.length - seen <= 5 + 5 + 1 + 40);
  clock.pass(60 * MINUTE);
});

test('a page of another site signs nobody up', async () => {
  const person = somebody();
  const browser = new Browser(server);
  browser.origin = 'https://evil.example';
  const answer = await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  assert.deepEqual([answer.status, answer.body?.['code']], [403, 'foreign-origin']);
});

test('nobody waits for the notice, so its time tells nothing', async () => {
  const [known, unknown] = [somebody(), somebody()];
  await signedUp(server, known);
  notices.delayMs = 3_000;
  const browser = new Browser(server);
  const asks: [string, object][] = [
    ['/v1/sign-up', { email: known.email, mobile: known.mobile }],
    ['/v1/sign-up', { email: unknown.email, mobile: unknown.mobile }],
    ['/v1/forgot-password', { identifier: known.email }],
    ['/v1/forgot-password', { identifier: unknown.email }],
  ];
  for (const [path, body] of asks) {
    const began = performance.now();
    assert.equal((await browser.call('POST', path, body)).status, 202);
    assert.ok(performance.now() - began < 2_000, `${path} ${JSON.stringify(body)}`);
  }
  notices.delayMs = 0;
});

test('a failing notice route shows nothing to the caller', async () => {
  const [person, other] = [somebody(), somebody()];
  const browser = new Browser(server);
  const fine = await browser.call('POST', '/v1/sign-up', { email: other.email, mobile: other.mobile });
  notices.refuse = 2;
  const answer = await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  assert.deepEqual([answer.status, answer.text], [fine.status, fine.text]);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { PasswordHasher } from '../../src/identity/password-hash.ts';
import { checkPasswordStrength } from '../../src/identity/password-strength.ts';
import {
  Browser,
  codeIn,
  confirmed,
  identityServer,
  otherThan,
  sessionOf,
  signedUp,
  somebody,
  type Answer,
  type Person,
} from './identity-server.ts';

const server = await identityServer({ after });
const { clock, notices } = server;
const MINUTE = 60_000;

beforeEach(() => clock.pass(20 * MINUTE));

const signIn = (browser: Browser, identifier: string, password: string) =>
  browser.call('POST', '/v1/sign-in/password', { identifier, password });

const code = (answer: Answer) => answer.body?.['code'];
const shape = ({ status, headers, text }: Answer) =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== 'date'), text]);

/** Asks for a code and waits for it. */
async function resetCode(person: Person, identifier = person.email): Promise<string> {
  const before = notices.received.filter(({ to }) => to === person.mobile).length;
  const answer = await new Browser(server).call('POST', '/v1/forgot-password', { identifier });
  assert.equal(answer.status, 202);
  return codeIn((await notices.notice(person.mobile, before + 1)).text);
}

test('e-mail and number sign in, in any spelling', async () => {
  const person = somebody();
  await signedUp(server, person);
  for (const identifier of [
    person.email,
    person.email.toUpperCase(),
    person.mobile,
    `00${person.mobile.slice(1, 3)} ${person.mobile.slice(3)}`,
  ]) {
    const browser = new Browser(server);
    const answer = await signIn(browser, identifier, person.password);
    assert.equal(answer.status, 200, identifier);
    assert.deepEqual(answer.body, await sessionOf(browser));
  }
});

test('a password in another Unicode form is the same password', async () => {
  const person = { ...somebody(), password: 'Crème-brûlée-à-gogo' };
  await signedUp(server, person);
  assert.equal(
    (await signIn(new Browser(server), person.email, person.password.normalize('NFD'))).status,
    200,
  );
});

test('wrong password, unknown e-mail, unknown number, no password yet: one answer', async () => {
  const [person, without] = [somebody(), somebody()];
  await signedUp(server, person);
  await confirmed(server, without);
  const answers = [];
  for (const identifier of [
    person.email,
    person.mobile,
    'nobody@example.org',
    '+48700000000',
    'nobody',
    without.email,
  ])
    answers.push(await signIn(new Browser(server), identifier, 'wrong-password-of-length'));
  assert.equal(new Set(answers.map(shape)).size, 1, answers.map(shape).join('\n'));
  assert.deepEqual([answers[0]?.status, code(answers[0] as Answer)], [401, 'wrong-credentials']);
});

test('the operator’s log notes failed sign-ins without saying whose', async () => {
  const person = somebody();
  await signedUp(server, person);
  server.lines.length = 0;
  await signIn(new Browser(server), person.email, 'wrong-password-of-length');
  const failed = server.lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'a sign-in failed');
  assert.equal(failed.length, 1);
  assert.deepEqual(Object.keys(failed[0] ?? {}).sort(), ['error', 'level', 'msg', 'reqId', 'time']);
  assert.doesNotMatch(server.lines.join(''), new RegExp(`${person.email}|127\\.0\\.0\\.1|wrong-password`));
});

test('an unknown identifier costs as much as a known one', async () => {
  const hasher = new PasswordHasher();
  const known = await hasher.hash('Zebra-floats-upstream');
  // Of the processor, not of the clock: what else the machine does is not counted.
  const cost = async (phc: string | null) => {
    const began = process.cpuUsage();
    assert.equal(await hasher.verify(phc, 'wrong-password-of-length'), false);
    return process.cpuUsage(began).user;
  };
  await cost(null);
  const pairs: [number, number][] = [];
  for (let round = 0; round < 5; round++) pairs.push([await cost(known), await cost(null)]);
  const least = (index: 0 | 1) => Math.min(...pairs.map((pair) => pair[index]));
  const ratio = least(1) / least(0);
  assert.ok(ratio > 0.5 && ratio < 2, `${ratio}`);
});

test('stored passwords are Argon2id with a salt each, and verify after a change of cost', async () => {
  const hasher = new PasswordHasher();
  const [one, two] = [await hasher.hash('same'), await hasher.hash('same')];
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(one, two);
  assert.ok(await new PasswordHasher({ memory: 1024, passes: 1, parallelism: 1 }).verify(one, 'same'));
});

test('ten failures close an identifier for a while, known or not; others and its successes are not counted', async () => {
  const [person, other] = [somebody(), somebody()];
  await signedUp(server, person);
  await signedUp(server, other);
  for (const identifier of [person.email, 'stranger@example.org']) {
    for (let count = 0; count < 10; count++)
      assert.equal(
        code(await signIn(new Browser(server), identifier, 'wrong-password-of-length')),
        'wrong-credentials',
      );
    const refused = await signIn(new Browser(server), identifier, person.password);
    assert.equal(code(refused), 'rate-limited');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
  }
  for (let count = 0; count < 12; count++)
    assert.equal((await signIn(new Browser(server), other.email, other.password)).status, 200);
  clock.pass(2 * MINUTE);
  assert.equal((await signIn(new Browser(server), person.email, person.password)).status, 200);
});

test('a network that guesses at many is stopped', async () => {
  let count = 0;
  for (; count < 80; count++) {
    const guess = { email: `guess${count}@example.org`, code: '000000' };
    const answer = await new Browser(server).call('POST', '/v1/sign-up/confirm', guess);
    if (answer.status === 429) break;
  }
  assert.equal(count, 60);
  const refused = await signIn(new Browser(server), 'guess@example.org', 'wrong-password-of-length');
  assert.equal(code(refused), 'rate-limited');
});

test('passwords that are guessed early are refused', () => {
  const holder = { email: 'ana.kowalska@example.org', mobile: '+48600123456' };
  for (const password of [
    'password123',
    'Password123!',
    '1234567890',
    'qwertyuiop',
    '1q2w3e4r5t',
    'iloveyou12',
    'aaaaaaaaaaaa',
    'abcdefghij',
    'monkeymonkey',
    'ana.kowalska1',
    'ana.kowalska@example.org',
    'kowalska2026',
    '600123456xy',
    '48600123456',
    'smseal2026',
  ])
    assert.throws(() => checkPasswordStrength(password, holder), { code: 'weak-password' }, password);
  for (const password of [
    'Zebra-7-floats-upstream',
    'k9f-Tqq2mZ',
    'zażółć gęślą jaźń',
    'correct horse battery staple',
  ])
    checkPasswordStrength(password, holder);
  const began = performance.now();
  assert.throws(() => checkPasswordStrength('aB3$'.repeat(64), holder), { code: 'weak-password' });
  checkPasswordStrength(createHash('sha512').update('long').digest('hex').repeat(2), holder);
  assert.ok(
    performance.now() - began < 5_000,
    'a long password is judged without a search that grows with it',
  );
});

test('setting a weak or short password changes nothing', async () => {
  const browser = await confirmed(server, somebody());
  assert.equal(
    code(await browser.call('POST', '/v1/password', { password: 'password123' })),
    'weak-password',
  );
  assert.equal(
    code(await browser.call('POST', '/v1/password', { password: 'Xq7-bTz3!' })),
    'invalid-request',
  );
  assert.equal((await sessionOf(browser))?.hasSignInMethod, false);
});

test('replacing a password needs the current one, ends the other sessions and tells the holder', async () => {
  const person = somebody();
  const here = await signedUp(server, person);
  const there = new Browser(server);
  await signIn(there, person.mobile, person.password);
  const next = 'Another-zebra-9-floats';
  const without = await here.call('POST', '/v1/password', { password: next });
  assert.deepEqual([code(without), without.body?.['at']], ['invalid-request', '/current']);
  const wrong = await here.call('POST', '/v1/password', {
    password: next,
    current: 'wrong-password-of-length',
  });
  assert.equal(code(wrong), 'wrong-credentials');
  assert.ok(await sessionOf(there));
  const before = here.cookie;
  assert.equal(
    (await here.call('POST', '/v1/password', { password: next, current: person.password })).status,
    200,
  );
  assert.notEqual(here.cookie, before, 'the session has a new token');
  assert.ok(await sessionOf(here));
  assert.equal(await sessionOf(there), null);
  assert.match((await notices.notice(person.mobile, 2)).text, /password.*replaced/);
  assert.equal(code(await signIn(new Browser(server), person.email, person.password)), 'wrong-credentials');
  assert.equal((await signIn(new Browser(server), person.email, next)).status, 200);
});

test('the current password cannot be guessed without end from a stolen session', async () => {
  const browser = await signedUp(server, somebody());
  const guess = () =>
    browser.call('POST', '/v1/password', {
      password: 'Another-zebra-9-floats',
      current: 'wrong-password-of-length',
    });
  for (let count = 0; count < 10; count++) assert.equal(code(await guess()), 'wrong-credentials');
  assert.equal(code(await guess()), 'rate-limited');
});

test('a forgotten password is replaced by code, once, and every session ends', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  const next = 'Another-zebra-9-floats';
  const digits = await resetCode(person, person.mobile);
  const reset = (typed: string, password = next) =>
    new Browser(server).call('POST', '/v1/forgot-password/confirm', {
      identifier: person.email,
      code: typed,
      password,
    });
  assert.equal(code(await reset(otherThan(digits))), 'wrong-code');
  assert.ok(await sessionOf(browser), 'a wrong code ends nothing');
  assert.equal(code(await reset(digits, 'password123')), 'weak-password');
  const fresh = new Browser(server);
  const done = await fresh.call('POST', '/v1/forgot-password/confirm', {
    identifier: person.email,
    code: digits,
    password: next,
  });
  assert.equal(done.status, 200, 'a weak password has not used the code up');
  assert.deepEqual(await sessionOf(fresh), done.body);
  assert.equal(await sessionOf(browser), null);
  assert.equal(code(await reset(digits)), 'wrong-code');
  assert.equal(code(await signIn(new Browser(server), person.email, person.password)), 'wrong-credentials');
  assert.equal((await signIn(new Browser(server), person.email, next)).status, 200);
});

test('forgetting is answered alike for everybody, and only a holder gets a code', async () => {
  const person = somebody();
  await signedUp(server, person);
  const seen = notices.received.length;
  const ask = (identifier: string) => new Browser(server).call('POST', '/v1/forgot-password', { identifier });
  const answers = [];
  for (const identifier of [person.email, 'nobody@example.org', '+48700000000', 'nobody'])
    answers.push(await ask(identifier));
  assert.equal(new Set(answers.map(shape)).size, 1);
  await notices.notice(person.mobile, 2);
  assert.equal(notices.received.length, seen + 1);
  const confirms = [];
  for (const identifier of [person.email, 'nobody@example.org', '+48700000000'])
    confirms.push(
      await new Browser(server).call('POST', '/v1/forgot-password/confirm', {
        identifier,
        code: '000000',
        password: 'Another-zebra-9-floats',
      }),
    );
  assert.equal(new Set(confirms.map(shape)).size, 1);
  assert.equal(code(confirms[0] as Answer), 'wrong-code');
});

test('codes of a forgotten password run out, and a new one cancels the old', async () => {
  const person = somebody();
  await signedUp(server, person);
  const reset = (typed: string) =>
    new Browser(server).call('POST', '/v1/forgot-password/confirm', {
      identifier: person.mobile,
      code: typed,
      password: 'Another-zebra-9-floats',
    });
  const late = await resetCode(person);
  clock.pass(10 * MINUTE);
  assert.equal(code(await reset(late)), 'wrong-code');
  const first = await resetCode(person);
  let second = first;
  while (second === first) second = await resetCode(person);
  assert.equal(code(await reset(first)), 'wrong-code');
  for (let step = 1; step <= 4; step++)
    assert.equal(code(await reset(otherThan(second, step))), 'wrong-code');
  assert.equal(code(await reset(second)), 'wrong-code', 'five wrong tries kill it');
});

test('one number gets few notices, whoever asks', async () => {
  const person = somebody();
  await signedUp(server, person);
  const before = notices.received.length;
  for (let count = 0; count < 5; count++) {
    await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.email });
    await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.mobile });
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(notices.received.length - before <= 6, `${notices.received.length - before}`);
});

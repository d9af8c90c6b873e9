import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { listActivity } from '@smseal/database';
import { sql } from 'kysely';
import { Browser, codeIn, confirmed, identityServer, signedUp, somebody } from './identity-server.ts';

const server = await identityServer({ after });

/** Every row of every table as PostgreSQL prints it. */
async function dump(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`.execute(
    server.database,
  );
  assert.ok(tables.length > 10);
  const lines = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`SELECT t::text AS line FROM ${sql.raw(name)} t`.execute(
      server.database,
    );
    lines.push(...rows.map(({ line }) => `${name}: ${line}`));
  }
  return lines.join('\n');
}

test('tokens, codes and passwords are stored nowhere in a form that could be used', async () => {
  const [person, waiting, forgetful] = [somebody(), somebody(), somebody()];
  const browser = await signedUp(server, person);
  await signedUp(server, forgetful);
  const asking = new Browser(server);
  await asking.call('POST', '/v1/sign-up', { email: waiting.email, mobile: waiting.mobile });
  await asking.call('POST', '/v1/forgot-password', { identifier: forgetful.email });
  const codes = [
    codeIn((await server.notices.notice(waiting.mobile)).text),
    codeIn((await server.notices.notice(forgetful.mobile, 2)).text),
  ];
  const stored = await dump();
  const { body } = await browser.call('GET', '/v1/session');
  assert.ok(stored.includes(String(body?.['account'])), 'the dump reads what is there');
  for (const text of [person.email, person.mobile, waiting.email, waiting.mobile, '127.0.0.1'])
    for (const form of [text, Buffer.from(text).toString('hex')])
      assert.ok(!stored.includes(form), `${text} is encrypted at rest`);
  const token = Buffer.from(browser.cookie ?? '', 'base64url');
  for (const secret of [
    person.password,
    browser.cookie ?? '?',
    token.toString('hex'),
    token.toString('base64'),
  ])
    assert.ok(!stored.includes(secret), secret);
  for (const code of codes)
    for (const form of [code, Buffer.from(code).toString('hex')])
      assert.ok(!new RegExp(`(?<![0-9a-f])${form}(?![0-9a-f])`).test(stored), form);
  for (const code of codes) assert.ok(!server.lines.join('').includes(code), 'the log has no codes');
  assert.ok(!server.lines.join('').includes(person.mobile), 'the log has no numbers');
});

test('deleting an account leaves nothing of its holder', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.email });
  await server.notices.notice(person.mobile, 2);
  const { body } = await browser.call('GET', '/v1/session');
  await sql`DELETE FROM account WHERE id = ${body?.['account']}`.execute(server.database);
  const stored = await dump();
  for (const mark of [String(body?.['account']), person.email, person.mobile])
    assert.ok(!stored.includes(mark), mark);
});

test('the activity log says what happened, from where, and nothing about failures', async () => {
  const person = somebody();
  const browser = await signedUp(server, person);
  const { body } = await browser.call('GET', '/v1/session');
  await new Browser(server).call('POST', '/v1/sign-in/password', {
    identifier: person.email,
    password: 'wrong-password-of-length',
  });
  await browser.call('POST', '/v1/sign-in/password', { identifier: person.email, password: person.password });
  const { body: sessions } = await browser.call('GET', '/v1/sessions');
  const [session] = sessions as unknown as { id: string }[];
  await browser.call('DELETE', `/v1/sessions/${session?.id}`);
  await browser.call('POST', '/v1/forgot-password', { identifier: person.email });
  const code = codeIn((await server.notices.notice(person.mobile, 2)).text);
  const reset = { identifier: person.email, code, password: 'Another-zebra-9-floats' };
  assert.equal((await browser.call('POST', '/v1/forgot-password/confirm', reset)).status, 200);
  await browser.call('POST', '/v1/sign-out');
  const { entries: rows } = await listActivity(server.database, {
    account: String(body?.['account']),
    after: null,
    limit: 100,
  });
  assert.deepEqual(rows.map(({ action }) => action).sort(), [
    'password-reset',
    'password-set',
    'session-revoked',
    'sign-in',
    'sign-out',
    'sign-up',
  ]);
  assert.ok(rows.every(({ ip, device }) => ip === '127.0.0.1' && device === null));
});

test('a half-made account can still be finished by a code', async () => {
  const person = somebody();
  await confirmed(server, person);
  await new Browser(server).call('POST', '/v1/forgot-password', { identifier: person.email });
  const code = codeIn((await server.notices.notice(person.mobile, 2)).text);
  const done = await new Browser(server).call('POST', '/v1/forgot-password/confirm', {
    identifier: person.email,
    code,
    password: person.password,
  });
  assert.equal(done.body?.['hasSignInMethod'], true);
});

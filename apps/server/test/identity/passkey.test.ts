import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, beforeEach, suite, test } from 'node:test';
import type { PasskeyOptions } from '@smseal/protocol';
import { findChromium, passkeyPage, type PasskeyPage } from './chromium.ts';
import { codeIn, identityServer, somebody, type IdentityServer, type Person } from './identity-server.ts';

const MINUTE = 60_000;
const found = findChromium();
const CI = process.env['CI'] === 'true';
if (!found && CI) throw new Error('CI has no Chromium');

/** A port that is free now: the server must know its origin before it listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

interface Reply {
  status: number;
  body: Record<string, unknown> | null;
}

/** What the page has and Node has not. */
interface WebAuthnGlobals {
  PublicKeyCredential: {
    parseCreationOptionsFromJSON(json: PasskeyOptions): unknown;
    parseRequestOptionsFromJSON(json: PasskeyOptions): unknown;
  };
  navigator: {
    credentials: Record<
      'create' | 'get',
      (options: unknown) => Promise<{ toJSON(): Record<string, unknown> }>
    >;
  };
}

if (found) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = await identityServer({ after }, { origin, port });
  const chromium = await passkeyPage({ after }, found);
  await chromium.page.goto(`${origin}/healthz`);
  suite('passkeys', () => passkeys(server, chromium));
} else test('passkeys', { skip: 'no Chromium on this machine' });

function passkeys(server: IdentityServer, chromium: PasskeyPage): void {
  beforeEach(async () => {
    server.clock.pass(20 * MINUTE);
    await chromium.reset();
    await chromium.page.context().clearCookies();
  });

  /** One request of the page, with the browser's own cookie and origin. */
  const call = (method: string, path: string, body?: unknown): Promise<Reply> =>
    chromium.page.evaluate(
      async ({ method, path, body }) => {
        const sent =
          body === undefined
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        const answer = await fetch(path, { method, ...sent });
        const text = await answer.text();
        return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : null };
      },
      { method, path, body },
    );

  const code = ({ body }: Reply) => body?.['code'];
  const idOf = ({ body }: Reply) => String(body?.['id']);

  /** What the browser makes of options: a new credential, or an answer of a known one. */
  const create = (options: PasskeyOptions): Promise<Record<string, unknown>> =>
    chromium.page.evaluate(async (json) => {
      const page = globalThis as unknown as WebAuthnGlobals;
      const publicKey = page.PublicKeyCredential.parseCreationOptionsFromJSON(json);
      return (await page.navigator.credentials.create({ publicKey })).toJSON();
    }, options);
  const answer = (options: PasskeyOptions): Promise<Record<string, unknown>> =>
    chromium.page.evaluate(async (json) => {
      const page = globalThis as unknown as WebAuthnGlobals;
      const publicKey = page.PublicKeyCredential.parseRequestOptionsFromJSON(json);
      return (await page.navigator.credentials.get({ publicKey })).toJSON();
    }, options);

  const options = async (path: string): Promise<PasskeyOptions> => {
    const { status, body } = await call('POST', path);
    assert.equal(status, 200, JSON.stringify(body));
    return body as PasskeyOptions;
  };
  const register = async (name = 'This browser'): Promise<Reply> =>
    call('POST', '/v1/passkeys/register', {
      name,
      response: await create(await options('/v1/passkeys/register/options')),
    });
  const signIn = async (): Promise<Reply> =>
    call('POST', '/v1/sign-in/passkey', {
      response: await answer(await options('/v1/sign-in/passkey/options')),
    });

  const confirm = async (person: Person): Promise<void> => {
    await call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
    const { text } = await server.notices.notice(person.mobile);
    const done = await call('POST', '/v1/sign-up/confirm', { email: person.email, code: codeIn(text) });
    assert.equal(done.status, 200);
  };

  test('a passkey replaces the one-time password, and signs in without anything typed', async () => {
    const person = somebody();
    await confirm(person);
    const added = await register('Ana’s laptop');
    assert.equal(added.status, 201, JSON.stringify(added.body));
    assert.deepEqual(
      [added.body?.['name'], added.body?.['added']],
      ['Ana’s laptop', server.clock.now.toISOString().slice(0, 10)],
    );
    const session = await call('GET', '/v1/session');
    assert.deepEqual(
      [session.body?.['hasSignInMethod'], session.body?.['hasPassword'], session.body?.['passkeys']],
      [true, false, 1],
    );
    await call('POST', '/v1/sign-out');
    assert.equal((await call('GET', '/v1/session')).status, 401);
    const signed = await signIn();
    assert.equal(signed.status, 200, JSON.stringify(signed.body));
    assert.equal(signed.body?.['email'], person.email);
    assert.deepEqual((await call('GET', '/v1/session')).body, signed.body);
    assert.deepEqual((await call('GET', '/v1/passkeys')).body, [added.body]);
  });

  test('the options name nobody', async () => {
    const asked = await options('/v1/sign-in/passkey/options');
    assert.deepEqual(Object.keys(asked).sort(), ['challenge', 'rpId', 'timeout', 'userVerification']);
    assert.equal(asked['rpId'], 'localhost');
    assert.equal(asked['userVerification'], 'required');
  });

  test('an answer is good once, for five minutes, for what it was asked for', async () => {
    const person = somebody();
    await confirm(person);
    const registration = {
      name: 'x',
      response: await create(await options('/v1/passkeys/register/options')),
    };
    assert.equal((await call('POST', '/v1/passkeys/register', registration)).status, 201);
    assert.equal(code(await call('POST', '/v1/passkeys/register', registration)), 'wrong-passkey');
    const response = await answer(await options('/v1/sign-in/passkey/options'));
    assert.equal((await call('POST', '/v1/sign-in/passkey', { response })).status, 200);
    // Many authenticators do not count; then the counter shows no replay.
    await server.database.updateTable('identity.passkey').set({ counter: 0 }).execute();
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response })), 'wrong-passkey');
    const late = await answer(await options('/v1/sign-in/passkey/options'));
    server.clock.pass(5 * MINUTE);
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: late })), 'wrong-passkey');
    const { challenge } = await options('/v1/passkeys/register/options');
    const swapped = await answer({ challenge, rpId: 'localhost', userVerification: 'required' });
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: swapped })), 'wrong-passkey');
    const own = Buffer.alloc(38, 7).toString('base64url');
    const invented = await answer({ challenge: own, rpId: 'localhost', userVerification: 'required' });
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: invented })), 'wrong-passkey');
  });

  test('a registration asked for by one account does not serve another', async () => {
    const [one, two] = [somebody(), somebody()];
    await confirm(one);
    const asked = await options('/v1/passkeys/register/options');
    await chromium.page.context().clearCookies();
    await confirm(two);
    const stolen = await call('POST', '/v1/passkeys/register', { name: 'x', response: await create(asked) });
    assert.equal(code(stolen), 'wrong-passkey');
    assert.equal((await call('GET', '/v1/session')).body?.['passkeys'], 0);
  });

  test('whoever is not verified, signs with another key or comes with an old counter stays out', async () => {
    await confirm(somebody());
    assert.equal((await register()).status, 201);
    await chromium.verify(false);
    const unverified = await answer({
      ...(await options('/v1/sign-in/passkey/options')),
      userVerification: 'discouraged',
    });
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: unverified })), 'wrong-passkey');
    await chromium.verify(true);
    const good = await answer(await options('/v1/sign-in/passkey/options'));
    const inner = good['response'] as Record<string, string>;
    const signature = Buffer.from(inner['signature'] ?? '', 'base64url');
    signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1);
    const forged = { ...good, response: { ...inner, signature: signature.toString('base64url') } };
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: forged })), 'wrong-passkey');
    const other = { ...good, response: { ...inner, userHandle: Buffer.alloc(16, 1).toString('base64url') } };
    assert.equal(code(await call('POST', '/v1/sign-in/passkey', { response: other })), 'wrong-passkey');
    await chromium.setCounter(50);
    assert.equal((await signIn()).status, 200);
    await chromium.setCounter(10);
    assert.equal(code(await signIn()), 'wrong-passkey', 'a cloned authenticator');
  });

  test('an answer with a member that no schema names is refused', async () => {
    const response = { id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {}, response: {} };
    const refused = await call('POST', '/v1/sign-in/passkey', { response, more: 1 });
    assert.deepEqual([refused.status, code(refused)], [422, 'invalid-request']);
  });

  test('the last way to sign in stays; another one goes, by a recent sign-in only', async () => {
    const person = somebody();
    await confirm(person);
    const first = idOf(await register('first'));
    assert.equal(code(await call('DELETE', `/v1/passkeys/${first}`)), 'last-sign-in-method');
    await chromium.reset();
    const second = await register('second');
    assert.equal(second.status, 201, JSON.stringify(second.body));
    server.clock.pass(15 * MINUTE);
    assert.equal(code(await call('DELETE', `/v1/passkeys/${first}`)), 'sign-in-again');
    assert.equal(code(await call('POST', '/v1/passkeys/register/options')), 'sign-in-again');
    assert.equal(code(await call('POST', '/v1/password', { password: person.password })), 'sign-in-again');
    assert.equal((await signIn()).status, 200);
    assert.equal((await call('DELETE', `/v1/passkeys/${first}`)).status, 204);
    assert.equal((await call('DELETE', `/v1/passkeys/${first}`)).status, 404);
    assert.equal((await call('POST', '/v1/password', { password: person.password })).status, 200);
    assert.equal((await call('DELETE', `/v1/passkeys/${idOf(second)}`)).status, 204);
    assert.equal((await call('GET', '/v1/session')).body?.['hasSignInMethod'], true);
  });

  test('nobody removes another account’s passkey', async () => {
    await confirm(somebody());
    const id = idOf(await register());
    await chromium.page.context().clearCookies();
    await confirm(somebody());
    await chromium.reset();
    assert.equal((await register()).status, 201);
    assert.equal((await call('DELETE', `/v1/passkeys/${id}`)).status, 404);
  });
}

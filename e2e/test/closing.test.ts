/** An account is closed while its gateway is at work, and woken again. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '@smseal/testkit';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

describe('a closed account', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let browser: HeadlessBrowser;
  let token = '';

  before(async () => {
    const stage = await openGatewayStage(lifetime);
    ({ system, smsc, browser } = stage);
    ({ token } = await stage.owner.newApiKey());
  });
  after(() => lifetime.end());

  /** What a program asks of the gateway. @returns the status. */
  async function send(body: object): Promise<number> {
    const response = await fetch(`${system.gatewayUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return response.status;
  }

  /** What the person's browser posts. */
  async function post(path: string, body: object, cookie: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: system.origin, cookie };
    return fetch(system.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  test('has its gateway wait: nothing is taken or leaves until it is woken, then all of it, once', async () => {
    const { email, password, cookie } = browser.person;
    await until('a key that holds', async () =>
      (await send({ to: '+447700900301', text: 'At once.' })) === 202 ? true : undefined,
    );
    await smsc.waitFor(1);
    const sendAt = new Date(Date.now() + 4_000).toISOString();
    assert.equal(await send({ to: '+447700900302', text: 'In four seconds.', sendAt }), 202);
    assert.equal((await post('/v1/account/close', { email }, cookie)).status, 204);
    const page = async () => (await fetch(`${system.gatewayUrl}/`)).text();
    await until('the gateway to wait', async () =>
      (await page()).includes('The account is closed') ? true : undefined,
    );
    assert.equal(await send({ to: '+447700900303', text: 'Never.' }), 503);
    await sleep(5_000);
    assert.equal(smsc.texts().length, 1, 'its time has come and it stays');
    const signedIn = await post('/v1/sign-in/password', { identifier: email, password }, '');
    const renewed = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    assert.equal((await post('/v1/account/wake', {}, renewed)).status, 200);
    await until('the gateway to go on', async () =>
      (await page()).includes('The account is closed') ? undefined : true,
    );
    await smsc.waitFor(2);
    await until('the gateway to take texts again', async () =>
      (await send({ to: '+447700900304', text: 'Again.' })) === 202 ? true : undefined,
    );
    await smsc.waitFor(3);
    assert.deepEqual(
      smsc.texts().map(({ text }) => text),
      ['At once.', 'In four seconds.', 'Again.'],
    );
  });
});

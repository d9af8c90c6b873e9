/** The owner of a business in the app: links a gateway, makes a key, sees what a program sends and what comes back. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { connections, folderFindings, logFindings } from '@smseal/verify';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { linkGatewayInApp, makeApiKeyInApp } from '../src/gateway-steps.ts';
import { keepSecretKey, signUp } from '../src/newcomer.ts';
import { until } from '../src/until.ts';

describe('a gateway in the app', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let smsc: Awaited<ReturnType<typeof startSmsc>>;
  let system: System;
  let browser: Browser;
  let page: Page;
  let token = '';

  before(async () => {
    smsc = await startSmsc({ behaviour: 'fast' });
    [system, browser] = await Promise.all([
      startSystem({
        programs: ['database', 'rehearsal', 'server', 'gateway'],
        env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
      }),
      launchBrowser(),
    ]);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await signUp(page, system);
    await keepSecretKey(page);
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
    await smsc?.stop();
  });

  test('is linked by its six digits', async () => {
    await linkGatewayInApp(page, system);
  });

  test('gets an API key that is shown once, and a program sends with it', async () => {
    token = await makeApiKeyInApp(page, 'Appointments');
    assert.match(token, /^smseal_[\w-]{22}_[\w-]{43}$/);
    await until('the gateway to take it', async () => {
      const { status } = await fetch(`${system.gatewayUrl}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: '+447700900501', text: 'See you on Thursday at ten.' }),
      });
      return status === 202 ? true : undefined;
    });
    await smsc.waitFor(1);
  });

  test('shows the text in its conversation, delivered, and the reply under it', async () => {
    await page.goto(`${system.origin}/`);
    await page.getByText('See you on Thursday at ten.').first().click();
    const mine = page.getByRole('article').filter({ hasText: 'See you on Thursday at ten.' });
    await mine.getByRole('img', { name: 'Delivered' }).waitFor();
    smsc.typeReply('+447700900501', 'Could we make it eleven?');
    await page.getByRole('article').filter({ hasText: 'Could we make it eleven?' }).waitFor();
  });

  test('hears STOP, and the number is texted no more', async () => {
    const post = (body: object) =>
      fetch(`${system.gatewayUrl}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: '+447700900501', ...body }),
      });
    const sendAt = new Date(Date.now() + 3_000).toISOString();
    assert.equal((await post({ text: 'One more thing.', sendAt })).status, 202);
    smsc.typeReply('+447700900501', 'STOP');
    await until('the confirmation', () => (smsc.texts().length === 2 ? true : undefined));
    assert.equal((await post({ text: 'And another.' })).status, 422);
    const refused = page.getByRole('article').filter({ hasText: 'One more thing.' });
    await refused.getByText('The recipient asked for no more texts.').waitFor();
    assert.equal(smsc.texts().length, 2);
  });

  test('has kept, logged and reached what is listed, and nothing else', async () => {
    const listed = { unlisted: [], missing: [] };
    assert.deepEqual(await folderFindings('gateway-storage', path.join(system.home, 'gateway')), listed);
    assert.deepEqual(logFindings('gateway-log', system.logOf('gateway')), listed);
    const peers = { server: Number(new URL(system.origin).port), carrier: Number(new URL(smsc.url).port) };
    const { result, evidence } = await connections({
      programs: [{ name: 'gateway', pid: system.pidOf('gateway') ?? 0, peers }],
    });
    assert.notEqual(result, 'red', evidence);
  });
});

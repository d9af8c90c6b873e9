/** The owner of a gateway looks at it as it works: the rate, a webhook that fails and is told again, and what became of one text. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { linkGatewayInApp, makeApiKeyInApp } from '../src/gateway-steps.ts';
import { keepSecretKey, signUp } from '../src/newcomer.ts';
import { until } from '../src/until.ts';

/** A breaker tries again after half a minute. */
const MENDED_MS = 90_000;
const LONG = `Your appointment is on Thursday at ten. ${'Bring the letter, the card and all that you take. '.repeat(3)}`;

describe('a gateway at work in the app', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let smsc: Awaited<ReturnType<typeof startSmsc>>;
  let system: System;
  let browser: Browser;
  let page: Page;
  let receiver: Server;
  let token = '';
  let isMended = false;
  /** Ids of the events that the receiver took, each as often as it did. */
  const taken: string[] = [];

  before(async () => {
    smsc = await startSmsc({ behaviour: 'fast' });
    receiver = createServer((request, response) => {
      request.resume().on('end', () => {
        if (isMended) taken.push(String(request.headers['webhook-id']));
        response.writeHead(isMended ? 204 : 503).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    [system, browser] = await Promise.all([
      startSystem({
        programs: ['database', 'rehearsal', 'server', 'gateway'],
        env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
      }),
      launchBrowser(),
    ]);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await signUp(page, system);
    await keepSecretKey(page);
    await linkGatewayInApp(page, system);
    token = await makeApiKeyInApp(page, 'Appointments');
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
    await smsc?.stop();
    receiver?.close();
  });

  const call = (path: string, body?: object): Promise<Response> =>
    fetch(`${system.gatewayUrl}/v1/messages${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });

  /** Sends to so many numbers; the ids of the texts. */
  const send = (text: string, count: number): Promise<string[]> =>
    until('the gateway to take them', async () => {
      const to = Array.from({ length: count }, (_, n) => `+4477009005${String(n).padStart(2, '0')}`);
      const response = await call('', { to, text });
      if (response.status !== 202) return undefined;
      const { accepted } = (await response.json()) as { accepted: { id: string }[] };
      return accepted.map(({ id }) => id);
    });

  test('says where it stands, and its rate moves while texts go', async () => {
    await page.getByRole('heading', { name: 'Now' }).waitFor();
    const carriers = page.getByRole('region', { name: 'Connections to carriers' });
    await carriers.getByRole('row').filter({ hasText: 'Rehearsal' }).getByText('Connected').waitFor();
    await page.getByText(/^It obeys version/).waitFor();
    await page.getByText('It knows to the end of the list who asked for no texts.').waitFor();
    const rate = page.getByRole('img', { name: /^Texts a second over the last minute/ });
    assert.match((await rate.getAttribute('aria-label')) ?? '', /most 0$/);
    await send('See you on Thursday at ten.', 20);
    await page.getByRole('img', { name: /over the last minute: most [1-9]/ }).waitFor();
  });

  test('shows a webhook that fails, and what it answered', async () => {
    const { port } = receiver.address() as AddressInfo;
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByLabel('Address').fill(`http://127.0.0.1:${port}/texts`);
    await page.getByRole('button', { name: 'Add it' }).click();
    const row = page.getByRole('region', { name: 'Webhooks' }).getByRole('row').filter({ hasText: '/texts' });
    await row.getByText('Nothing waits').filter({ visible: true }).waitFor();
    await send('Bring your card.', 12);
    await row
      .getByText(/^Failing/)
      .filter({ visible: true })
      .waitFor();
    await row.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem', { name: /^Attempts/ }).click();
    const attempts = page.getByRole('region', { name: 'Attempts, newest first' });
    await attempts.getByRole('row').filter({ hasText: '503' }).first().waitFor();
    assert.equal(taken.length, 0);
  });

  test('catches up once it is mended, and is told again what the owner asks for', async () => {
    isMended = true;
    const panel = page.getByRole('dialog', { name: 'Attempts' });
    await until('what waited to be told', () => (new Set(taken).size >= 24 ? true : undefined), MENDED_MS);
    await panel.getByText('Nothing waits').waitFor();
    await panel.getByRole('row').filter({ hasText: '204' }).first().waitFor();
    const before = taken.length;
    await panel.getByRole('button', { name: 'Send again' }).click();
    const asked = page.getByRole('alertdialog');
    await asked.getByText(/webhook-id/).waitFor();
    await asked.getByRole('button', { name: 'Send again' }).click();
    await page.getByText(/^\d+ events are told again\.$/).waitFor();
    await until('them to be told again', () => (taken.length >= before + 24 ? true : undefined));
    const counts = new Map<string, number>();
    for (const id of taken) counts.set(id, (counts.get(id) ?? 0) + 1);
    assert.ok(
      [...counts.values()].every((count) => count === 2),
      'each once more, and no more than that',
    );
    await page.keyboard.press('Escape');
  });

  test('tells the lives of a long text that arrived and of one that did not, down to their parts', async () => {
    smsc.setBehaviourFor('+447700900501', { outcomes: { failed: 1 } });
    const [arrived = '', lost = ''] = await send(LONG, 2);
    const events = page.getByRole('listitem');
    await page.goto(`${system.origin}/messages/${arrived}`);
    await page.getByRole('status').getByText('The handset has it: the receipt says so.').waitFor();
    await events.filter({ hasText: 'The carrier took one part. This is of part 1 of 2.' }).waitFor();
    await events.filter({ hasText: /Part \d of 2 was the last to arrive\./ }).waitFor();
    const second = page.getByRole('article', { name: 'Segment 2 of 2' });
    await second
      .getByRole('row')
      .filter({ hasText: 'esm_class' })
      .getByText(/part 2 of 2/)
      .waitFor();

    await page.goto(`${system.origin}/messages/${lost}`);
    await page
      .getByRole('status')
      .getByText(/^It did not arrive\./)
      .waitFor();
    const failed = events.filter({ hasText: 'could not be delivered' });
    await failed.getByText('The carrier’s receipt').click();
    await failed.getByRole('row').filter({ hasText: 'stat' }).getByText('It cannot be delivered.').waitFor();
    assert.equal(await page.getByText('Only the server says so.').count(), 0);
  });

  test('is reached from the state of a text in its conversation', async () => {
    await page.getByRole('link', { name: 'Conversation' }).click();
    const lost = page.getByRole('article').filter({ hasText: 'Your appointment' });
    await lost.getByRole('link', { name: 'What happened' }).click();
    await page
      .getByRole('status')
      .getByText(/^It did not arrive\./)
      .waitFor();
    await page.goto(`${system.origin}/`);
    await page.getByText('Your appointment').nth(1).waitFor();
    await page
      .getByRole('link')
      .filter({ hasText: '900500' })
      .filter({ hasText: 'Your appointment' })
      .click();
    const arrived = page.getByRole('article').filter({ hasText: 'Your appointment' });
    await arrived.getByRole('link', { name: 'Delivered. What happened to this text' }).click();
    await page.getByRole('status').getByText('The handset has it: the receipt says so.').waitFor();
  });
});

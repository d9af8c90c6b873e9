/** Who wants no secret key, in a real Chromium: what is said, another browser by a code, and the change of mind. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSystem, type System } from '@smseal/testkit';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { linkPhone, NEWCOMER, recover, signIn, signUp } from '../src/newcomer.ts';

describe('a newcomer who wants no secret key', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let system: System;
  let browser: Browser;
  let page: Page;
  let second: Page;
  let secretKey = '';
  const faults: string[] = [];

  before(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    page = await newBrowser();
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
  });

  async function newBrowser(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const made = await context.newPage();
    made.on('pageerror', (error) => faults.push(error.message));
    made.setDefaultTimeout(20_000);
    return made;
  }

  test('is told that the service can read, and has to tick it before there is such an account', async () => {
    await signUp(page, system);
    await page.getByRole('button', { name: 'Go on without a secret key' }).click();
    await page.getByText('We can read your texts. They are encrypted on our disks.').waitFor();
    const make = page.getByRole('button', { name: 'Make an open account' });
    assert.equal(await make.isDisabled(), true);
    await page.getByRole('checkbox').check();
    await make.click();
    await page.getByText('Link your phone first').waitFor();
  });

  test('links the phone, and the thread says who can read it', async () => {
    const handset = await page.context().newPage();
    await handset.goto(system.handsetUrl);
    await linkPhone(page, handset);
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByText('Małgorzata Konwaliński').first().click();
    await page.getByText('Open account: the service can read this, too.').first().waitFor();
    assert.equal(await page.getByText('Only your devices can read').count(), 0);
  });

  test('opens the texts on another browser with a code', async () => {
    second = await newBrowser();
    await signIn(second, system);
    await second.getByRole('button', { name: /Get a code by text/ }).click();
    await second.getByRole('button', { name: 'Send me a code' }).click();
    const code = await system.oneTimePassword(NEWCOMER.mobile.replaceAll(' ', ''), 1);
    await second.getByLabel('Six digits').fill(code);
    await second.getByRole('button', { name: 'Go on' }).click();
    await second.getByRole('button', { name: 'Open my texts here' }).click();
    await second.getByText('Małgorzata Konwaliński').first().waitFor();
  });

  test('seals the account from the settings, and both browsers say so', async () => {
    await page.goto(`${system.origin}/settings/sign-in`);
    await page.getByRole('link', { name: 'Seal this account' }).click();
    await page.getByRole('button', { name: 'Seal this account' }).click();
    await page.getByRole('button', { name: 'I have printed or saved it' }).waitFor();
    const kit = (await page.locator('body').innerText()).replace(/\s+/g, '-');
    secretKey = /1[0-9A-Z]{5}(?:-[0-9A-Z]{5}){5}/.exec(kit)?.[0] ?? '';
    await page.getByRole('button', { name: 'I have printed or saved it' }).click();
    await page.getByLabel(/Last group/).fill(secretKey.slice(-5));
    await page.getByRole('button', { name: 'Seal the account' }).click();
    await page.getByText('Your account is sealed. Only your devices can read it.').waitFor();
    await page.getByRole('button', { name: 'Make a new secret key' }).waitFor();
    await second.getByText('Małgorzata Konwaliński').first().click();
    await second.getByText('Sealed. Only your devices can read this.').first().waitFor();
  });

  test('opens it with the secret key from then on, and no code is offered', async () => {
    const third = await newBrowser();
    await signIn(third, system);
    await third.getByRole('button', { name: /Type the secret key/ }).waitFor();
    assert.equal(await third.getByRole('button', { name: /Get a code/ }).count(), 0);
    await recover(third, secretKey);
    await third.getByText('Małgorzata Konwaliński').first().waitFor();
    assert.deepEqual(faults, []);
  });
});

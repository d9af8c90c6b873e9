/** The newcomer's story, from sign-up to recovery, in a real Chromium against the started system. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startSystem, type System } from '@smseal/testkit';
import {
  browserEmptied,
  browserRequests,
  browserStorage,
  connections,
  files,
  folderFindings,
  logFindings,
} from '@smseal/verify';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import {
  digitsShown,
  keepSecretKey,
  linkPhone,
  recover,
  signIn,
  signUp,
  typeDigits,
} from '../src/newcomer.ts';
import { runVerify } from '../src/run-verify.ts';
import { Witness } from '../src/witness.ts';

const NOTHING = { unlisted: [], missing: [] };

describe('a newcomer', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let system: System;
  let browser: Browser;
  let page: Page;
  let handset: Page;
  let second: Page;
  let witness: Witness;
  let secretKey = '';
  const faults: string[] = [];

  before(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    witness = new Witness(system.origin);
    page = await newBrowser();
    handset = await page.context().newPage();
    await handset.goto(system.handsetUrl);
    await page.bringToFront();
  });
  after(async () => {
    await browser.close();
    await system.stop();
  });

  /** A browser of its own: nothing is shared but the installation. */
  async function newBrowser(): Promise<Page> {
    const context: BrowserContext = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
    });
    const made = await context.newPage();
    made.on('pageerror', (error) => faults.push(error.message));
    made.setDefaultTimeout(20_000);
    witness.watch(made);
    return made;
  }

  test('signs up with an e-mail and a mobile number, and keeps the secret key', async () => {
    await signUp(page, system);
    secretKey = await keepSecretKey(page);
    assert.match(secretKey, /^1[0-9A-Z]{5}(-[0-9A-Z]{5}){5}$/);
    await page.getByText('Link your phone first').waitFor();
  });

  test('links the phone by its six digits, and the texts arrive', async () => {
    await linkPhone(page, handset);
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByText('Małgorzata Konwaliński').first().waitFor();
  });

  test('answers a text: the phone sends it, and its state goes to delivered', async () => {
    await page.getByText('Dexter Brambleby').first().click();
    await page.getByRole('textbox', { name: 'Text to Dexter Brambleby' }).fill('See you at eight ✉');
    await page.keyboard.press('Enter');
    const mine = page.getByRole('article').filter({ hasText: 'See you at eight ✉' });
    await mine.getByRole('img', { name: 'Delivered' }).waitFor();
    await handset.getByText('See you at eight ✉').waitFor();
  });

  test('gets a reply, a notification, the battery and a call, while they happen', async () => {
    await handset.bringToFront();
    await handset.getByLabel('From').fill('+15550142');
    await handset.locator('textarea').first().fill('Is the kettle yours?');
    await handset.getByRole('button', { name: 'Send the text' }).click();
    await page.bringToFront();
    await page.getByText('Is the kettle yours?').first().waitFor();
    await page.getByRole('link', { name: 'Phone', exact: true }).click();
    await handset.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('Choir practice').first().waitFor();
    await handset.getByRole('button', { name: 'Drain to 7 %' }).click();
    await page
      .getByText(/^7\s*% battery$/)
      .first()
      .waitFor();
    await handset.getByLabel('Who').fill('+15550142');
    await handset.getByRole('button', { name: 'Ring' }).click();
    const call = page.getByRole('alert', { name: /^Call from/ });
    await call.waitFor();
    await handset.getByRole('button', { name: 'Let it be missed' }).click();
    await call.waitFor({ state: 'detached' });
  });

  test('finds every text by a word of it', async () => {
    await page.goto(`${system.origin}/`);
    await page.getByRole('searchbox').or(page.getByPlaceholder('Search')).first().fill('kettle your');
    await page.locator('mark', { hasText: 'kettle' }).first().waitFor();
    await witness.look(page);
  });

  test('opens a second browser, which shows digits that the first takes, and sees the same', async () => {
    second = await newBrowser();
    await signIn(second, system);
    await second.getByRole('button', { name: /Link it with another device/ }).click();
    await page.bringToFront();
    await page.getByRole('button', { name: 'Type its digits' }).click();
    await second.bringToFront();
    const digits = await digitsShown(second);
    await page.bringToFront();
    await typeDigits(page, digits);
    await page.getByText('Linked', { exact: true }).waitFor();
    await second.bringToFront();
    await second.getByRole('button', { name: 'Yes, it says “Linked”' }).click();
    await second.getByText('Is the kettle yours?').first().waitFor();
  });

  test('removes it, and it is out for good', async () => {
    await page.bringToFront();
    await page.goto(`${system.origin}/devices`);
    await page.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await page.getByRole('button', { name: 'Remove browser' }).click();
    await second.bringToFront();
    await second.getByText('This browser was removed').waitFor();
    await witness.lookAfterRemoval(second);
    await second.reload();
    await second
      .getByText(/This browser was removed|Open your texts here/)
      .first()
      .waitFor();
    assert.equal(await second.getByText('Is the kettle yours?').count(), 0);
  });

  test('recovers in a third browser by typing the secret key', async () => {
    const third = await newBrowser();
    await signIn(third, system);
    await recover(third, secretKey);
    await third.getByText('Is the kettle yours?').first().waitFor();
    await third.context().close();
  });

  test('has kept and asked in the browser what is listed, and nothing of it after the removal', () => {
    for (const probe of [browserStorage, browserRequests, browserEmptied]) {
      const { result, evidence } = probe(witness.reading);
      assert.equal(result, 'green', evidence);
    }
  });

  test('has left in logs and folders what is listed', async () => {
    assert.deepEqual(logFindings('server-log', system.logOf('server')), NOTHING);
    assert.deepEqual(logFindings('phone-log', system.logOf('phone')).unlisted, []);
    assert.deepEqual(await folderFindings('phone-storage', path.join(system.home, 'phone')), NOTHING);
    const kept = await files(system.home);
    assert.equal(kept.result, 'green', kept.evidence);
  });

  test('has reached, through server and phone, nobody but those listed', async () => {
    const port = (url: string): number => Number(new URL(url).port);
    const server = { database: port(system.databaseUrl), notices: port(system.carrierUrl) };
    const phone = { server: port(system.origin), provider: port(system.handsetUrl) };
    const { result, evidence } = await connections({
      programs: [
        { name: 'server', pid: system.pidOf('server') ?? 0, peers: server },
        { name: 'phone', pid: system.pidOf('phone') ?? 0, peers: phone },
      ],
    });
    assert.notEqual(result, 'red', evidence);
  });

  test('can have a stranger verify it all, with an account that is gone afterwards', async () => {
    const { code, claims } = await runVerify(system);
    const red = claims.filter(({ status }) => status === 'red');
    assert.deepEqual(red, []);
    assert.equal(code, 0);
    const observed = claims.filter(({ status, how }) => status === 'green' && how === 'observed');
    assert.ok(observed.length >= 10, `${observed.length} are observed`);
  });

  test('meets no fault of the page', () => assert.deepEqual(faults, []));
});

/** The end of an account as its holder sees it, in a real Chromium against the real server: from the app, and from the page to sign in on. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Certificate, CertificateKey } from '@smseal/protocol';
import { verifyCertificate } from '@smseal/seal';
import { startSystem, type System } from '@smseal/testkit';
import type { Browser, Page } from 'playwright-core';
import { build, mergeConfig } from 'vite';
import config from '../vite.config.ts';
import { findChromium, startBrowser } from './browser.ts';
import { keptBy } from './kept-by.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
if (!executable) console.log('skipped: there is no Chromium on this machine, so no account was deleted');
if (!executable && process.env['CI'] === 'true') throw new Error('CI must have a Chromium');

const PASSWORD = 'nine calm herons wade';

let system: System;
let browser: Browser;
let root: string;
const faults: string[] = [];

before(async () => {
  if (!executable) return;
  root = await mkdtemp(path.join(tmpdir(), 'smseal-web-'));
  await build(mergeConfig(config, { configFile: false, logLevel: 'error', build: { outDir: root } }));
  [system, browser] = await Promise.all([
    startSystem({ programs: ['database', 'rehearsal', 'server'], env: { SMSEAL_WEB_ROOT: root } }),
    startBrowser(executable),
  ]);
});
after(async () => {
  await browser?.close();
  await system?.stop();
  if (root) await rm(root, { recursive: true, force: true });
});

interface Holder {
  email: string;
  mobile: string;
}

/** A browser of its own with a new account in it, signed in. */
async function signedUp({ email, mobile }: Holder): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${system.origin}/sign-in`);
  await post(page, '/v1/sign-up', { email, mobile });
  await post(page, '/v1/sign-up/confirm', { email, code: await system.oneTimePassword(mobile) });
  await post(page, '/v1/password', { password: PASSWORD });
  return page;
}

async function post(page: Page, to: string, body: object): Promise<void> {
  const status = await page.evaluate(
    async ([path, json]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path, { method: 'POST', headers, body: json })).status;
    },
    [to, JSON.stringify(body)] as const,
  );
  assert.ok(status < 300, `${to}: ${status}`);
}

/** Types the address, deletes, sees what is said, and saves the certificate. @returns what it says, checked under the published key */
async function deleteAndSave(page: Page, email: string, meanwhile: RegExp): Promise<Certificate> {
  await page.getByLabel('Type your e-mail to go on').fill(email);
  await page.getByRole('button', { name: 'Delete the account and everything in it' }).click();
  await page.getByRole('heading', { name: 'The account is deleted' }).waitFor();
  await page.getByText(meanwhile).waitFor();
  const save = page.getByRole('button', { name: 'Save the certificate' });
  await save.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  assert.match(download.suggestedFilename(), /^smseal-erasure-\d{4}-\d\d-\d\d-.{6}\.json$/);
  const published = await fetch(`${system.origin}/.well-known/smseal-certificates`);
  const { key } = (await published.json()) as CertificateKey;
  return verifyCertificate(await readFile(await download.path()), { key });
}

/** Lets the server look as with an account so large that its rows still go when the deletion and the first looks are answered. */
async function slowDown(page: Page): Promise<void> {
  let looks = 0;
  const going = { state: 'keys-destroyed', certificate: null };
  await page.context().route('**/v1/account', async (route) => {
    if (route.request().method() !== 'DELETE') return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, status: 202, json: { ...(await response.json()), ...going } });
  });
  await page.context().route('**/v1/erasures/*', async (route) => {
    const response = await route.fetch();
    if (++looks > 5) return route.fulfill({ response });
    return route.fulfill({ response, json: { ...(await response.json()), ...going } });
  });
}

test(
  'a linked browser deletes the account, signs, forgets everything and saves the certificate',
  { skip },
  async () => {
    const holder = { email: 'linked@example.org', mobile: '+447700900331' };
    const page = await signedUp(holder);
    await page.goto(`${system.origin}/`);
    await page.getByRole('button', { name: 'Go on without a secret key' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Make an open account' }).click();
    await page.getByText('Link your phone first').waitFor();
    await page.goto(`${system.origin}/settings/delete`);
    await page.getByText('What goes').waitFor();
    assert.ok((await keptBy(page)).includes('database smseal'));
    await slowDown(page);
    const { request, device } = await deleteAndSave(page, holder.email, /rows are still going/);
    assert.equal(request.kind, 'account');
    assert.ok(device?.search, 'this browser’s own search stands in it');
    await page.getByText('Looked for in this browser and at the server, nothing found').waitFor();
    assert.deepEqual(await keptBy(page), []);
    await page.getByRole('button', { name: 'Done' }).click();
    // The public home; where it is not built, the page to sign in on.
    await page.waitForURL(({ pathname }) => pathname === '/' || pathname === '/sign-in');
    await page.context().close();
  },
);

test('a closed account is deleted from the page to sign in on, by the session alone', { skip }, async () => {
  const holder = { email: 'closed@example.org', mobile: '+447700900332' };
  const page = await signedUp(holder);
  await post(page, '/v1/account/close', { email: holder.email });
  await page.goto(`${system.origin}/sign-in`);
  await page.getByLabel('E-mail or mobile number').fill(holder.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Delete it now' }).click();
  await page.evaluate(() => localStorage.setItem('smseal-theme', 'dark'));
  const { request, device } = await deleteAndSave(page, holder.email, /Erased and certified/);
  assert.deepEqual([request.kind, device], ['account', null]);
  assert.equal(await page.getByText('signed by this browser').count(), 0);
  assert.deepEqual(await keptBy(page), []);
  await page.context().close();
});

test('no page met a fault', { skip }, () => assert.deepEqual(faults, []));

/** Signing up, in and out, with passkeys and passwords, in a real Chromium against the real server. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startSystem, type System } from '@smseal/testkit';
import type { Browser, Page } from 'playwright-core';
import { build, mergeConfig } from 'vite';
import config from '../vite.config.ts';
import { findChromium, startBrowser } from './browser.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
if (!executable) console.log('skipped: there is no Chromium on this machine, so nobody signed in');
if (!executable && process.env['CI'] === 'true') throw new Error('CI must have a Chromium');

const EMAIL = 'harbour@example.org';
const MOBILE = '+447700900321';

let system: System;
let browser: Browser;
let page: Page;
let webRoot: string;
const faults: string[] = [];

before(async () => {
  if (!executable) return;
  webRoot = await mkdtemp(path.join(tmpdir(), 'smseal-web-'));
  await build(mergeConfig(config, { configFile: false, logLevel: 'error', build: { outDir: webRoot } }));
  [system, browser] = await Promise.all([
    startSystem({ programs: ['database', 'rehearsal', 'server'], env: { SMSEAL_WEB_ROOT: webRoot } }),
    startBrowser(executable),
  ]);
  page = await newPage();
});
after(async () => {
  await browser?.close();
  await system?.stop();
  if (webRoot) await rm(webRoot, { recursive: true, force: true });
});

/** A browser of its own, with a passkey holder that always agrees. */
async function newPage(): Promise<Page> {
  const made = await (await browser.newContext()).newPage();
  made.setDefaultTimeout(20_000);
  made.on('pageerror', (error) => faults.push(error.message));
  const wire = await made.context().newCDPSession(made);
  await wire.send('WebAuthn.enable');
  await wire.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return made;
}

test('whoever is not signed in lands on the sign-in page', { skip }, async () => {
  await page.goto(`${system.origin}/contacts`);
  await page.waitForURL('**/sign-in');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test(
  'a wrong code is refused in one sentence with its code, and the right one goes on',
  { skip },
  async () => {
    await page.getByRole('button', { name: 'Make an account' }).click();
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.keyboard.press('Enter');
    await page.getByLabel('Mobile number').fill('+44 7700 900321');
    await page.keyboard.press('Enter');
    const code = await system.oneTimePassword(MOBILE);
    await page.getByLabel('Six digits').fill(code === '000000' ? '000001' : '000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('wrong-code').waitFor();
    await page.getByLabel('Six digits').fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How do you want to sign in?' }).waitFor();
  },
);

test('a reload comes back to the step that is missing; a passkey ends signing up', { skip }, async () => {
  await page.goto(`${system.origin}/sign-in`);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByRole('heading', { name: 'Your secret key comes next' }).waitFor();
});

test('the key is confirmed by its last group; another group is refused', { skip }, async () => {
  await page.getByRole('button', { name: 'Show me my secret key' }).click();
  const groups = await page
    .getByRole('region', { name: 'Your secret key' })
    .locator('[translate=no] span')
    .allTextContents();
  assert.equal(groups.length, 6);
  await page.getByRole('button', { name: 'I have printed or saved it' }).click();
  const field = page.getByLabel(/Last group/);
  await field.fill('AAAAA');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the last group').waitFor();
  await field.fill((groups[5] ?? '').toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('Link your phone first').waitFor();
});

test('a password is added in the settings, and the activity log tells of it', { skip }, async () => {
  await page.goto(`${system.origin}/settings/sign-in`);
  await page.getByText(EMAIL).waitFor();
  await page.getByRole('button', { name: 'Set a password' }).click();
  await page.getByLabel('New password').fill('password12');
  await page.getByRole('button', { name: 'Set this password' }).click();
  await page.getByRole('alert').getByText('weak-password').waitFor();
  await page.getByLabel('New password').fill('nine calm herons wade');
  await page.getByRole('button', { name: 'Set this password' }).click();
  await page.getByText('A password is set.').waitFor();
  await page.goto(`${system.origin}/settings/activity`);
  await page.getByRole('cell', { name: 'A password was set' }).waitFor();
});

test('the keeping time is asked about before it deletes, and kept', { skip }, async () => {
  await page.goto(`${system.origin}/settings/storage`);
  await page.getByRole('radio', { name: '90 days' }).click();
  await page.getByRole('button', { name: 'Delete what is older' }).click();
  await page.getByText('Texts are kept: 90 days.').waitFor();
  await page.reload();
  await page.getByRole('radio', { name: '90 days', checked: true }).waitFor();
});

test(
  'signing out leaves nothing; the passkey signs in again, and the browser needs a key anew',
  { skip },
  async () => {
    await page.goto(`${system.origin}/settings`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Open your texts here' }).waitFor();
  },
);

test('a forgotten password is replaced by a code', { skip }, async () => {
  const other = await newPage();
  await other.goto(`${system.origin}/sign-in#forgotten`);
  await other.getByLabel('E-mail or mobile number').fill(EMAIL);
  await other.keyboard.press('Enter');
  await other.getByLabel('Six digits').fill(await system.oneTimePassword(MOBILE, 1));
  await other.getByLabel('New password').fill('ten calm herons wade');
  await other.getByRole('button', { name: 'Set this password' }).click();
  await other.getByRole('heading', { name: 'Open your texts here' }).waitFor();
  await other.context().close();
});

test('the account is deleted when the e-mail is typed, and cannot be signed in to', { skip }, async () => {
  const other = await newPage();
  await other.goto(`${system.origin}/sign-in`);
  const signIn = async () => {
    await other.getByLabel('E-mail or mobile number').fill(MOBILE);
    await other.getByLabel('Password', { exact: true }).fill('ten calm herons wade');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await signIn();
  await other.getByRole('button', { name: /Link it with another device/ }).waitFor();
  await other.getByRole('button', { name: 'I have neither' }).click();
  const end = other.getByRole('button', { name: 'Delete the account and everything in it' });
  await other.getByLabel('Type your e-mail to go on').fill('somebody@example.org');
  assert.ok(await end.isDisabled());
  await other.getByLabel('Type your e-mail to go on').fill(EMAIL);
  await end.click();
  await other.getByRole('heading', { name: 'The account is deleted' }).waitFor();
  await other.getByRole('button', { name: 'Save the certificate' }).waitFor();
  await other.goto(`${system.origin}/sign-in`);
  await signIn();
  await other.getByRole('alert').getByText('wrong-credentials').waitFor();
  await other.context().close();
});

test('no page met a fault', { skip }, () => assert.deepEqual(faults, []));

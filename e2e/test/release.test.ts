/** A linked browser runs what the publisher signed, whatever the service offers. */
import { equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ReleaseBody } from '@smseal/protocol';
import { openRelease, publisherKeys, signRelease } from '@smseal/seal';
import { startSystem, testDatabase, type System } from '@smseal/testkit';
import { HELD_IN_BROWSER } from '@smseal/verify';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { keepSecretKey, NEWCOMER, signUp } from '../src/newcomer.ts';
import { until } from '../src/until.ts';

const BUILT = fileURLToPath(new URL('../../apps/', import.meta.url));
const PUBLISHER = await publisherKeys(Buffer.alloc(32, 1).toString('base64url'));
const STRANGER = await publisherKeys(Buffer.alloc(32, 2).toString('base64url'));

const lifetime = new Lifetime();
after(() => lifetime.end());
let folder: string;
let system: System;
let browser: Browser;
let page: Page;
/** When the release that was offered last was signed: each is later than the one before. */
let issued = Date.UTC(2026, 10, 1);

before(async () => {
  if (SKIP_WITHOUT_CHROMIUM) return;
  folder = await mkdtemp(path.join(tmpdir(), 'smseal-release-'));
  lifetime.after(() => rm(folder, { recursive: true, force: true }));
  for (const room of ['web', 'site'])
    await cp(path.join(BUILT, room, 'dist'), path.join(folder, room), {
      recursive: true,
      filter: (file) => !/\.(br|gz)$/.test(file),
    });
  await offer({});
  system = await startSystem({
    programs: ['rehearsal', 'server'],
    database: await testDatabase(lifetime),
    env: { SMSEAL_WEB_ROOT: path.join(folder, 'web'), SMSEAL_SITE_ROOT: path.join(folder, 'site') },
  });
  lifetime.after(() => system.stop());
  browser = await launchBrowser();
  lifetime.after(() => browser.close());
  page = await (await browser.newContext()).newPage();
  await signUp(page, system);
  await keepSecretKey(page);
  await inUse();
});

/** Signs what lies in the folders now as a newer release, and serves it. */
async function offer({ by = PUBLISHER, at = (issued += 1000) }): Promise<void> {
  const built = JSON.parse(await readFile(path.join(BUILT, 'web/dist/release.json'), 'utf8')) as unknown;
  const body: ReleaseBody = { ...(await openRelease(built)), issued: new Date(at).toISOString() };
  for (const name of Object.keys(body.app)) body.app[name] = await hashOf('web', name);
  body.site['/privacy'] = await hashOf('site', 'privacy.html');
  await writeFile(path.join(folder, 'web/release.json'), JSON.stringify(await signRelease(body, by)));
}

async function hashOf(room: 'web' | 'site', name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path.join(folder, room, name)))
    .digest('base64url');
}

/** Makes the sign of an app that was altered part of its page. */
async function alter(title: string): Promise<void> {
  const file = path.join(folder, 'web/index.html');
  const html = await readFile(file, 'utf8');
  await writeFile(file, html.replace(/<title>.*<\/title>/, `<title>${title}</title>`));
}

/** Waits until the page is served from a release that is kept. */
async function inUse(): Promise<void> {
  await page.waitForFunction(
    async () => (await caches.open('smseal-release').then((c) => c.match('/release/current'))) !== undefined,
  );
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Looks for a newer release, as happens each hour, until the app says so. A look that was begun before counts for no later one. */
async function lookUntil(said: Locator): Promise<void> {
  for (;;) {
    await page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ type: 'look' }));
    if (
      await said.waitFor({ timeout: 500 }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
}

async function reload(): Promise<void> {
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
}

/** Waits until the origin keeps nothing in this browser. */
async function keepsNothing(): Promise<void> {
  await until('a browser that keeps nothing', async () =>
    (await page.evaluate<string[]>(HELD_IN_BROWSER)).length === 0 ? true : undefined,
  );
}

async function htmlServed(): Promise<string> {
  return page.evaluate(async () => (await fetch('/index.html')).text());
}

test('an app that nobody signed does not run', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  await alter('Altered');
  await reload();
  ok(!(await htmlServed()).includes('Altered'));
  await offer({ by: STRANGER });
  await lookUntil(page.getByText('is signed by another publisher'));
  await reload();
  ok(!(await htmlServed()).includes('Altered'));
});

test('a signed release whose files are others is not taken', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  await offer({});
  await alter('Altered again');
  await lookUntil(page.getByText('is not as its publisher signed it'));
  await reload();
  ok(!(await htmlServed()).includes('Altered'));
});

test('a newer signed release is taken, and said', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  await alter('Newer');
  await offer({});
  const again = page.getByRole('button', { name: 'Reload' });
  await lookUntil(again);
  await again.click();
  await page.getByRole('navigation').first().waitFor();
  match(await htmlServed(), /<title>Newer<\/title>/);
  await offer({ at: Date.UTC(2026, 9, 1) });
  await lookUntil(page.getByText('is older than the app that runs here'));
  await offer({});
});

test(
  'a public page that was altered is not shown, and nothing runs on one that is in no release',
  { skip: SKIP_WITHOUT_CHROMIUM },
  async () => {
    const other = await page.context().newPage();
    await other.goto(`${system.origin}/privacy`);
    match(await other.title(), /Privacy/);
    const file = path.join(folder, 'site/privacy.html');
    await writeFile(file, `${await readFile(file, 'utf8')}<script src="/assets/x.js"></script>`);
    await other.goto(`${system.origin}/privacy`);
    equal(await other.title(), 'Not as it was signed');
    const trust = await other.goto(`${system.origin}/trust`);
    match(trust?.headers()['content-security-policy'] ?? '', /^sandbox;/);
    match(await other.title(), /Trust/i);
    await other.close();
  },
);

test('the app starts while the service is away', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  await system.kill('server');
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
  await system.restart('server');
});

test('a browser that signs out keeps no release', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  await page.goto(`${system.origin}/settings`);
  await page
    .getByRole('button', { name: /^Sign out/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /^Sign out/ })
    .last()
    .click();
  await page.waitForURL(/sign-in/);
  await keepsNothing();
});

test(
  'a browser that deletes the account keeps no release, and has looked before it says so',
  { skip: SKIP_WITHOUT_CHROMIUM },
  async () => {
    const email = 'leaver@example.org';
    page = await (await browser.newContext()).newPage();
    await signUp(page, system, { ...NEWCOMER, email, mobile: '+44 7700 900124' });
    await keepSecretKey(page);
    await inUse();
    await page.goto(`${system.origin}/settings/delete`);
    await page.getByLabel('Type your e-mail to go on').fill(email);
    await page.getByRole('button', { name: 'Delete the account and everything in it' }).click();
    await page.getByRole('button', { name: 'Save the certificate' }).waitFor();
    await page.getByText('nothing found').waitFor();
    await keepsNothing();
  },
);

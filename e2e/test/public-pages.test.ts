/** The public pages as a stranger's browser meets them: nothing kept, nothing that runs, nothing in anybody's way. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { startSystem, type System } from '@smseal/testkit';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';

/** Linked from public pages, and pages of the app: what is checked here is not for them. */
const OF_THE_APP: ReadonlySet<string> = new Set([
  '/sign-in',
  '/certificate',
  '/settings/export',
  '/settings/delete',
]);
const VIEWS = [
  { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

describe('the public pages', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let system: System;
  let browser: Browser;
  const paths: string[] = [];

  before(async () => {
    [system, browser] = await Promise.all([
      startSystem({ programs: ['database', 'server'] }),
      launchBrowser(),
    ]);
    paths.push(...(await everyPage()));
    assert.ok(paths.length > 25, `${paths.length} pages are linked`);
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
  });

  for (const view of VIEWS)
    test(`are for everybody: ${view.viewport.width} px, ${view.colorScheme}`, async () => {
      const context = await browser.newContext(view);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      for (const path of paths) await isForEverybody(page, path);
      assert.deepEqual(
        asked.filter((url) => !url.startsWith(system.origin)),
        [],
      );
      assert.deepEqual(await context.cookies(), []);
      assert.deepEqual((await context.storageState({ indexedDB: true })).origins, []);
      await context.close();
    });

  /** Whatever is linked from the home, or from what is. */
  async function everyPage(): Promise<string[]> {
    const page = await browser.newPage({ javaScriptEnabled: false });
    const found = ['/'];
    for (const path of found) {
      await page.goto(system.origin + path);
      for (const link of await page.locator('a[href^="/"]').all()) {
        const [to = ''] = ((await link.getAttribute('href')) ?? '').split('#');
        if (!to.includes('.') && !OF_THE_APP.has(to) && !found.includes(to)) found.push(to);
      }
    }
    await page.close();
    return found;
  }

  async function isForEverybody(page: Page, path: string): Promise<void> {
    const response = await page.goto(system.origin + path);
    assert.equal(response?.status(), 200, path);
    assert.doesNotMatch(
      response?.headers()['content-security-policy'] ?? '',
      /script-src|connect-src (?!'self';)/,
      path,
    );
    const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.equal(beyond, 0, `${path} is wider than the window`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${path} ${id} ${html.slice(0, 160)}`),
    );
    assert.deepEqual(found, []);
  }
});

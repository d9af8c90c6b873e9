/** Every screen, light and dark, narrow and wide: axe finds nothing, and nothing is wider than the screen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser.ts';
import { answerAccountRoutes } from './demo-account.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { openScreen, SCREENS } from './screens.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
if (!executable) console.log('skipped: there is no Chromium on this machine, so no screen was checked');
if (!executable && process.env['CI'] === 'true') throw new Error('CI must have a Chromium');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** How screens are looked at. Each test file takes every second one in its look, so that none is left out. */
const LOOKS = {
  wide: { width: 1440, height: 900, theme: 'light', turn: 0 },
  narrow: { width: 390, height: 844, theme: 'dark', turn: 1 },
} as const;

let server: DemoServer;
let browser: Browser;
let page: Page;
const errors: string[] = [];

async function findings(shown: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: shown })
    .setLegacyMode(true)
    .withTags(TAGS)
    // Guards of Base UI's windows: they take the focus only to send it on.
    .exclude('[data-base-ui-focus-guard]')
    .analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`,
    ),
  );
}

async function overflow(shown: Page): Promise<number> {
  return shown.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Checks half of the screens in a look, or all of them. */
export function checkScreens(name: keyof typeof LOOKS, which: 'half' | 'all'): void {
  const { width, height, theme, turn } = LOOKS[name];
  const screens = SCREENS.filter((_, at) => which === 'all' || at % 2 === turn);
  before(async () => {
    if (!executable) return;
    [server, browser] = await Promise.all([startDemoServer(), startBrowser(executable)]);
    page = await browser.newPage({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(error.message));
    await answerAccountRoutes(page);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  for (const screen of screens)
    test(`${screen.name} at ${width} px, ${theme}`, { skip, timeout: 60_000 }, async () => {
      errors.length = 0;
      await openScreen(page, screen, server);
      assert.deepEqual(await findings(page), []);
      assert.equal(await overflow(page), 0, 'the page scrolls sideways');
      assert.deepEqual(errors, []);
    });
}

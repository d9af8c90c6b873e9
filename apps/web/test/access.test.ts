/** [WEB] Every screen, light and dark, narrow and wide: axe finds nothing, and nothing is wider than the screen. */
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
const LOOKS = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
] as const;

let server: DemoServer;
let browser: Browser;

before(async () => {
  if (!executable) return;
  [server, browser] = await Promise.all([startDemoServer(), startBrowser(executable)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
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

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** CI looks at every screen both ways; elsewhere each is seen one way, in turns, to spare two minutes. */
const everything = process.env['CI'] === 'true';

for (const [turn, { width, height, theme }] of LOOKS.entries()) {
  test(`screens at ${width} px, ${theme}`, { skip, timeout: 300_000 }, async (t) => {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    for (const screen of SCREENS.filter((_, at) => everything || at % LOOKS.length === turn))
      await t.test(screen.name, async () => {
        const page = await context.newPage();
        page.setDefaultTimeout(10_000);
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(error.message));
        try {
          await answerAccountRoutes(page);
          await openScreen(page, screen, server);
          assert.deepEqual(await findings(page), []);
          assert.equal(await overflow(page), 0, 'the page scrolls sideways');
          assert.deepEqual(errors, []);
        } finally {
          await page.close();
        }
      });
    await context.close();
  });
}

/** Photographs the app for the public home, wide and as on a phone, light and dark: `node apps/web/test/take-product-picture.ts FOLDER`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser.ts';
import { answerAccountRoutes } from './demo-account.ts';
import { startDemoServer } from './demo-server.ts';
import { openScreen, SCREENS } from './screens.ts';

const SCREEN = 'thread-group';
const VIEWPORTS = { wide: { width: 1000, height: 600 }, narrow: { width: 390, height: 560 } } as const;
/** A public page weighs at most 50 kB; letters stay sharp with this. */
const QUALITY = 0.7;

/** Playwright writes no WebP; the browser does. */
async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url: string = await page.evaluate(
    async ({ from, quality }) => {
      const image = new Image();
      image.src = from;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    { from: `data:image/png;base64,${png.toString('base64')}`, quality: QUALITY },
  );
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}

const [, , folder] = process.argv;
const executable = findChromium();
const screen = SCREENS.find(({ name }) => name === SCREEN);
if (!folder || !executable || !screen) {
  console.error(folder ? 'There is no Chromium on this machine.' : 'Say in which folder the pictures go.');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const server = await startDemoServer();
const browser = await startBrowser(executable);
for (const [width, viewport] of Object.entries(VIEWPORTS))
  for (const colorScheme of ['light', 'dark'] as const) {
    const hasTouch = width === 'narrow';
    const page = await browser.newPage({
      viewport,
      colorScheme,
      hasTouch,
      // Phones draw a pixel of the page with two of their own.
      deviceScaleFactor: hasTouch ? 2 : 1,
      reducedMotion: 'reduce',
    });
    await answerAccountRoutes(page);
    await openScreen(page, screen, server);
    await settled(page);
    const picture = await toWebp(browser, await page.screenshot());
    writeFileSync(path.join(folder, `${width}-${colorScheme}.webp`), picture);
    await page.close();
  }
await browser.close();
await server.close();

/**
 * Photographs every screen at three widths, light and dark:
 * `node apps/web/test/take-screenshots.ts FOLDER [NAME…] [--widths=390,1440] [--themes=light]`.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, startBrowser } from './browser.ts';
import { answerAccountRoutes } from './demo-account.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';
import { openScreen, SCREENS, type Screen } from './screens.ts';

const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 834: 1112, 1440: 900 };

interface Shot {
  browser: Browser;
  server: DemoServer;
  folder: string;
  width: number;
  theme: 'light' | 'dark';
}

async function photograph(screen: Screen, { browser, server, folder, width, theme }: Shot): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: width < 720,
  });
  page.setDefaultTimeout(5000);
  page.on('pageerror', (error) => console.error(`${screen.name}: ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && console.error(`${screen.name}: ${line.text()}`));
  try {
    await answerAccountRoutes(page);
    await openScreen(page, screen, server);
    await page.screenshot({ path: path.join(folder, `${screen.name}-${width}-${theme}.png`) });
  } catch (error) {
    console.error(`${screen.name} at ${width}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await page.close();
  }
}

function listOption(name: string, fallback: string): string[] {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`));
  return (found?.slice(name.length + 3) ?? fallback).split(',');
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = words[0];
const executable = findChromium();
if (!folder || !executable) {
  console.error(folder ? 'There is no Chromium on this machine.' : 'Say in which folder the pictures go.');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const wanted = words.slice(1);
const server = await startDemoServer();
const browser = await startBrowser(executable);
const widths = listOption('widths', '390,834,1440').map(Number);
for (const theme of listOption('themes', 'light,dark'))
  for (const width of widths)
    for (const screen of SCREENS) {
      if (wanted.length > 0 && !wanted.some((name) => screen.name.startsWith(name))) continue;
      await photograph(screen, {
        browser,
        server,
        folder,
        width,
        theme: theme === 'dark' ? 'dark' : 'light',
      });
    }
await browser.close();
await server.close();

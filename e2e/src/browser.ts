/** The system's Chromium, and what to say when there is none. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium, or undefined. */
export const CHROMIUM = CANDIDATES.find((file) => existsSync(file));

/** For node:test's `skip`: false when there is a Chromium or when CI demands one. */
export const SKIP_WITHOUT_CHROMIUM =
  CHROMIUM !== undefined || process.env['CI'] === 'true' ? false : 'skipped: no Chromium on this machine';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

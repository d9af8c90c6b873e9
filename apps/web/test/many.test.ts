/** Send to many on the demonstration engine: by keyboard alone, and what must not be lost or doubled on the screen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
if (!executable && process.env['CI'] === 'true') throw new Error('CI must have a Chromium');

let server: DemoServer;
let browser: Browser;
let page: Page;
const errors: string[] = [];

before(async () => {
  if (!executable) return;
  [server, browser] = await Promise.all([startDemoServer(), startBrowser(executable)]);
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => errors.push(error.message));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const open = (at: string) => page.goto(`${server.address}demo.html?scenario=ready&of=${Math.random()}#${at}`);
const focused = () =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
  });

/** Goes on with Tab until what is focused is called so. */
async function tabTo(name: RegExp): Promise<void> {
  for (let steps = 0; steps < 80; steps++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused())) return;
  }
  assert.fail(`Tab never came to ${name}, but to ${await focused()}`);
}

test('from the inbox to the sending, by keyboard alone', { skip }, async () => {
  await open('/');
  await page.getByRole('navigation', { name: 'Places' }).first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.getByLabel(/Numbers, one a line/).waitFor();
  await page.getByLabel(/Numbers, one a line/).focus();
  await page.keyboard.insertText('mobile;first name\n+447700900100;Ada\n+447700900101;Grace');
  await tabTo(/^Read the list/);
  await page.keyboard.press('Enter');
  await page.getByText('2 people get a text').waitFor();
  await tabTo(/^Go on with 2/);
  await page.keyboard.press('Enter');
  // The next step has the focus: whoever does not see the page hears where it goes on.
  await page.waitForFunction(() => document.activeElement?.textContent === 'What');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('Dear ');
  await tabTo(/^\{first_name\}/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.insertText(', we open at nine.');
  await page.getByText('2 texts · 2 segments').waitFor();
  await page.getByText('Dear Ada, we open at nine.').waitFor();
  await tabTo(/^Go on$/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('When'));
  await tabTo(/^Go on$/);
  await page.keyboard.press('Enter');
  await tabTo(/^Send to 2/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Spring sale' }).waitFor();
  assert.deepEqual(errors, []);
});

test('a pause shows at once, and the buttons say what comes next', { skip }, async () => {
  await open(`/many/${'a'.repeat(22)}`);
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  const felt = await page.evaluate(async () => {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Pause');
    const began = performance.now();
    button?.click();
    while (![...document.querySelectorAll('button')].some((each) => each.textContent === 'Resume'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
  });
  assert.ok(felt < 200, `${felt} ms`);
  await page.getByText(/^Paused\./).waitFor();
});

test('the chart keeps every state in its place, and a state shows its recipients', { skip }, async () => {
  await open(`/many/${'a'.repeat(22)}`);
  const group = page.getByRole('group', { name: /by state/ });
  await group.getByRole('button', { name: /^Unknown/ }).waitFor();
  assert.deepEqual(
    (await group.getByRole('button').allInnerTexts()).map((text) => text.split('\n')[0]),
    ['Waiting', 'Leaving', 'Sent', 'Delivered', 'Failed', 'Expired', 'Cancelled', 'Unknown'],
  );
  await group.getByRole('button', { name: /^Failed/ }).click();
  await page.getByText('52 recipients').waitFor();
  await page.getByLabel('Search').fill('900173');
  await page.getByText('1 recipient', { exact: true }).waitFor();
});

test('a list that is changed afterwards counts anew, and what was written stays', { skip }, async () => {
  await open('/many/new');
  await page.getByLabel(/Numbers, one a line/).fill('+447700900100\n+447700900101\n+447700900101\nnone');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText('2 lines are left out').waitFor();
  await page.getByRole('button', { name: 'Go on with 2' }).click();
  await page.getByLabel('Text', { exact: true }).fill('We open at nine.');
  await page.getByText('2 texts · 2 segments').waitFor();
  await page.getByRole('button', { name: 'Change: Who' }).click();
  await page.getByRole('button', { name: 'Another list' }).click();
  await page.getByLabel(/Numbers, one a line/).fill('+447700900102');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByRole('button', { name: 'Go on with 1' }).click();
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'We open at nine.');
  await page.getByText('1 text · 1 segment').waitFor();
});

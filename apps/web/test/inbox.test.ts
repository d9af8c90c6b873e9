/** The inbox as a person uses it: by keyboard alone, while texts come in, and far up in a long thread. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser.ts';
import type { createDemoEngine } from './demo-engine.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
if (!executable) console.log('skipped: there is no Chromium on this machine, so the inbox was not tried');
if (!executable && process.env['CI'] === 'true') throw new Error('CI must have a Chromium');

const LONG = 'c0000AAAAAAAAAAAAAAAAA';

let server: DemoServer;
let browser: Browser;
let page: Page;
const errors: string[] = [];

before(async () => {
  if (!executable) return;
  [server, browser] = await Promise.all([startDemoServer(), startBrowser(executable)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  if (!executable) return;
  errors.length = 0;
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => errors.push(error.message));
});
afterEach(async () => {
  await page?.close();
  assert.deepEqual(errors, []);
});

async function open(at: string): Promise<void> {
  await page.goto(`${server.address}demo.html?scenario=ready#${at}`);
  await page.locator('#main').waitFor();
}

function focused(): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute('data-conversation') ?? at?.getAttribute('aria-label') ?? at?.tagName ?? '';
  });
}

/** Lets a text come in. */
async function receive(conversation: string, text: string): Promise<void> {
  await page.evaluate(
    ([to, said]) => {
      const engine = Reflect.get(window, 'demo') as ReturnType<typeof createDemoEngine>;
      engine.receive(to ?? '', said ?? '');
    },
    [conversation, text],
  );
}

/** How far the thread is from its end, px. */
function fromEnd(): Promise<number> {
  return page
    .getByRole('log')
    .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));
}

test('by keyboard alone: move, open, write, send, leave, search, go', { skip }, async () => {
  await open('/');
  await page.getByRole('link', { name: /Ada Brandt/ }).waitFor();
  await page.keyboard.press('j');
  assert.equal(await focused(), LONG);
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(), /^c0002/);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.getByRole('log', { name: /Ada Brandt/ }).waitFor();
  await page.keyboard.press('r');
  assert.equal(await focused(), 'Text to Ada Brandt');
  await page.keyboard.type('By keyboard alone');
  await page.keyboard.press('Enter');
  const sent = page.getByRole('article').filter({ hasText: 'By keyboard alone' });
  await sent.getByRole('img', { name: 'Delivered' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: /Text to/ }).inputValue(), '');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByText('Open a conversation').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('lens');
  await page.getByRole('heading', { name: /In texts/ }).waitFor();
  assert.equal(await page.locator('mark').first().textContent(), 'lens');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('[data-item]', { hasText: 'long lens' }).first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Contacts', exact: true }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Calls' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
});

test('any letter begins a text; single keys can be switched off', { skip }, async () => {
  await open(`/c/${LONG}`);
  const box = page.getByRole('textbox', { name: /Text to/ });
  await box.waitFor();
  await box.press('Escape');
  await page.keyboard.type('hello');
  assert.equal(await box.inputValue(), 'hello');
  await page.evaluate(() => localStorage.setItem('smseal:shortcuts', 'off'));
  await box.press('Escape');
  await page.keyboard.press('x');
  assert.equal(await box.inputValue(), 'hello');
});

test('archiving with e takes the row away, and Undo brings it back', { skip }, async () => {
  await open('/');
  const row = page.getByRole('link', { name: /Bank of Somewhere/ });
  await row.focus();
  await page.keyboard.press('e');
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
});

test('older texts are put above without moving what is read', { skip }, async () => {
  await open(`/c/${LONG}`);
  const log = page.getByRole('log');
  await log.locator('[data-item]').last().waitFor();
  const before = await log.evaluate((element) => element.scrollHeight);
  for (let round = 0; round < 12; round++) {
    const seen = await log.evaluate((element) => {
      element.scrollTop -= 500;
      const edge = element.getBoundingClientRect().top;
      const item = [...element.querySelectorAll<HTMLElement>('[data-item]')].find(
        (each) => each.getBoundingClientRect().top >= edge,
      );
      return { id: item?.dataset['item'] ?? '' };
    });
    const spot = () =>
      log.evaluate(
        (element, id) =>
          element.querySelector(`[data-item="${id}"]`)?.getBoundingClientRect().top ?? Number.NaN,
        seen.id,
      );
    await page.waitForTimeout(400);
    const at = await spot();
    await page.waitForTimeout(400);
    const later = await spot();
    assert.ok(Math.abs(later - at) <= 2, `the text jumped by ${later - at} px in round ${round}`);
  }
  assert.ok((await log.evaluate((element) => element.scrollHeight)) > before, 'nothing older was loaded');
});

test('a new text is told politely; far from the end it waits behind a button', { skip }, async () => {
  await open(`/c/${LONG}`);
  const log = page.getByRole('log');
  await log.locator('[data-item]').last().waitFor();
  await receive(LONG, 'Seen at once');
  await log.getByText('Seen at once').waitFor();
  await page.waitForTimeout(150);
  assert.ok((await fromEnd()) < 5, 'the thread did not follow its end');
  await page.locator('[aria-live="polite"]', { hasText: 'New text from Ada Brandt: Seen at once' }).waitFor();
  await log.evaluate((element) => {
    element.scrollTop -= 1500;
  });
  await page.getByRole('button', { name: /To the newest/ }).waitFor();
  const away = await fromEnd();
  await receive(LONG, 'Below the edge');
  const button = page.getByRole('button', { name: 'To the newest, 1 new text' });
  await button.waitFor();
  assert.ok((await fromEnd()) >= away - 5, 'the thread moved while it was read');
  await button.click();
  await log.getByText('Below the edge').waitFor();
  await button.waitFor({ state: 'detached' });
});

test('drafts survive leaving, and opening never moves the list', { skip }, async () => {
  await open('/');
  const list = page.getByRole('list', { name: 'Conversations' });
  await list.waitFor();
  const scroll = () => list.evaluate((element) => element.parentElement?.scrollTop ?? 0);
  await list.evaluate((element) => {
    if (element.parentElement) element.parentElement.scrollTop = 1200;
  });
  await page.waitForTimeout(100);
  const shown = await list
    .locator('a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('data-conversation')));
  const [row, other] = shown.slice(6, 8).map((id) => page.locator(`a[data-conversation="${id}"]`));
  assert.ok(row && other);
  await row.click();
  const box = page.getByRole('textbox', { name: /Text to/ });
  await box.fill('Half a thought');
  const at = await scroll();
  await other.click();
  await page.waitForTimeout(300);
  assert.equal(await scroll(), at);
  assert.equal(await box.inputValue(), '');
  assert.match((await row.textContent()) ?? '', /Draft: Half a thought/);
  await row.click();
  await page.waitForTimeout(300);
  assert.equal(await box.inputValue(), 'Half a thought');
  assert.equal(await scroll(), at);
});

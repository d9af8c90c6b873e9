import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Seeded, startSystem, type System } from '@smseal/testkit';
import { atMost, quantile, type Extent, type Figure } from '../figure.ts';
import { becomeDevice } from './become-device.ts';
import { bareDecrypt, linearScan, loadOfThisPage } from './floors.ts';
import { longestTask } from './scroll.ts';
import { seedMailbox, type SeededMailbox } from './seed-mailbox.ts';
import { load, search, watchPage, type Loading } from './watched-page.ts';

const MESSAGES = 100_000;
/** The middle one counts. */
const RUNS = 3;
/** Rows that the list shows at once in a window of 900 px. */
const ROWS = 10;
/** The browser writes its cache in the background; nothing changes any more after this. */
const QUIET_MS = 6_000;
const SEARCHES = 24;

/** A browser with 100,000 messages: what a person waits for, beside what the bare work takes in the same browser. */
export async function benchBrowser({ quick }: Extent): Promise<Figure[]> {
  const messages = quick ? MESSAGES / 20 : MESSAGES;
  const browser = await launchBrowser();
  const system = await startSystem({ programs: ['database', 'rehearsal', 'server'] });
  try {
    const mailbox = await seedMailbox(system, messages);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    await watchPage(page, { rows: ROWS, messages, word: mailbox.oldestWord });
    await becomeDevice(page, system, mailbox.person);
    await sleep(QUIET_MS);
    const measured: Measured = { browser, page, system, mailbox };
    return [...(await loading(measured)), ...(await searching(measured)), ...(await scrolling(measured))];
  } finally {
    await browser.close();
    await system.stop();
  }
}

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function launchBrowser(): Promise<Browser> {
  const executablePath = CHROMIUMS.find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('this bench needs a Chromium; install the system’s');
  return chromium.launch({
    executablePath,
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

interface Measured {
  browser: Browser;
  page: Page;
  system: System;
  mailbox: SeededMailbox;
}

async function loading({ page, system, mailbox }: Measured): Promise<Figure[]> {
  const warm: Loading[] = [];
  const cold: Loading[] = [];
  for (let run = 0; run < RUNS; run++) {
    await forget(page, system);
    cold.push(await load(page, `${system.origin}/`));
    await sleep(QUIET_MS);
    warm.push(await load(page, `${system.origin}/`));
  }
  await page.goto(`${system.origin}/healthz`);
  const empty = await loadOfThisPage(page);
  const floor = await bareDecrypt(page, mailbox.envelopes);
  const decrypting = { floor, floorName: 'bare WebCrypto decrypt' };
  const emptying = { floor: empty, floorName: 'an empty page' };
  const figure = (
    name: string,
    runs: readonly number[],
    than: { most: number; floor: number; floorName: string },
  ) => atMost({ name, value: quantile(runs, 0.5), unit: 'ms', ...than });
  const first = (runs: readonly Loading[]) => runs.map(({ firstScreen }) => firstScreen);
  const all = (runs: readonly Loading[]) => runs.map(({ searchable }) => searchable);
  return [
    figure('first screen, cold', first(cold), { most: 2_000, ...emptying }),
    figure('first screen, from the sealed cache', first(warm), { most: 1_000, ...emptying }),
    figure('all decrypted and searchable, cold', all(cold), { most: 4_000, ...decrypting }),
    figure('all searchable, from the sealed cache', all(warm), { most: 4_000, ...decrypting }),
  ];
}

/** Leaves the browser its keys and takes its cache, and what it keeps of the app. */
async function forget(page: Page, system: System): Promise<void> {
  await page.goto(`${system.origin}/healthz`);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('smseal');
        opening.addEventListener('error', () => reject(new Error('no database')));
        opening.addEventListener('success', () => {
          const stores = ['page', 'log', 'place'];
          const transaction = opening.result.transaction(stores, 'readwrite');
          for (const store of stores) transaction.objectStore(store).clear();
          transaction.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
  );
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.clearBrowserCache');
  await tools.detach();
}

async function searching({ page, system, mailbox }: Measured): Promise<Figure[]> {
  const queries = keystrokes(mailbox.texts);
  await load(page, `${system.origin}/`);
  await sleep(QUIET_MS);
  const times = await search(page, queries);
  await page.goto(`${system.origin}/healthz`);
  const scans = await linearScan(page, { texts: mailbox.texts, queries });
  const figure = (name: string, sample: readonly number[]) =>
    atMost({
      name,
      value: quantile(sample, 0.95),
      unit: 'ms',
      most: 16,
      floor: quantile(scans, 0.95),
      floorName: 'linear scan',
    });
  return [
    figure(
      'search keystroke p95, in the engine',
      times.map(({ engine }) => engine),
    ),
    figure(
      'search keystroke p95, as the page sees it',
      times.map(({ roundTrip }) => roundTrip),
    ),
  ];
}

/** Words that somebody wrote, two at a time, as they are typed: letter by letter. */
function keystrokes(texts: readonly string[]): string[] {
  const random = new Seeded('searches');
  return Array.from({ length: SEARCHES }, () => {
    const words = random.pick(texts).split(/\s+/).slice(0, 2).join(' ');
    return Array.from(words, (_, i) => words.slice(0, i + 1));
  }).flat();
}

async function scrolling({ browser, page, system, mailbox }: Measured): Promise<Figure[]> {
  await load(page, `${system.origin}/`);
  await sleep(QUIET_MS);
  const list = page.getByRole('list', { name: 'Conversations' }).locator('..');
  const inList = await longestTask(browser, { page, over: list, turns: 150, px: 150 });
  await load(page, `${system.origin}/c/${mailbox.longest}`);
  await sleep(QUIET_MS);
  const inThread = await longestTask(browser, { page, over: page.getByRole('log'), turns: 250, px: -300 });
  const figure = (name: string, value: number) => atMost({ name, value, unit: 'ms', most: 20 });
  return [
    figure('longest main-thread task, list scrolled', inList),
    figure('longest main-thread task, thread scrolled', inThread),
  ];
}

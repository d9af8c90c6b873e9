import path from 'node:path';
import { appendChain, getChain } from '@smseal/client';
import { removeDevices } from '@smseal/seal';
import { refusePending } from '../account/second-device.ts';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { canaryRecord } from '../canary/canary-record.ts';
import { HELD_IN_BROWSER, type BrowserReading, type Visit } from '../har/browser-reading.ts';
import { crawl } from '../site/crawl.ts';
import { waitFor } from '../stage/wait-for.ts';
import { BrowserPage } from './browser-page.ts';

/** What a visitor says about being followed. */
const STATES = { 'no choice': {}, 'do not sell or share': { 'sec-gpc': '1' } } as const;
/** Screens that a linked browser looks at. */
const SCREENS = ['/', '/settings/devices', '/settings'] as const;
const SETTLE_MS = 20_000;
const MOST_WRITES = 3;

export interface BrowserGiven {
  /** Of a Chromium. */
  file: string;
  /** For the browser's profile; removed by whoever made it. */
  folder: string;
}

/**
 * Visits every public page as somebody who was never there, with each thing that a visitor can say; then becomes a device of
 * a throw-away account by its secret key, looks at the screens, and is removed by another device.
 */
export async function readBrowser(
  account: ThrowawayAccount,
  { file, folder }: BrowserGiven,
): Promise<BrowserReading> {
  const { origin } = account.site;
  const page = await BrowserPage.open(file, path.join(folder, 'browser'));
  try {
    const visits = await visitPages(page, account);
    await page.startAfresh({});
    await becomeDevice(page, account);
    const held = new Set<string>();
    for (const screen of SCREENS) {
      await page.goTo(origin + screen);
      await look(page, held, 'smseal/page');
    }
    // What comes while pages are there is noted beside them.
    await page.goTo(`${origin}/`);
    for (let tries = 0; tries < MOST_WRITES && !held.has('smseal/log'); tries++) {
      await canaryRecord(account);
      await look(page, held, 'smseal/log');
    }
    // Without these there was nothing to see, which is no fault of what the browser keeps.
    for (const store of ['smseal/page', 'smseal/log'])
      if (!held.has(store)) throw new Error(`the browser has not come to write ${store}`);
    const cookies = await page.cookies();
    return {
      origin,
      held: [...held],
      cookies,
      heldAfterRemoval: await afterRemoval(page, account),
      asked: page.asked,
      visits,
    };
  } finally {
    await page.close();
    // A browser without keys asks to be linked while its person looks for the secret key.
    await refusePending(account);
  }
}

async function visitPages(page: BrowserPage, { site }: ThrowawayAccount): Promise<Visit[]> {
  const paths = (await crawl(site)).filter(({ isPublic }) => isPublic).map(({ path }) => path);
  const visits: Visit[] = [];
  for (const [state, headers] of Object.entries(STATES)) {
    await page.startAfresh(headers);
    for (const where of paths) {
      const before = page.asked.length;
      await page.goTo(site.origin + where);
      visits.push({
        page: where,
        state,
        held: [...(await page.evaluate<string[]>(HELD_IN_BROWSER)), ...(await page.cookies())],
        asked: page.asked.slice(before),
      });
    }
  }
  return visits;
}

/** Notes what the browser keeps, until something is there or has had its time. */
async function look(page: BrowserPage, held: Set<string>, wanted: string): Promise<void> {
  await waitFor(
    wanted,
    async () => {
      for (const name of await page.evaluate<string[]>(HELD_IN_BROWSER)) held.add(name);
      return held.has(wanted) || undefined;
    },
    SETTLE_MS,
  ).catch(() => undefined);
}

/** Types the secret key, as somebody does who comes with a new browser. */
async function becomeDevice(page: BrowserPage, account: ThrowawayAccount): Promise<void> {
  await account.device();
  await page.setCookie(account.site.origin, account.cookie);
  await page.goTo(`${account.site.origin}/`);
  await page.press(/Type the secret key/);
  await page.type(account.secretKey);
  await page.press(/^Go on/);
  await waitFor(
    'the devices of the account',
    async () =>
      (await page.evaluate<boolean>(`(() => {
      const boxes = [...document.querySelectorAll('[role=checkbox], input[type=checkbox]')];
      for (const box of boxes) if (box.ariaChecked !== 'true' && !box.checked) box.click();
      return boxes.length > 0;
    })()`)) || undefined,
  );
  await page.press(/Open my texts here/);
  await waitFor(
    'the device’s keys',
    async () => (await page.evaluate<string[]>(HELD_IN_BROWSER)).includes('smseal/vault') || undefined,
  );
}

/** Removes every other browser of the account, and waits until this one has noticed. @returns what it still keeps. */
async function afterRemoval(page: BrowserPage, account: ThrowawayAccount): Promise<string[]> {
  const { api, membership } = await account.device();
  await membership.refresh();
  const { chain, keyring, identity } = membership;
  const { authored } = await getChain(api, chain.length);
  const browsers = [...chain.devices.values()].filter(
    ({ id, platform, removedIndex }) =>
      platform === 'browser' && removedIndex === null && id !== identity.keys.id,
  );
  const act = await removeDevices({
    chain,
    keyring,
    by: identity.keys,
    remove: browsers.map(({ id }) => id),
    authored,
    now: api.clock.corrected(),
  });
  await appendChain(api, act.request);
  let left: string[] = [];
  await waitFor(
    'an empty browser',
    async () => {
      left = await page.evaluate<string[]>(HELD_IN_BROWSER).catch(() => left);
      return left.length === 0 || undefined;
    },
    SETTLE_MS,
  ).catch(() => undefined);
  return left;
}

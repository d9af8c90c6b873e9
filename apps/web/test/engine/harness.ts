/** The engine in a real Chromium against a real server: built as it ships, under the server's own policy. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSystem, type ProgramName, type System } from '@smseal/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import type { EngineApi, EngineEvents } from '../../src/engine/engine-api.ts';
import { findChromium, startBrowser } from '../browser.ts';
import type { EnginePage } from './page/engine-page.ts';

export interface Account {
  email: string;
  mobile: string;
  password: string;
}

/** One browser: a profile of its own, with one tab or more. */
export interface EngineBrowser {
  context: BrowserContext;
  page: Page;
  /** Calls the engine; refusals come as an Error whose message begins with the code. */
  call<M extends keyof EngineApi>(
    method: M,
    ...args: Parameters<EngineApi[M]>
  ): Promise<Awaited<ReturnType<EngineApi[M]>>>;
  /** Waits until the latest event of this kind is as wished. */
  until<E extends keyof EngineEvents>(
    event: E,
    wished: (data: EngineEvents[E]) => boolean,
    ms?: number,
  ): Promise<EngineEvents[E]>;
  signUp(account: Account): Promise<void>;
  signIn(account: Account): Promise<void>;
  reload(): Promise<void>;
}

export interface Stage {
  system: System;
  newBrowser(): Promise<EngineBrowser>;
  close(): Promise<void>;
}

/** Whether the stage can be built here. */
export const chromium = findChromium();

/** Why stories of the engine are passed over; false where they run, and always in CI. */
export const skip =
  chromium === null && process.env['CI'] !== 'true'
    ? 'no Chromium was found; the engine runs in nothing else'
    : false;

/** The owner in most stories. */
export const ANNA: Account = {
  email: 'anna@example.org',
  mobile: '+48600100200',
  password: 'a long enough passphrase 7',
};

/** Builds the page, starts the programs and a Chromium. */
export async function openStage(programs: ProgramName[]): Promise<Stage> {
  const root = await mkdtemp(path.join(tmpdir(), 'smseal-engine-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('./page', import.meta.url)),
    build: { outDir: root, emptyOutDir: true, target: 'es2024', modulePreload: { polyfill: false } },
    worker: { format: 'es' },
  });
  const system = await startSystem({
    programs,
    env: { SMSEAL_WEB_ROOT: root, SMSEAL_SITE_ROOT: path.join(root, 'none') },
  });
  const browser = await startBrowser(chromium ?? '');
  return {
    system,
    newBrowser: () => newBrowser(browser, system),
    close: async () => {
      await browser.close();
      await system.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function newBrowser(browser: Browser, system: System): Promise<EngineBrowser> {
  const context = await browser.newContext();
  const engine: EngineBrowser = {
    context,
    page: await newTab(context, system.origin),
    call: (method, ...args) => callEngine(engine.page, method, args) as never,
    until: (event, wished, ms) =>
      untilEvent(engine.page, event, { wished: wished as never, ms: ms ?? 15_000 }) as never,
    signUp: (account) => signUp(engine.page, system, account),
    signIn: async ({ email, password }) => {
      await post(engine.page, '/v1/sign-in/password', { identifier: email, password });
      await engine.page.reload();
    },
    reload: async () => {
      await engine.page.reload();
    },
  };
  return engine;
}

/** Another tab of the same browser. */
export async function newTab(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

export async function callEngine(page: Page, method: string, args: unknown[]): Promise<unknown> {
  const answer = await page.evaluate(
    async ([method, args]) => {
      const { enginePage } = globalThis as unknown as { enginePage: EnginePage };
      const call = enginePage.engine[method as 'status'] as (...args: unknown[]) => Promise<unknown>;
      try {
        return { value: await call(...args) };
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return { refused: `${code}: ${message}` };
      }
    },
    [method, args] as const,
  );
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.value;
}

export async function untilEvent(
  page: Page,
  event: keyof EngineEvents,
  { wished, ms }: { wished: (data: unknown) => boolean; ms: number },
): Promise<unknown> {
  const end = Date.now() + ms;
  for (;;) {
    const data = await page.evaluate(
      (event) => (globalThis as unknown as { enginePage: EnginePage }).enginePage.latest[event],
      event,
    );
    if (data !== undefined && wished(data)) return data;
    if (Date.now() > end) throw new Error(`${event} did not become as wished: ${JSON.stringify(data)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function signUp(page: Page, system: System, account: Account): Promise<void> {
  const { email, mobile, password } = account;
  await post(page, '/v1/sign-up', { email, mobile });
  const code = await system.oneTimePassword(mobile);
  await post(page, '/v1/sign-up/confirm', { email, code });
  await post(page, '/v1/password', { password });
  await page.reload();
}

/** What the sign-in screens post, from the page and under its policy. */
async function post(page: Page, path: string, body: unknown): Promise<void> {
  const failed = await page.evaluate(
    async ([path, body]) => {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return response.ok ? null : `${response.status} ${await response.text()}`;
    },
    [path, body] as const,
  );
  if (failed !== null) throw new Error(`${path}: ${failed}`);
}

/** Links the rehearsal phone: the browser answers, takes the digits, the person confirms on the handset. */
export async function linkPhone(stage: Stage, browser: EngineBrowser): Promise<void> {
  await handset(stage, '/agent/link', {});
  const link = await answerPhone(browser);
  await browser.until('links', (links) => links.some((one) => one.link === link && one.ready));
  const { ok } = await browser.call('submitDigits', link, await phoneDigits(stage));
  if (!ok) throw new Error('the digits were not taken');
  await handset(stage, '/agent/confirm', { linked: true });
}

/** The phone asks anew from time to time, so the link that is seen may be over already. */
async function answerPhone(browser: EngineBrowser): Promise<string> {
  for (let tries = 0; tries < 5; tries++) {
    const links = await browser.until(
      'links',
      (pending) => pending.some((one) => one.platform === 'phone'),
      90_000,
    );
    const link = links.findLast((one) => one.platform === 'phone')?.link ?? '';
    try {
      await browser.call('answerLink', link);
      return link;
    } catch (error) {
      if (!String(error).includes('link-over')) throw error;
    }
  }
  throw new Error('no link of the phone could be answered');
}

async function phoneDigits({ system }: Stage): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const line = system.linesOf('phone').findLast((printed) => printed.includes('"digits"'));
    if (line !== undefined) return (JSON.parse(line) as { digits: string }).digits;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error('the phone shows no digits');
}

/** Does something at the rehearsal handset. */
export async function handset({ system }: Stage, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${system.handsetUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** Waits until what the engine answers is as wished. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wished: (answer: T) => boolean,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (wished(answer)) return answer;
    if (Date.now() > end) throw new Error(`not as wished: ${JSON.stringify(answer).slice(0, 2_000)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

/** A browser in which an account is made, with its root and itself as the first device. */
export async function firstBrowser(stage: Stage, account = ANNA): Promise<EngineBrowser> {
  const browser = await stage.newBrowser();
  await browser.signUp(account);
  const { lastGroup } = await browser.call('createRoot', 'First browser');
  await browser.call('confirmRoot', lastGroup);
  return browser;
}

/** Another browser of the account of `trusted`, linked to it. */
export async function secondBrowser(
  stage: Stage,
  trusted: EngineBrowser,
  account = ANNA,
): Promise<EngineBrowser> {
  const browser = await stage.newBrowser();
  await browser.signIn(account);
  await linkBrowser(trusted, browser, 'Second browser');
  return browser;
}

/** Links another browser of the same account: it shows digits, the trusted one takes them. */
export async function linkBrowser(trusted: EngineBrowser, added: EngineBrowser, name: string): Promise<void> {
  await added.call('startLink', name);
  const links = await trusted.until('links', (pending) => pending.some((one) => one.name === name));
  const link = links.find((one) => one.name === name)?.link ?? '';
  await trusted.call('answerLink', link);
  const { digits } = await added.until('newLink', (view) => view.digits !== null);
  await trusted.until('links', (pending) => pending.some((one) => one.link === link && one.ready));
  const wrong = digits === '000000' ? '111111' : '000000';
  const mistyped = await trusted.call('submitDigits', link, wrong);
  if (mistyped.ok || mistyped.triesLeft !== 2) throw new Error('wrong digits were taken');
  const { ok } = await trusted.call('submitDigits', link, digits ?? '');
  if (!ok) throw new Error('the digits were not taken');
  await added.until('newLink', (view) => view.step === 'confirm');
  await added.call('finishLink');
  await added.until('status', (status) => status.state === 'ready');
}

/** Saves a file that the engine made, as a person would. */
export async function saved(
  { page }: EngineBrowser,
  { url, name }: { url: string; name: string },
): Promise<string> {
  const download = page.waitForEvent('download');
  await page.evaluate(
    ([url, name]) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    },
    [url, name] as const,
  );
  return (await download).path();
}

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
  const system = await startSystem({ programs, env: { SMSEAL_WEB_ROOT: root } });
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
  const page = await newTab(context, system.origin);
  return {
    context,
    page,
    call: (method, ...args) => callEngine(page, method, args) as never,
    until: (event, wished, ms) =>
      untilEvent(page, event, { wished: wished as never, ms: ms ?? 15_000 }) as never,
    signUp: (account) => signUp(page, system, account),
    signIn: async ({ email, password }) => {
      await post(page, '/v1/sign-in/password', { identifier: email, password });
      await page.reload();
    },
    reload: async () => {
      await page.reload();
    },
  };
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

async function untilEvent(
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

/** What is put into the page before its own scripts: it watches the screen and the engine's answers. */
import type { Page } from 'playwright-core';

/** Times in ms since the navigation began. */
export interface Loading {
  firstScreen: number;
  searchable: number;
}

interface Watch {
  firstScreen: number | null;
  searchable: number | null;
  /** Calls the engine as the page's own scripts do. */
  ask(method: string, args: unknown[]): Promise<unknown>;
}

interface Expected {
  /** Rows that fill a first screen. */
  rows: number;
  messages: number;
  /** Is found in the oldest message only. */
  word: string;
}

type Watching = typeof globalThis & { benchWatch: Watch };

/** Watches every page that `page` opens from now on. */
export async function watchPage(page: Page, expected: Expected): Promise<void> {
  await page.addInitScript(watch, expected);
}

/** Opens an address and resolves when everything is decrypted and searchable. */
export async function load(page: Page, url: string): Promise<Loading> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => {
      const { firstScreen, searchable } = (globalThis as Watching).benchWatch;
      return firstScreen !== null && searchable !== null;
    },
    undefined,
    { timeout: 120_000, polling: 100 },
  );
  return page.evaluate(() => {
    const { firstScreen, searchable } = (globalThis as Watching).benchWatch;
    return { firstScreen: firstScreen ?? Number.NaN, searchable: searchable ?? Number.NaN };
  });
}

/** Asks for each query as soon as the one before is answered. */
export function search(
  page: Page,
  queries: readonly string[],
): Promise<{ roundTrip: number; engine: number }[]> {
  return page.evaluate(async (typed) => {
    const { benchWatch } = globalThis as Watching;
    const times = [];
    for (const query of typed) {
      const start = performance.now();
      const { tookMs } = (await benchWatch.ask('search', [query])) as { tookMs: number };
      times.push({ roundTrip: performance.now() - start, engine: tookMs });
    }
    return times;
  }, queries);
}

/** Runs in the page: nothing outside it can be named here. */
function watch(expected: Expected): void {
  interface Answer {
    type: string;
    id?: number;
    value?: unknown;
    event?: string;
    data?: { loaded?: { messages: number } };
  }
  let worker: Worker | null = null;
  /** Far from the numbers of the page's own calls. */
  let calls = 1e9;
  const waiting = new Map<number, (value: unknown) => void>();
  const benchWatch: Watch = {
    firstScreen: null,
    searchable: null,
    ask: (method, args) =>
      new Promise((resolve) => {
        waiting.set(++calls, resolve);
        worker?.postMessage({ type: 'call', id: calls, method, args }, []);
      }),
  };
  Object.assign(globalThis, { benchWatch });

  let whole = false;
  const lookForOldest = async (): Promise<void> => {
    const { totalTexts } = (await benchWatch.ask('search', [expected.word])) as { totalTexts: number };
    if (totalTexts > 0) benchWatch.searchable = performance.now();
    else setTimeout(() => void lookForOldest(), 10);
  };
  const hear = ({ data }: MessageEvent<Answer>): void => {
    if (data.type === 'done') waiting.get(data.id ?? 0)?.(data.value);
    if (whole || data.event !== 'sync' || (data.data?.loaded?.messages ?? 0) < expected.messages) return;
    whole = true;
    void lookForOldest();
  };
  globalThis.Worker = new Proxy(globalThis.Worker, {
    construct(Native, args: ConstructorParameters<typeof Worker>) {
      worker = new Native(...args);
      worker.addEventListener('message', hear);
      return worker;
    },
  });

  const observer = new MutationObserver(() => {
    if (document.querySelectorAll('[data-conversation]').length < expected.rows) return;
    observer.disconnect();
    // After the frame that shows them.
    requestAnimationFrame(() => setTimeout(() => (benchWatch.firstScreen = performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true });
}

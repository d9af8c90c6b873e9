/**
 * Scrolling as a hand does it, under the browser's own tracing: how long the page's main thread was busy at a time. Told in
 * processor time: on a machine with other work the clock would also count the turns that others had meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';

const FRAME_MS = 16;

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Processor time of the thread, µs. */
  tdur?: number;
  args?: { name?: string };
}

/** Turns the wheel over an element. @returns the longest task of the page's main thread, in ms of processor time. */
export async function longestTask(
  browser: Browser,
  { page, over, turns, px }: { page: Page; over: Locator; turns: number; px: number },
): Promise<number> {
  const box = await over.boundingBox();
  if (!box) throw new Error('there is nothing to scroll');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, px);
    await sleep(FRAME_MS);
  }
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return longestOf(trace.traceEvents);
}

/** Only pages' main threads have this name; those that show nothing here are idle. */
function longestOf(events: readonly TraceEvent[]): number {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid}/${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace shows no tasks');
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
}

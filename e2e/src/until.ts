import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer; throws after `ms`, naming what was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = 30_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await sleep(50);
  }
}

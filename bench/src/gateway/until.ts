import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 20;

/** Asks until there is an answer that is true; throws after `ms`, naming what was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 60_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await sleep(LOOK_MS);
  }
}

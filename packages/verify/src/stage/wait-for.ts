import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const EVERY_MS = 50;

/** Asks again and again until there is an answer. @throws Error that names what was waited for. */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`${what} did not come within ${Math.round(ms / 1000)} s`);
    await sleep(EVERY_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer; throws after `ms`. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>, ms = 20_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`no answer within ${ms} ms`);
    await sleep(50);
  }
}

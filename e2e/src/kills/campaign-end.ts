import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { expandBatch } from '@smseal/client';
import type { TextState } from '@smseal/protocol';
import type { HeadlessBrowser } from '../headless-browser.ts';
import type { MemoryStore } from '../memory-store.ts';
import type { Campaign } from './campaign.ts';

/** How long everything may stand still before it must be as it should. */
const STILL_MS = 60_000;
/** What nothing more is expected of. */
const FINAL: ReadonlySet<TextState> = new Set<TextState>([
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

/** What became of each number, once nothing more is expected of any. */
export async function settled(browser: HeadlessBrowser, campaign: Campaign): Promise<Map<string, TextState>> {
  let before = '';
  let end = 0;
  for (;;) {
    await browser.engine.catchUp({ retry: 'until-aborted' });
    const states = statesOf(browser.store, campaign);
    const open = [...states].filter(([, state]) => !FINAL.has(state));
    if (open.length === 0) return states;
    const now = open.join(' ');
    if (now !== before) end = performance.now() + STILL_MS;
    if (performance.now() > end) assert.deepEqual(open.slice(0, 20), [], 'every accepted text ends');
    before = now;
    await sleep(300);
  }
}

function statesOf(store: MemoryStore, { accepted }: Campaign): Map<string, TextState> {
  const texts = new Map(
    [...store.batches.values()].flatMap((opened) => {
      const segments = store.segments.filter(({ batch }) => batch === opened.batch.id);
      return expandBatch(opened, segments).map(({ id, state, to }) => [id as string, { state, to }] as const);
    }),
  );
  return new Map(
    accepted.map(({ id, to }) => {
      const text = texts.get(id);
      assert.ok(text, `${id} was accepted and is nowhere`);
      assert.deepEqual(text.to, [to]);
      return [to, text.state];
    }),
  );
}

/** Who is said to have it has it once; who is in doubt has it once or not at all; nobody else has anything. */
export function assertNoneLostOrDoubled(
  states: ReadonlyMap<string, TextState>,
  carried: readonly { to: string }[],
): void {
  const arrived = new Map<string, number>();
  for (const { to } of carried) arrived.set(to, (arrived.get(to) ?? 0) + 1);
  const wrong = [...states].filter(([to, state]) => {
    const times = arrived.get(to) ?? 0;
    if (state === 'unknown') return times > 1;
    return times !== (state === 'delivered' ? 1 : 0);
  });
  assert.deepEqual(wrong.slice(0, 20), [], 'none lost, none doubled');
  const strangers = [...arrived.keys()].filter((to) => !states.has(to));
  assert.deepEqual(strangers.slice(0, 20), [], 'nothing leaves that was not accepted');
}

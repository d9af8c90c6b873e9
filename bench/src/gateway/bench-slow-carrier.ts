import { noLess, type Extent, type Figure } from '../figure.ts';
import { durability, measureKannel, measureOurs } from './measure-best.ts';
import type { Run } from './measure-run.ts';
import { withBench } from './with-bench.ts';

const CONNECTIONS = 8;
const RECIPIENTS = 100;
/** Enough for five seconds of what the window lets through. */
const REQUESTS = 200;
const QUICK_REQUESTS = 20;
const WINDOW = 200;
const DELAY_MS = 50;

/** A carrier that answers after 50 ms: what the window lets through at most, and how much of that goes through. */
export function benchSlowCarrier(extent: Extent): Promise<Figure[]> {
  return withBench(async (bench) => {
    const plan = {
      recipients: RECIPIENTS,
      connections: CONNECTIONS,
      most: extent.quick ? QUICK_REQUESTS : REQUESTS,
      behaviour: { delayMs: DELAY_MS },
      ...extent,
    };
    const ours = await measureOurs(bench, plan, { window: WINDOW });
    const kannel = await measureKannel(bench, plan, { store: 'none' });
    return [
      noLess({
        name: `carrier answers after ${DELAY_MS} ms, window ${WINDOW}`,
        value: shareOfTheory(ours),
        unit: '% of theory',
        least: 97,
        peer: kannel === null ? Number.NaN : shareOfTheory(kannel),
        peerName: 'Kannel',
        note: durability(ours),
      }),
    ];
  });
}

/**
 * What of the window's rate went through, in percent: from the first answer on, which was when the first window had left.
 * The theory is a window in the time that answers were really held back, which is a little more than was asked for.
 */
function shareOfTheory({ texts, seen: { firstAt, lastAt, heldMs } }: Run): number {
  return (100 * ((texts - WINDOW) / (lastAt - firstAt))) / (WINDOW / heldMs);
}

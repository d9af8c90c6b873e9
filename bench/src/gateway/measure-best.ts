import { hasKannel } from '@smseal/testkit/kannel';
import type { Extent } from '../figure.ts';
import { startKannelSide, type KannelSideOptions } from './kannel-side.ts';
import { measureRun, type Bench, type Run, type RunPlan } from './measure-run.ts';
import { startOurs, type OurOptions } from './our-side.ts';
import type { Side } from './side.ts';

/** What is sent, and how much of it is measured; the same for both sides. */
export type Plan = Omit<RunPlan, 'ms' | 'side'> & Extent;

/** Runs that are measured; the better one counts, for either side. */
const RUNS = 2;
const RUN_MS = 5_000;
const WARM_UP_MS = 2_000;
/** How much shorter a run is that only shows that the bench works. */
const QUICK = 20;

/** Our better run, on an installation of its own. */
export function measureOurs(
  bench: Bench,
  plan: Plan,
  options: Omit<OurOptions, 'smscPort' | 'profiles'>,
): Promise<Run> {
  return measureBest(
    bench,
    plan,
    startOurs({ ...options, profiles: plan.profiles, smscPort: bench.smsc.port }),
  );
}

/** The peer's better run; null where it is not installed or not wanted. */
export async function measureKannel(
  bench: Bench,
  plan: Plan,
  options: Omit<KannelSideOptions, 'smscPort'>,
): Promise<Run | null> {
  if (plan.ours || !hasKannel()) return null;
  return measureBest(bench, plan, startKannelSide({ ...options, smscPort: bench.smsc.port }));
}

async function measureBest(bench: Bench, plan: Plan, starting: Promise<Side>): Promise<Run> {
  const part = plan.quick ? QUICK : 1;
  const side = await starting;
  try {
    await side.beforeRun();
    await measureRun(bench, { ...plan, side, ms: WARM_UP_MS / part });
    const runs: Run[] = [];
    while (runs.length < RUNS) {
      await side.beforeRun();
      runs.push(await measureRun(bench, { ...plan, side, ms: RUN_MS / part }));
    }
    return runs.reduce((best, run) => (run.perSecond > best.perSecond ? run : best));
  } finally {
    await side.stop();
  }
}

/** Texts a second; NaN where there is no run. */
export function speedOf(run: Run | null): number {
  return run?.perSecond ?? Number.NaN;
}

/** What a note says of a run of ours: it has no figure unless all of it holds. */
export function durability({ texts }: Run): string {
  return `${texts.toLocaleString('en')} texts, each committed before its 202 and once at the carrier`;
}

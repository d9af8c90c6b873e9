import { startLoad } from './load.ts';
import type { Bench } from './measure-run.ts';
import { startNeutralSmsc } from './neutral-smsc.ts';

/** Runs with one carrier and one load generator for both sides. */
export async function withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const smsc = await startNeutralSmsc();
  const load = await startLoad();
  try {
    return await work({ smsc, load });
  } finally {
    await load.stop();
    await smsc.stop();
  }
}

import { PROBES, type ProbeName, type ProbeNeed } from '@smseal/inventory';
import type { AnyProbe, Offered } from '../probe/given.ts';
import { unproved, type Outcome } from '../probe/outcome.ts';
import { PROBES_BY_NAME } from '../probe/probes.ts';

/** What came of a probe, and when. */
export interface ProbeResult extends Outcome {
  probe: ProbeName;
  /** Milliseconds since 1970. */
  at: number;
}

export interface RunOptions {
  now?: () => number;
  /** Only these. */
  only?: (probe: ProbeName) => boolean;
  /** Is told of each as it comes. */
  heard?: (result: ProbeResult) => void;
}

/**
 * Runs every probe whose need is offered, one after another in the inventory's order: the last of those that use an
 * account deletes it. A probe that fails has proved nothing.
 */
export async function runProbes(offered: Offered, options: RunOptions = {}): Promise<ProbeResult[]> {
  const { now = Date.now, only = () => true, heard = () => undefined } = options;
  const results: ProbeResult[] = [];
  for (const probe of Object.keys(PROBES) as ProbeName[]) {
    const need: ProbeNeed = PROBES[probe].needs;
    const what = offered[need];
    if (what === undefined || !only(probe)) continue;
    const outcome = await outcomeOf(PROBES_BY_NAME[probe] as AnyProbe, what);
    const result = { probe, at: now(), ...outcome };
    results.push(result);
    heard(result);
  }
  return results;
}

async function outcomeOf(probe: AnyProbe, what: NonNullable<Offered[ProbeNeed]>): Promise<Outcome> {
  try {
    return await probe(typeof what === 'function' ? await what() : what);
  } catch (error) {
    return unproved(`it could not be tried: ${error instanceof Error ? error.message : String(error)}`);
  }
}

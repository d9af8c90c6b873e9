import { runProbes, type Offered, type ProbeResult, type RunOptions } from '@smseal/verify';
import type { Lifetime } from '../../lifetime.ts';

/** Tries probes on what a rig has started. */
export type Try = (only: NonNullable<RunOptions['only']>) => Promise<readonly ProbeResult[]>;

/** Starts what probes are to be given, from the checkout at `root`; what it starts ends with `lifetime`. */
export type Rig = (root: string, lifetime: Lifetime) => Promise<Try>;

/** Tries them on this. */
export function on(offered: Offered): Try {
  return (only) => runProbes(offered, { only });
}

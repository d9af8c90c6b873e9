import type { Offered } from '../probe/given.ts';
import { judgeClaims, type JudgedClaim } from './judge-claims.ts';
import { runProbes, type RunOptions } from './run-probes.ts';

/** What a run said: what `smseal verify --json` prints. `at` in RFC 3339 UTC. */
export interface Results {
  at: string;
  claims: readonly JudgedClaim[];
}

/** Tries on a service what is claimed of it, as far as what is offered goes, and judges every claim. */
export async function tryClaims(
  offered: Offered,
  options: Pick<RunOptions, 'heard' | 'only'> = {},
): Promise<Results> {
  const results = await runProbes(offered, options);
  const now = Date.now();
  return { at: new Date(now).toISOString(), claims: judgeClaims(results, now) };
}

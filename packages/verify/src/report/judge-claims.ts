import {
  CLAIM_IDS,
  CLAIMS,
  howSeen,
  PROBES,
  standingOf,
  type ClaimId,
  type ProbeName,
  type Unresolved,
} from '@smseal/inventory';
import type { ProbeResult } from './run-probes.ts';

export type ClaimStatus =
  | 'green'
  | 'red'
  /** Not every probe of it has a result that is fresh enough. */
  | 'stale'
  | 'disclosure'
  | 'organisational'
  | 'not-applicable'
  | 'not-yet';

/** One row of the table of claims. */
export interface JudgedClaim {
  id: ClaimId;
  status: ClaimStatus;
  /** Whether whoever runs the probes sees it with their own eyes; null where no probe is involved. */
  how: 'observed' | 'reported' | null;
  /** Seconds since the oldest result that counts; null where there is none. */
  age: number | null;
  evidence: string;
}

const DAY_MS = 86_400_000;

/** Every claim with what is known of it at `now` (ms since 1970), in the order of the policies. */
export function judgeClaims(results: readonly ProbeResult[], now: number): JudgedClaim[] {
  const latest = new Map(results.toSorted((a, b) => a.at - b.at).map((result) => [result.probe, result]));
  return CLAIM_IDS.map((id) => judge(id, standingOf(CLAIMS[id]), { latest, now }));
}

interface Known {
  latest: ReadonlyMap<ProbeName, ProbeResult>;
  now: number;
}

function judge(id: ClaimId, standing: Unresolved, known: Known): JudgedClaim {
  const untried = { id, how: null, age: null };
  switch (standing.kind) {
    case 'executable':
      return { id, ...tried(standing.probes, known) };
    case 'organisational':
      return { ...untried, status: standing.kind, evidence: `evidence is not on file: ${standing.register}` };
    case 'disclosure':
      return { ...untried, status: standing.kind, evidence: standing.says };
    case 'not-applicable':
      return { ...untried, status: standing.kind, evidence: standing.reason };
    case 'not-yet':
      return { ...untried, status: standing.kind, evidence: `missing: ${standing.missing}` };
  }
}

/** Red as soon as one probe is; green when all are, freshly. */
function tried(probes: readonly ProbeName[], { latest, now }: Known): Omit<JudgedClaim, 'id'> {
  const how = probes.every((probe) => howSeen(PROBES[probe].needs) === 'observed') ? 'observed' : 'reported';
  const results = probes.flatMap((probe) => latest.get(probe) ?? []);
  const faults = results.filter(({ result }) => result === 'red');
  const counting = results.filter(
    ({ probe, at, result }) => result === 'green' && now - at <= PROBES[probe].freshDays * DAY_MS,
  );
  const oldest = Math.min(...(faults.length > 0 ? faults : counting).map(({ at }) => at));
  const age = Number.isFinite(oldest) ? Math.max(0, Math.round((now - oldest) / 1000)) : null;
  if (faults.length > 0) return { status: 'red', how, age, evidence: told(faults) };
  if (counting.length === probes.length) return { status: 'green', how, age, evidence: told(counting) };
  const without = probes.filter((probe) => !counting.some((result) => result.probe === probe));
  const why = without.map((probe) => `${probe} ${whyNot(latest.get(probe))}`);
  return { status: 'stale', how, age, evidence: why.join('; ') };
}

function whyNot(result: ProbeResult | undefined): string {
  if (result === undefined) return 'was not tried';
  return result.result === 'green' ? 'was tried too long ago' : `could not be tried (${result.evidence})`;
}

function told(results: readonly ProbeResult[]): string {
  return results.map(({ probe, evidence }) => `${probe}: ${evidence}`).join('; ');
}

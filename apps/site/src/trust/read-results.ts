import { CLAIM_IDS, type ClaimId } from '@smseal/inventory';
import type { ClaimResult } from './claim-result.ts';

const KNOWN: ReadonlySet<string> = new Set(CLAIM_IDS);

interface Row {
  id?: unknown;
  status?: unknown;
  how?: unknown;
  /** Seconds, or null where nothing of it was tried. */
  age?: unknown;
}

/** Reads what `smseal verify --json` wrote; claims that no machine tries have no result. @throws Error for anything else. */
export function readResults(text: string): Map<ClaimId, ClaimResult> {
  const { at, claims } = JSON.parse(text) as { at?: unknown; claims?: unknown };
  const ended = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(ended) || !Array.isArray(claims))
    throw new Error('These are no results of `smseal verify --json`.');
  const results = new Map<ClaimId, ClaimResult>();
  for (const row of claims as Row[]) {
    if (typeof row.id !== 'string' || !KNOWN.has(row.id))
      throw new Error(`There is no claim ${String(row.id)}.`);
    const status = statusOf(row);
    if (status === null) continue;
    const age = typeof row.age === 'number' ? row.age : 0;
    const how = row.how === 'observed' ? 'observed' : 'reported';
    results.set(row.id as ClaimId, { status, how, at: new Date(ended - age * 1_000).toISOString() });
  }
  return results;
}

/** Null for what no machine tries. */
function statusOf({ status, age }: Row): ClaimResult['status'] | null {
  if (status === 'green' || status === 'red') return status;
  if (status !== 'stale') return null;
  return age === null ? 'untried' : 'stale';
}

import { CLAIM_IDS, type ClaimId } from '@smseal/inventory';
import type { ClaimResult } from './claim-result.ts';

const STATUSES: readonly string[] = ['green', 'red', 'stale'] satisfies ClaimResult['status'][];
const KNOWN: ReadonlySet<string> = new Set(CLAIM_IDS);

/** Reads what `smseal verify --json` wrote; claims that no machine tries have no result. @throws Error for anything else. */
export function readResults(text: string): Map<ClaimId, ClaimResult> {
  const { at, claims } = JSON.parse(text) as { at?: unknown; claims?: unknown };
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !Array.isArray(claims))
    throw new Error('These are no results of `smseal verify --json`.');
  const results = new Map<ClaimId, ClaimResult>();
  for (const { id, status, how } of claims as { id?: unknown; status?: unknown; how?: unknown }[]) {
    if (typeof id !== 'string' || !KNOWN.has(id)) throw new Error(`There is no claim ${String(id)}.`);
    if (typeof status === 'string' && STATUSES.includes(status))
      results.set(id as ClaimId, {
        status: status as ClaimResult['status'],
        how: how === 'observed' ? 'observed' : 'reported',
        at,
      });
  }
  return results;
}

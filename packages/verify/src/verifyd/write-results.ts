import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JudgedClaim } from '../report/judge-claims.ts';

/** What a run said, as `smseal verify --json` prints it: `at` in RFC 3339 UTC. */
export interface Results {
  at: string;
  claims: readonly JudgedClaim[];
}

/** Puts results where the last ones were; whoever reads meanwhile reads one or the other, whole. @returns the file. */
export function writeResults(folder: string, results: Results): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'results.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(results)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

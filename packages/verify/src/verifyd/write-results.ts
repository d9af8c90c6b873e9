import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Results } from '../report/try-claims.ts';

/** Puts results where the last ones were; whoever reads meanwhile reads one or the other, whole. @returns the file. */
export function writeResults(folder: string, results: Results): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'results.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(results)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

/** What can open an envelope, or takes an account's keys. */
const OPENERS = new Set([
  '@smseal/seal',
  '@smseal/client',
  '@smseal/device-folder',
  '@smseal/testkit',
  '@hpke/core',
  '@hpke/common',
]);

interface LockedPackage {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  link?: boolean;
  resolved?: string;
}
type Lock = Record<string, LockedPackage>;

/** Walks what the server is built from, by the lockfile of the release. */
export function serverCannotOpen(release: string): Outcome {
  let lock: Lock;
  try {
    const text = readFileSync(path.join(release, 'package-lock.json'), 'utf8');
    lock = (JSON.parse(text) as { packages: Lock }).packages;
  } catch {
    return unproved('there is no lockfile beside this program');
  }
  const reached = reachable(lock, 'apps/server');
  if (reached.size < 20) return unproved('the lockfile does not say what the server is built from');
  const faults = [...reached].filter((name) => OPENERS.has(name)).map((name) => `the server reaches ${name}`);
  return verdict(faults, `${reached.size} packages were walked, and none can open an envelope`);
}

/** Names of all packages below one, however deep. */
function reachable(lock: Lock, from: string): Set<string> {
  const seen = new Set<string>();
  const names = new Set<string>();
  const waiting = [from];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    const { dependencies, optionalDependencies } = lock[key] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      names.add(name);
      const found = nearest(lock, key, name);
      if (found !== null) waiting.push(found);
    }
  }
  return names;
}

/** Where Node would find a package that is asked for from `key`. */
function nearest(lock: Lock, key: string, name: string): string | null {
  for (let base = key; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const at = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    const found = lock[at];
    if (found) return found.link && found.resolved ? found.resolved : at;
    if (base === '') return null;
    if (!base.includes('/node_modules/')) base = '';
  }
}

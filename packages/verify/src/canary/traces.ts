import type { Finder } from './finder.ts';

/** Names of the canaries that stand in `octets`, each with one way in which it is written there. */
export function tracesIn(octets: Buffer, finder: Finder): string[] {
  const traces = new Map<string, string>();
  for (const { canary, encoding } of finder.find(octets))
    if (!traces.has(canary)) traces.set(canary, `${canary} (${encoding})`);
  return [...traces.values()];
}

import type { Entry, Place } from '../vocabulary.ts';

/** What a place was found to hold, against what the inventory lists for it. */
export interface Findings {
  /** Found and not listed: always a fault. */
  unlisted: string[];
  /** Listed, never found, and the entry gives no condition under which it may be away. */
  missing: string[];
}

/**
 * Compares names that were found in a place with the entries of that place, both ways. A `*` in an entry's name stands
 * for anything, a `>` at its end for anything below.
 */
export function findingsOf(inventory: readonly Entry[], place: Place, found: Iterable<string>): Findings {
  const entries = inventory.filter((entry) => entry.place === place);
  const patterns = entries.map((entry) => ({ entry, pattern: patternOf(entry.name) }));
  const names = [...new Set(found)].sort();
  return {
    unlisted: names.filter((name) => !patterns.some(({ pattern }) => pattern.test(name))),
    missing: patterns
      .filter(({ entry, pattern }) => entry.when === undefined && !names.some((name) => pattern.test(name)))
      .map(({ entry }) => entry.name),
  };
}

function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replace(/>$/, '.*')}$`);
}

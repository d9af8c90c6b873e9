import { changesOf, turned, type Change, type Part, type Weight } from './change.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { heldChanges } from './held-changes.ts';
import {
  CLAIM_CHANGES,
  KIND_CHANGES,
  promiseChanges,
  RECIPIENT_CHANGES,
  REGIME_CHANGES,
  RESOLUTION_CHANGES,
  RETENTION_CHANGES,
} from './promise-changes.ts';

/** Everything that a version changes of the one before, what weighs on people first. */
export function diffPolicies(before: CompiledPolicy, after: CompiledPolicy): Change[] {
  const words = (part: 'categories' | 'protections' | 'subjects'): Change[] =>
    changesOf(before[part], after[part], wordsOf('minor'));
  const changes = [
    ...changesOf(before.aims, after.aims, wordsOf('material')),
    ...changesOf(before.recipients, after.recipients, RECIPIENT_CHANGES),
    ...changesOf(before.held, after.held, heldChanges({ before, after })),
    ...changesOf(before.kinds, after.kinds, KIND_CHANGES),
    ...changesOf(before.retentions, after.retentions, RETENTION_CHANGES),
    ...changesOf(before.regimes, after.regimes, REGIME_CHANGES),
    ...promiseChanges(before.promise, after.promise),
    ...changesOf(before.claims, after.claims, CLAIM_CHANGES),
    ...changesOf(before.resolutions, after.resolutions, RESOLUTION_CHANGES),
    ...words('categories'),
    ...words('protections'),
    ...words('subjects'),
    ...changesOf(before.places, after.places, PLACE_CHANGES),
  ];
  return changes.sort((a, b) => ORDER.indexOf(a.weight) - ORDER.indexOf(b.weight));
}

/** What a set of changes is as a whole: as grave as its gravest; protective only where nothing else is in it. */
export function classOfChanges(changes: readonly Change[]): Weight {
  if (changes.some(({ weight }) => weight === 'material')) return 'material';
  const protective = changes.length > 0 && changes.every(({ weight }) => weight === 'protective');
  return protective ? 'protective' : 'minor';
}

const ORDER: readonly Weight[] = ['material', 'protective', 'minor'];

/** Names in words. `fresh`: the weight of one that is new. */
function wordsOf(fresh: Weight): Part<string> {
  return {
    added: (id, words) => [{ weight: fresh, what: id, says: `New: ${words}.` }],
    removed: (id, words) => [{ weight: 'minor', what: id, says: `Gone: ${words}.` }],
    changed: (id, was, is) => turned(id, { the: 'Its words', was, is, weight: 'minor' }),
  };
}

const PLACE_CHANGES: Part<CompiledPolicy['places'][string]> = {
  added: (_, { title, held }) => [{ weight: 'minor', what: title, says: `A new place. ${held}` }],
  removed: (_, { title }) => [{ weight: 'minor', what: title, says: 'Nothing is kept there any longer.' }],
  changed: (_, was, is) => [
    ...turned(is.title, { the: 'Its name', was: was.title, is: is.title, weight: 'minor' }),
    ...turned(is.title, { the: 'Where it is', was: was.held, is: is.held, weight: 'minor' }),
  ],
};

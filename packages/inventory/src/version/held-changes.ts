import { gainsAndLosses, turned, weightOfMove, type Change, type Part, type Weight } from './change.ts';
import type { CompiledPolicy, HeldThing } from './compiled-policy.ts';

/** How far a value is out of reach, by its protection; one that is not in here is compared with nothing. */
const OUT_OF_REACH: ReadonlyMap<string, number> = new Map([
  ['public', 0],
  ['clear', 1],
  ['encrypted', 2],
  ['wrapped', 3],
  ['password-hash', 3],
  ['hashed', 3],
  ['on-device', 4],
  ['sealed', 4],
]);

/** Two versions, for the words that each has for an id. */
interface Versions {
  before: CompiledPolicy;
  after: CompiledPolicy;
}

/** What becomes of everything held. */
export function heldChanges(versions: Versions): Part<HeldThing> {
  const { before: old, after: now } = versions;
  return {
    added: (_, held) => [
      { weight: ofPerson(held, 'material'), what: held.name, says: `Newly held: ${held.holds}` },
    ],
    removed: (_, held) => [
      { weight: ofPerson(held, 'protective'), what: held.name, says: `No longer held: ${held.holds}` },
    ],
    changed: (_, was, is) => [
      ...turned(is.name, { the: 'What it holds', was: was.holds, is: is.holds, weight: 'minor' }),
      ...turned(is.name, {
        the: 'What it is for',
        was: was.purpose,
        is: is.purpose,
        weight: was.aim === is.aim ? 'minor' : ofPerson(is, 'material'),
      }),
      ...turned(is.name, {
        the: 'Its category',
        was: old.categories[was.category] ?? was.category,
        is: now.categories[is.category] ?? is.category,
        weight: was.category === is.category ? 'minor' : ofPerson(is, 'material'),
      }),
      ...turned(is.name, {
        the: 'Who can read it',
        was: old.protections[was.protection] ?? was.protection,
        is: now.protections[is.protection] ?? is.protection,
        weight: protectionWeight(was.protection, is.protection),
      }),
      ...atRestChanges(was, is),
      ...turned(is.name, {
        the: 'How long it is kept',
        was: old.retentions[was.retention]?.sentence ?? was.retention,
        is: now.retentions[is.retention]?.sentence ?? is.retention,
        weight: was.retention === is.retention ? 'minor' : keepingWeight(versions, was, is),
      }),
      ...whoChanges(versions, was, is),
      ...rightsChanges(was, is),
      ...turned(is.name, {
        the: 'When it is there',
        was: was.when ?? 'Always.',
        is: is.when ?? 'Always.',
        weight: 'minor',
      }),
    ],
  };
}

/** What can concern nobody weighs on nobody. */
function ofPerson({ rights, subjects }: HeldThing, weight: Weight): Weight {
  return rights.erase === 'none' && subjects.length === 0 ? 'minor' : weight;
}

function protectionWeight(was: string, is: string): Weight {
  if (was === is) return 'minor';
  const [before, after] = [OUT_OF_REACH.get(was), OUT_OF_REACH.get(is)];
  if (before === undefined || after === undefined) return 'material';
  return weightOfMove(before, after, 'protective');
}

function atRestChanges(was: HeldThing, is: HeldThing): Change[] {
  if (was.atRest === is.atRest) return [];
  if (was.atRest === undefined)
    return [{ weight: 'protective', what: is.name, says: 'It is encrypted where it lies now.' }];
  if (is.atRest === undefined)
    return [{ weight: 'material', what: is.name, says: 'It is no longer encrypted where it lies.' }];
  return [{ weight: 'minor', what: is.name, says: 'It is encrypted under another key.' }];
}

/** Where one of the two hangs on its owner in another way than before, nobody can say which is longer. */
function keepingWeight({ before, after }: Versions, was: HeldThing, is: HeldThing): Weight {
  const [old, now] = [before.retentions[was.retention], after.retentions[is.retention]];
  if (!old || !now || (old.longestDays === null && now.longestDays === null)) return 'material';
  return weightOfMove(old.longestDays ?? Infinity, now.longestDays ?? Infinity, 'material');
}

function whoChanges({ before, after }: Versions, was: HeldThing, is: HeldThing): Change[] {
  return [
    ...gainsAndLosses(is.name, {
      before: was.recipients,
      after: is.recipients,
      gained: (one) => ({
        weight: 'material',
        says: `Who gets it, too: ${after.recipients[one]?.title ?? one}.`,
      }),
      lost: (one) => ({
        weight: 'protective',
        says: `Who gets it no longer: ${before.recipients[one]?.title ?? one}.`,
      }),
    }),
    ...gainsAndLosses(is.name, {
      before: was.subjects,
      after: is.subjects,
      gained: (one) => ({
        weight: 'material',
        says: `Whom it is about, too: ${after.subjects[one] ?? one}.`,
      }),
      lost: (one) => ({
        weight: 'minor',
        says: `Whom it is about no longer: ${before.subjects[one] ?? one}.`,
      }),
    }),
  ];
}

/** Each right and necessity with what is better for those whose data it is. */
const BETTER = { access: 'export', rectify: 'self', erase: 'destroy' } as const;
const RIGHT_WORDS = {
  access: 'Whether you get it',
  rectify: 'Whether you can change it',
  erase: 'Whether it goes with its owner',
} as const;

function rightsChanges(was: HeldThing, is: HeldThing): Change[] {
  const rights = (Object.keys(BETTER) as (keyof typeof BETTER)[]).flatMap((right) =>
    turned(is.name, {
      the: RIGHT_WORDS[right],
      was: was.rights[right],
      is: is.rights[right],
      weight: is.rights[right] === BETTER[right] ? 'protective' : 'material',
    }),
  );
  const necessity = turned(is.name, {
    the: 'Whether it can be left out',
    was: was.necessity,
    is: is.necessity,
    weight: is.necessity === 'optional' ? 'protective' : ofPerson(is, 'material'),
  });
  return [...rights, ...necessity];
}

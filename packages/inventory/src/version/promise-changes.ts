import { gainsAndLosses, turned, weightOfMove, type Change, type Part } from './change.ts';
import type {
  CompiledClaim,
  CompiledKind,
  CompiledPolicy,
  CompiledRecipient,
  CompiledRegime,
  CompiledRetention,
  CompiledTerm,
} from './compiled-policy.ts';

/** How much each kind of claim binds whoever makes it. */
const BINDS: ReadonlyMap<string, number> = new Map([
  ['not-yet', 0],
  ['not-applicable', 1],
  ['disclosure', 1],
  ['organisational', 2],
  ['executable', 3],
]);

/** What becomes of the claims. */
export const CLAIM_CHANGES: Part<CompiledClaim> = {
  added: (id, { text }) => [{ weight: 'protective', what: id, says: `Newly promised: ${text}` }],
  removed: (id, { text }) => [{ weight: 'material', what: id, says: `No longer promised: ${text}` }],
  changed: (id, was, is) => [
    ...turned(id, { the: 'Its words', was: was.text, is: is.text, weight: 'minor' }),
    ...turned(id, {
      the: 'What it stands on',
      was: was.kind,
      is: is.kind,
      weight: weightOfMove(BINDS.get(was.kind) ?? 0, BINDS.get(is.kind) ?? 0, 'protective'),
    }),
    ...(was.kind === is.kind
      ? turned(id, { the: 'What is behind it', was: was.ground, is: is.ground, weight: 'minor' })
      : []),
    ...turned(id, {
      the: 'The contradiction that it resolves',
      was: was.resolution ?? 'none',
      is: is.resolution ?? 'none',
      weight: 'minor',
    }),
  ],
};

/** What becomes of those who get something. */
export const RECIPIENT_CHANGES: Part<CompiledRecipient> = {
  added: (_, { title, gets }) => [{ weight: 'material', what: title, says: `Newly gets something: ${gets}` }],
  removed: (_, { title, gets }) => [{ weight: 'protective', what: title, says: `No longer gets: ${gets}` }],
  changed: (_, was, is) => [
    ...turned(is.title, { the: 'Its name', was: was.title, is: is.title, weight: 'minor' }),
    ...turned(is.title, { the: 'What it gets', was: was.gets, is: is.gets, weight: 'minor' }),
    ...turned(is.title, {
      the: 'At whose wish',
      was: was.by,
      is: is.by,
      weight: is.by === 'holder' || is.by === 'nobody' ? 'protective' : 'material',
    }),
  ],
};

/** What becomes of the rules by which things go. One that is new or gone weighs with what is kept by it. */
export const RETENTION_CHANGES: Part<CompiledRetention> = {
  added: () => [],
  removed: () => [],
  changed: (id, was, is) => [
    ...turned(id, { the: 'How long', was: was.sentence, is: is.sentence, weight: 'minor' }),
    ...turned(id, {
      the: 'The most days',
      was: String(was.longestDays ?? 'without end'),
      is: String(is.longestDays ?? 'without end'),
      weight: weightOfMove(was.longestDays ?? Infinity, is.longestDays ?? Infinity, 'material'),
    }),
  ],
};

/** What becomes of the kinds of sealed records. */
export const KIND_CHANGES: Part<CompiledKind> = {
  added: (_, { title, sealed }) => [
    { weight: 'material', what: title, says: `Newly kept, sealed: ${sealed}.` },
  ],
  removed: (_, { title }) => [{ weight: 'protective', what: title, says: 'No longer kept.' }],
  changed: (_, was, is) => [
    ...turned(is.title, { the: 'Its name', was: was.title, is: is.title, weight: 'minor' }),
    ...turned(is.title, { the: 'What is sealed', was: was.sealed, is: is.sealed, weight: 'minor' }),
    ...gainsAndLosses(is.title, {
      before: Object.keys(was.clear),
      after: Object.keys(is.clear),
      gained: (field) => ({ weight: 'material', says: `The server sees of it, too: ${field}.` }),
      lost: (field) => ({ weight: 'protective', says: `The server sees of it no longer: ${field}.` }),
    }),
    ...turned(is.title, {
      the: 'From which day its time counts',
      was: was.expiresBy,
      is: is.expiresBy,
      weight: was.expiresBy === 'never' ? 'protective' : 'material',
    }),
  ],
};

/** What becomes of the resolutions: what holds instead is a rule like any other. */
export const RESOLUTION_CHANGES: Part<CompiledPolicy['resolutions'][string]> = {
  added: (id, { instead }) => [{ weight: 'minor', what: id, says: `Newly resolved: ${instead}` }],
  removed: (id, { instead }) => [{ weight: 'material', what: id, says: `No longer said: ${instead}` }],
  changed: (id, was, is) => [
    ...turned(id, { the: 'What contradicts', was: was.conflict, is: is.conflict, weight: 'minor' }),
    ...turned(id, { the: 'What holds', was: was.instead, is: is.instead, weight: 'material' }),
  ],
};

/** What becomes of the laws on requests. */
export const REGIME_CHANGES: Part<CompiledRegime> = {
  added: (_, { title, law }) => [
    { weight: 'protective', what: title, says: `A law that is kept now: ${law}.` },
  ],
  removed: (_, { title, law }) => [
    { weight: 'material', what: title, says: `A law that is kept no longer: ${law}.` },
  ],
  changed: (_, was, is) => [
    ...turned(is.title, { the: 'Its name', was: was.title, is: is.title, weight: 'minor' }),
    ...turned(is.title, { the: 'The law', was: was.law, is: is.law, weight: 'minor' }),
    ...termChange(is.title, { the: 'Answered within', was: was.answer, is: is.answer }),
    ...termChange(is.title, { the: 'Longer by', was: was.longer, is: is.longer, never: 0 }),
    ...termChange(is.title, { the: 'Confirmed within', was: was.confirmed, is: is.confirmed }),
    ...[...new Set([...Object.keys(was.sooner), ...Object.keys(is.sooner)])].flatMap((right) =>
      termChange(is.title, {
        the: `Answered within for ${right}`,
        was: was.sooner[right] ?? null,
        is: is.sooner[right] ?? null,
      }),
    ),
    ...gainsAndLosses(is.title, {
      before: Object.keys(was.rights),
      after: Object.keys(is.rights),
      gained: (right) => ({ weight: 'protective', says: `A right that is kept now: ${right}.` }),
      lost: (right) => ({ weight: 'material', says: `A right that is kept no longer: ${right}.` }),
    }),
  ],
};

/** What becomes of the time within which every request is answered. */
export function promiseChanges(was: readonly CompiledTerm[], is: readonly CompiledTerm[]): Change[] {
  return turned('Requests', {
    the: 'Answered within, the earliest of',
    was: was.map(termWords).join(' and '),
    is: is.map(termWords).join(' and '),
    weight: 'material',
  });
}

/** `never`: how many days it means that there is no such term. */
interface Times {
  the: string;
  was: CompiledTerm | null;
  is: CompiledTerm | null;
  never?: number;
}

function termChange(what: string, { the, was, is, never = Infinity }: Times): Change[] {
  const days = (term: CompiledTerm | null): number => (term === null ? never : roughDays(term));
  return turned(what, {
    the,
    was: was === null ? 'never' : termWords(was),
    is: is === null ? 'never' : termWords(is),
    weight: weightOfMove(days(was), days(is), 'material'),
  });
}

/** For comparing; a month as its longest, a week as its five working days. */
function roughDays({ days = 0, workingDays = 0, months = 0 }: CompiledTerm): number {
  return days + (workingDays / 5) * 7 + months * 31;
}

/** A term in words. */
export function termWords({ days, workingDays, months }: CompiledTerm): string {
  if (days !== undefined) return `${days} days`;
  if (workingDays !== undefined) return `${workingDays} working days`;
  return months === 1 ? 'one month' : `${months ?? 0} months`;
}

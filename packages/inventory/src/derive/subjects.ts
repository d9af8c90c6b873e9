import type { Category, Entry, Subject } from '../vocabulary.ts';

/** Whom data can be about, in the words of the public pages. */
export const SUBJECTS = {
  visitor: 'Visitors',
  holder: 'The account’s holder',
  staff: 'Who works for the holder',
  recipient: 'People whom the account texts or knows',
} as const satisfies Record<Subject, string>;

/** Whose data a category holds, unless an entry says otherwise. */
const OF_CATEGORY = {
  content: ['holder', 'recipient'],
  delivery: ['holder', 'recipient'],
  account: ['holder'],
  device: ['holder', 'staff'],
  'sign-in': ['holder'],
  activity: ['holder', 'staff'],
  operation: ['holder'],
} as const satisfies Record<Category, readonly Subject[]>;

/** Whoever asks sends and gets these, whether or not they have an account. */
const OF_WHOEVER_ASKS: ReadonlySet<Entry['place']> = new Set(['request-header', 'response-header']);

/** Whose data an entry is, in the order of {@link SUBJECTS}; nobody's where no person can be concerned. */
export function subjectsOf({ category, place, rights, subjects }: Entry): Subject[] {
  const ofCategory = rights.erase === 'destroy' ? OF_CATEGORY[category] : [];
  const named = new Set<Subject>(
    subjects ?? [...ofCategory, ...(OF_WHOEVER_ASKS.has(place) ? (['visitor'] as const) : [])],
  );
  return (Object.keys(SUBJECTS) as Subject[]).filter((subject) => named.has(subject));
}

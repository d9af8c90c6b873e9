import { Seeded } from '../random/seeded.ts';

export type RecipientLanguage =
  'en' | 'pl' | 'sr-Latn' | 'sr-Cyrl' | 'de' | 'fr' | 'es' | 'it' | 'el' | 'tr' | 'sv' | 'uk';

/** Who lives where in this story, by the beginning of the number; the longest that fits counts. */
const BY_PREFIX: Readonly<Record<string, readonly RecipientLanguage[]>> = {
  '+1': ['en', 'en', 'es'],
  '+30': ['el'],
  '+33': ['fr', 'fr', 'el'],
  '+34': ['es'],
  '+380': ['uk'],
  '+381': ['sr-Latn', 'sr-Cyrl'],
  '+39': ['it'],
  '+44': ['en', 'en', 'en', 'pl'],
  '+46': ['sv', 'sv', 'sr-Latn', 'sr-Cyrl'],
  '+48': ['pl'],
  '+49': ['de', 'de', 'de', 'tr', 'sr-Latn', 'sr-Cyrl'],
  '+90': ['tr'],
};
const LONGEST_PREFIX = 4;

/** The language in which the person of a number writes. */
export function languageOf(number: string, seed: number | string): RecipientLanguage {
  for (let length = LONGEST_PREFIX; length > 1; length -= 1) {
    const languages = BY_PREFIX[number.slice(0, length)];
    if (languages !== undefined) return new Seeded(`language ${seed} ${number}`).pick(languages);
  }
  return 'en';
}

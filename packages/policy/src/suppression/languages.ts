/** Languages in which an opt-out is understood, by their BCP 47 tag, with the name that explanations use. */
export const LANGUAGES = {
  en: 'English',
  pl: 'Polish',
  'sr-Latn': 'Serbian, Latin script',
  'sr-Cyrl': 'Serbian, Cyrillic script',
  hr: 'Croatian',
  bs: 'Bosnian',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  it: 'Italian',
  nl: 'Dutch',
  cs: 'Czech',
  uk: 'Ukrainian',
  ru: 'Russian',
  tr: 'Turkish',
  ro: 'Romanian',
  hu: 'Hungarian',
  el: 'Greek',
  sv: 'Swedish',
} as const;
export type Language = keyof typeof LANGUAGES;

/** The languages that people write in by ISO 3166-1 alpha-2 country, the likeliest first. */
const OF_COUNTRY: Readonly<Record<string, readonly Language[]>> = {
  AR: ['es'],
  AT: ['de'],
  BA: ['bs', 'hr', 'sr-Latn', 'sr-Cyrl'],
  BE: ['nl', 'fr', 'de'],
  BR: ['pt'],
  BY: ['ru'],
  CA: ['en', 'fr'],
  CH: ['de', 'fr', 'it'],
  CL: ['es'],
  CO: ['es'],
  CY: ['el', 'tr'],
  CZ: ['cs'],
  DE: ['de'],
  ES: ['es'],
  FI: ['sv'],
  FR: ['fr'],
  GR: ['el'],
  HR: ['hr'],
  HU: ['hu'],
  IT: ['it'],
  KZ: ['ru'],
  LU: ['fr', 'de'],
  MD: ['ro', 'ru'],
  ME: ['sr-Latn', 'sr-Cyrl'],
  MX: ['es'],
  NL: ['nl'],
  PE: ['es'],
  PL: ['pl'],
  PT: ['pt'],
  RO: ['ro'],
  RS: ['sr-Latn', 'sr-Cyrl'],
  RU: ['ru'],
  SE: ['sv'],
  TR: ['tr'],
  UA: ['uk', 'ru'],
  US: ['en', 'es'],
};

/**
 * Every language, those of the country first. One word is the same in several languages (STOP): the first language
 * that has it is the one in which it is explained and confirmed.
 */
export function languagesFrom(country?: string): Language[] {
  const likely = OF_COUNTRY[country?.toUpperCase() ?? ''] ?? [];
  return [...new Set([...likely, ...(Object.keys(LANGUAGES) as Language[])])];
}

import type { Language } from './languages.ts';
import { compileCourtesy, compilePhrase, type Courtesy, type PhraseTable } from './phrase.ts';
import { DUTCH, ENGLISH, GERMAN, SWEDISH } from './phrases/germanic.ts';
import { GREEK, HUNGARIAN, TURKISH } from './phrases/others.ts';
import { FRENCH, ITALIAN, PORTUGUESE, ROMANIAN, SPANISH } from './phrases/romance.ts';
import { CZECH, POLISH, RUSSIAN, SOUTH_SLAVIC, UKRAINIAN } from './phrases/slavic.ts';

function compile({ courtesy, stop }: PhraseTable): { courtesy: Courtesy; stop: readonly RegExp[] } {
  return { courtesy: compileCourtesy(courtesy), stop: stop.map(compilePhrase) };
}

const southSlavic = compile(SOUTH_SLAVIC);

/** How people of each language ask to be left alone without a keyword. */
export const PHRASES = {
  en: compile(ENGLISH),
  pl: compile(POLISH),
  'sr-Latn': southSlavic,
  'sr-Cyrl': southSlavic,
  hr: southSlavic,
  bs: southSlavic,
  de: compile(GERMAN),
  fr: compile(FRENCH),
  es: compile(SPANISH),
  pt: compile(PORTUGUESE),
  it: compile(ITALIAN),
  nl: compile(DUTCH),
  cs: compile(CZECH),
  uk: compile(UKRAINIAN),
  ru: compile(RUSSIAN),
  tr: compile(TURKISH),
  ro: compile(ROMANIAN),
  hu: compile(HUNGARIAN),
  el: compile(GREEK),
  sv: compile(SWEDISH),
} as const satisfies Record<Language, ReturnType<typeof compile>>;

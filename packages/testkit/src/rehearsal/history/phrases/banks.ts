import { ARABIC } from './arabic.ts';
import type { Bank } from './bank.ts';
import { ENGLISH } from './english.ts';
import { GERMAN } from './german.ts';
import { GREEK } from './greek.ts';
import { JAPANESE } from './japanese.ts';
import { POLISH } from './polish.ts';
import { SERBIAN } from './serbian.ts';
import { SPANISH } from './spanish.ts';
import { TURKISH } from './turkish.ts';

export const BANKS = {
  en: ENGLISH,
  pl: POLISH,
  sr: SERBIAN,
  el: GREEK,
  es: SPANISH,
  de: GERMAN,
  tr: TURKISH,
  ar: ARABIC,
  ja: JAPANESE,
} satisfies Record<string, Bank>;
export type Language = keyof typeof BANKS;

import { codesOf, DEFAULT_ALPHABET, DEFAULT_EXTENSION } from './default-alphabet.ts';

const BASIC = codesOf(DEFAULT_ALPHABET);
const EXTENDED = codesOf(DEFAULT_EXTENSION);

/** What has no decomposition to characters of the alphabet, or a misleading one. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  '\t': ' ',
  '\u00a0': ' ',
  '\u00ad': '',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u2060': '',
  '\ufeff': '',
  '`': "'",
  '´': "'",
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‹': '<',
  '›': '>',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '*',
  '·': '*',
  '×': 'x',
  '÷': '/',
  '⁄': '/',
  '©': '(c)',
  '®': '(R)',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  œ: 'oe',
  Œ: 'OE',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  ŋ: 'n',
  Ŋ: 'N',
};

/** Greek capitals that look like Latin ones are sent as those; the others are in the alphabet. */
const GREEK_CAPITALS: Readonly<Record<string, string>> = {
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};

function substitute(character: string): string | null {
  const fixed = SUBSTITUTES[character];
  if (fixed !== undefined) return fixed;
  if (BASIC.has(character) || EXTENDED.has(character)) return character;
  if (!/^\p{Script=Greek}$/u.test(character)) return null;
  const capital = character.toUpperCase();
  return GREEK_CAPITALS[capital] ?? (BASIC.has(capital) ? capital : null);
}

/**
 * The nearest text in the default alphabet and its extension for one character that is not in them: `ł` → `l`,
 * `„` → `"`, `…` → `...`, a zero-width character → nothing. Null when there is no honest one (an emoji, a Cyrillic letter).
 */
export function gsmReplacement(character: string): string | null {
  const direct = substitute(character);
  if (direct !== null) return direct;
  if (/^[\p{Mn}\u200b-\u200f]+$/u.test(character)) return '';
  let replacement = '';
  for (const part of character.normalize('NFKD').replace(/\p{Mn}/gu, '')) {
    const plain = substitute(part);
    if (plain === null) return null;
    replacement += plain;
  }
  return replacement === '' ? null : replacement;
}

/** The text with every character that forces Unicode replaced where `gsmReplacement` knows how; others are kept. */
export function toGsmText(text: string): string {
  let result = '';
  for (const character of text.toWellFormed().normalize('NFC'))
    result +=
      BASIC.has(character) || EXTENDED.has(character) ? character : (gsmReplacement(character) ?? character);
  return result;
}

/**
 * Folding: the form in which texts are compared. Case, accents and compatibility forms go, letters stay:
 * `Łódź` and `lodz`, `Straße` and `STRASSE`, `ΣΊΣΥΦΟΣ` and `σισυφος` fold alike.
 */

/** Letters whose stroke or ligature is no Unicode decomposition. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ŋ: 'n',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};

const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * Marks that change how a letter is written, not which letter it is: Latin, Greek and Cyrillic accents, Hebrew points,
 * Arabic vowels. Marks that are letters of their own (Indic vowel signs, kana voicing) are kept.
 */
const MARKS = new RegExp(
  `[${[
    '\\u0300-\\u036f', // Latin, Greek, Cyrillic
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c7', // Hebrew
    '\\u0610-\\u061a\\u064b-\\u065f\\u0670', // Arabic
    '\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff', // more of the first
    '\\ufe00-\\ufe0f\\ufe20-\\ufe2f', // variation selectors, halves
  ].join('')}]`,
  'gu',
);

const OUTSIDE_ASCII = /[^\0-\u007f]/u;

/** The folded form of a text. */
export function fold(text: string): string {
  if (!OUTSIDE_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
}

export interface FoldedText {
  folded: string;
  /** For each UTF-16 unit of `folded`: where its letter starts in the original text. */
  starts: number[];
  /** For each UTF-16 unit of `folded`: where its letter, with the marks that follow it, ends in the original text. */
  ends: number[];
}

/** Folds and remembers where each unit came from, so that a hit can be shown in the original text. */
export function foldWithPositions(text: string): FoldedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  let at = 0;
  for (const letter of text) {
    const piece = fold(letter);
    const end = at + letter.length;
    if (piece === '') extendLast(ends, end);
    for (let i = 0; i < piece.length; i++) {
      starts.push(at);
      ends.push(end);
    }
    folded += piece;
    at = end;
  }
  return { folded, starts, ends };
}

/** A mark was dropped: the letter before it, however many units that became, reaches over it. */
function extendLast(ends: number[], end: number): void {
  const last = ends.at(-1);
  for (let i = ends.length - 1; i >= 0 && ends[i] === last; i--) ends[i] = end;
}

/** The words of a query, folded; each is at least one character, longest first so that the rarest is tried first. */
export function queryWords(query: string): string[] {
  const words = fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

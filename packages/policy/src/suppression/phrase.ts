import { foldLetters } from './fold-text.ts';

/** One language's table, as it is written by hand. */
export interface PhraseTable {
  /** Words that may stand around a request and change nothing, separated by `|`. */
  courtesy: string;
  /** Sentences that plainly ask for no more texts, in the notation of {@link compilePhrase}. */
  stop: readonly string[];
}

/**
 * Reads one line of a phrase table. Words follow each other; `(a|b c)` is one of these, `[a|b c]` one of these or nothing,
 * `(a|b)+` and `[a|b]*` any number of these, and `~` ends a word of which only the beginning is fixed. The whole of a sentence
 * has to match. Tables are written with the language's own accents and folded here, as the texts are.
 */
export function compilePhrase(phrase: string): RegExp {
  const parts = phrase.match(/\([^)]*\)\+?|\[[^\]]*\]\*?|[^\s()[\]]+/g) ?? [];
  return new RegExp(`^${parts.map(compilePart).join('')}$`, 'u');
}

/** Each part takes the space behind it, so that what is optional leaves none. */
function compilePart(part: string): string {
  const words = alternatives(part.replace(/[()[\]*+]/g, ''));
  if (part.endsWith('*')) return `(?:(?:${words}) )*`;
  if (part.endsWith('+')) return `(?:(?:${words}) )+`;
  return part.startsWith('[') ? `(?:(?:${words}) )?` : `(?:${words}) `;
}

function alternatives(words: string): string {
  const folded = foldLetters(words).split('|');
  return folded.map((word) => word.trim().replaceAll('~', '[\\p{L}\\p{N}]*')).join('|');
}

/** Whether a folded sentence is one of the phrases. */
export function isPhrase(folded: string, phrases: readonly RegExp[]): boolean {
  const sentence = `${folded} `;
  return phrases.some((phrase) => phrase.test(sentence));
}

/** The courteous words at either end of a folded sentence. */
export interface Courtesy {
  before: RegExp;
  after: RegExp;
}

/** The longest first, for nothing that follows makes the expression try again with a shorter one. */
export function compileCourtesy(words: string): Courtesy {
  const sorted = words.split('|').sort((a, b) => b.length - a.length);
  const any = `(?:(?:${alternatives(sorted.join('|'))}) )+`;
  return { before: new RegExp(`^${any}`, 'u'), after: new RegExp(`(?<=^| )${any}$`, 'u') };
}

/** A folded sentence without the courtesies around it. */
export function withoutCourtesy(folded: string, { before, after }: Courtesy): string {
  return `${folded} `.replace(before, '').replace(after, '').trim();
}

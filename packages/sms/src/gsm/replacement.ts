import { hasCharacter, PLAIN_ALPHABET } from './alphabet.ts';
import { normaliseText } from './layout.ts';
import {
  FIXED_REPLACEMENTS,
  GREEK_CAPITALS,
  REPLACEMENT_REASONS,
  type ExplainedReplacement,
  type ReplacementReason,
} from './replacement-table.ts';

/** Controls and what Unicode says to ignore where it is not known: neither shows anything. */
const INVISIBLE = /^[\p{Cc}\p{Default_Ignorable_Code_Point}]$/u;
/** Marks that strike a character out: without them `≮` would say `<`. */
const STRIKING = /[\u0334-\u0338\u20d2\u20d3\u20e5\u20eb]/;

function direct(character: string): ExplainedReplacement | null {
  const fixed = FIXED_REPLACEMENTS.get(character);
  if (fixed) return fixed;
  if (INVISIBLE.test(character)) return { replacement: '', reason: 'invisible' };
  if (!/^\p{Script=Greek}$/u.test(character)) return null;
  const capital = character.toUpperCase();
  const replacement = GREEK_CAPITALS[capital] ?? (hasCharacter(PLAIN_ALPHABET, capital) ? capital : null);
  return replacement === null ? null : { replacement, reason: 'letter' };
}

/** The reason that costs the reader most, else the first. */
function worst(reasons: readonly ReplacementReason[]): ReplacementReason {
  return reasons.find((reason) => REPLACEMENT_REASONS[reason].loss) ?? reasons[0] ?? 'form';
}

function decomposed(character: string): ExplainedReplacement | null {
  const parts = character.normalize('NFKD');
  const bare = parts.replace(/\p{Mn}/gu, '');
  // A mark that stands alone decomposes to a space that carries it.
  if (STRIKING.test(parts) || bare === '' || (bare !== parts && bare.trim() === '')) return null;
  const reasons: ReplacementReason[] = [];
  if (/\p{No}/u.test(character)) reasons.push('figure');
  if (/\p{Zs}/u.test(character)) reasons.push('space');
  let replacement = '';
  for (const part of bare) {
    const plain = hasCharacter(PLAIN_ALPHABET, part) ? null : direct(part);
    if (!plain && !hasCharacter(PLAIN_ALPHABET, part)) return null;
    replacement += plain?.replacement ?? part;
    if (plain) reasons.push(plain.reason);
  }
  if (bare !== parts) reasons.push('accent');
  return { replacement, reason: worst([...reasons, 'form']) };
}

/**
 * What can stand for one character that is not in the default alphabet or its extension, and why. Null when nothing
 * honest can (an emoji, a Cyrillic letter, a struck-out sign).
 */
export function explainReplacement(character: string): ExplainedReplacement | null {
  if (hasCharacter(PLAIN_ALPHABET, character)) return { replacement: character, reason: 'form' };
  const found = direct(character);
  if (found) return found;
  if (/^\p{Mn}$/u.test(character))
    return STRIKING.test(character) ? null : { replacement: '', reason: 'mark' };
  return decomposed(character);
}

/**
 * The nearest text in the default alphabet and its extension for one character that is not in them: `ł` → `l`,
 * `„` → `"`, `…` → `...`, a zero-width character → nothing. Null when there is no honest one (an emoji, a Cyrillic letter).
 */
export function gsmReplacement(character: string): string | null {
  return explainReplacement(character)?.replacement ?? null;
}

/** The text with every character that forces Unicode replaced where `gsmReplacement` knows how; others are kept. */
export function toGsmText(text: string): string {
  let result = '';
  for (const character of normaliseText(text))
    result += hasCharacter(PLAIN_ALPHABET, character) ? character : (gsmReplacement(character) ?? character);
  return result;
}

import { alphabetsOf, hasCharacter, type Alphabet } from './alphabet.ts';
import { normaliseText, type SegmentOptions } from './layout.ts';
import { explainReplacement } from './replacement.ts';
import { REPLACEMENT_REASONS, type ExplainedReplacement } from './replacement-table.ts';
import { countSegments, type SegmentCount } from './segments.ts';

/** One character that is replaced, or could be. */
export interface Replacement extends ExplainedReplacement {
  character: string;
  /** Its offset in `normaliseText(text)`, in UTF-16 code units. */
  at: number;
  /** Whether the reader loses something, see `REPLACEMENT_REASONS`. */
  loss: boolean;
}

export interface SmartOptions extends SegmentOptions {
  /** Says yes or no to each possible replacement; without it, those are made that lose nothing. */
  choose?: (replacement: Replacement) => boolean;
  /** Makes what is chosen even when it saves no segment. */
  force?: boolean;
}

export interface SmartText {
  /** What to send: `normaliseText(text)` with exactly the `replacements` made. */
  text: string;
  count: SegmentCount;
  /** Every replacement that was made, in order. */
  replacements: Replacement[];
  /** What was left as it is and would save segments if all of it were replaced too; empty when nothing would. */
  offers: Replacement[];
  /** Segments if all offers were taken. */
  segmentsWithOffers: number;
}

interface Candidate {
  text: string;
  replacements: Replacement[];
  count: SegmentCount;
}

/** The text for one alphabet: what it lacks is replaced where that is known and chosen. */
function candidate(text: string, alphabet: Alphabet, { choose, ...options }: SmartOptions): Candidate {
  const accept = choose ?? (({ loss }: Replacement) => !loss);
  const replacements: Replacement[] = [];
  let result = '';
  let at = 0;
  for (const character of text) {
    const explained = hasCharacter(alphabet, character) ? null : explainReplacement(character);
    const { loss } = REPLACEMENT_REASONS[explained?.reason ?? 'form'];
    const replacement = explained && { character, at, ...explained, loss };
    if (replacement && replacement.replacement !== character && accept(replacement)) {
      replacements.push(replacement);
      result += replacement.replacement;
    } else result += character;
    at += character.length;
  }
  return { text: result, replacements, count: countSegments(result, options) };
}

/** Fewest segments, then least lost, then least replaced. */
function better(a: Candidate, b: Candidate): Candidate {
  const losses = ({ replacements }: Candidate) => replacements.filter(({ loss }) => loss).length;
  const difference =
    b.count.segments - a.count.segments ||
    losses(b) - losses(a) ||
    b.replacements.length - a.replacements.length;
  return difference > 0 ? a : b;
}

/** The best of all alphabets; the first between equals. */
function best(text: string, options: SmartOptions): Candidate | undefined {
  let found: Candidate | undefined;
  for (const alphabet of alphabetsOf(options.tables ?? [])) {
    const next = candidate(text, alphabet, options);
    found = found ? better(next, found) : next;
  }
  return found;
}

function saves(some: Candidate | undefined, other: Candidate): some is Candidate {
  return some?.count.encoding === 'gsm7' && some.count.segments < other.count.segments;
}

/**
 * Makes a text cheaper by replacing what forces Unicode: only when the text is 7-bit afterwards and takes fewer segments
 * (or with `force`), and never without saying so. Letters are left alone and offered, unless `choose` says otherwise.
 */
export function smartEncode(text: string, options: SmartOptions = {}): SmartText {
  const normalised = normaliseText(text);
  let made: Candidate = { text: normalised, replacements: [], count: countSegments(normalised, options) };
  if (made.count.encoding === 'ucs2') {
    const chosen = best(normalised, options);
    if (chosen && (options.force || saves(chosen, made))) made = chosen;
  }
  const every =
    made.count.encoding === 'ucs2' ? best(normalised, { ...options, choose: () => true }) : undefined;
  const taken = new Set(made.replacements.map(({ at }) => at));
  const worth = saves(every, made);
  return {
    ...made,
    offers: worth ? every.replacements.filter(({ at }) => !taken.has(at)) : [],
    segmentsWithOffers: worth ? every.count.segments : made.count.segments,
  };
}

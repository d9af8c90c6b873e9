import { hasCharacter, PLAIN_ALPHABET } from './alphabet.ts';
import { layOut, partsOf, type SegmentOptions } from './layout.ts';
import { gsmReplacement } from './replacement.ts';

export interface Culprit {
  character: string;
  /** Text of the default alphabet that could stand for it; null when there is none. */
  replacement: string | null;
}

/** How a text goes over the air, and how much of it is left. */
export interface SegmentCount {
  encoding: 'gsm7' | 'ucs2';
  units: 'septets' | 'code units';
  /** National language ids of the header; null means the default tables. */
  locking: number | null;
  single: number | null;
  /** Units of the whole text, headers not counted. */
  used: number;
  /** Units that fit into one segment of this text. */
  perSegment: number;
  /** 0 for an empty text. */
  segments: number;
  /** Units that still fit before another segment begins. */
  left: number;
  /** The distinct characters that force Unicode, in order of appearance; empty when nothing does. */
  culprits: Culprit[];
}

/** Counts a text the way that handsets and carriers do. Send `normaliseText(text)`, or the count does not hold. */
export function countSegments(text: string, options: SegmentOptions = {}): SegmentCount {
  const { text: normalised, alphabet, perSegment, used, last, ends } = layOut(text, options);
  return {
    encoding: alphabet ? 'gsm7' : 'ucs2',
    units: alphabet ? 'septets' : 'code units',
    locking: alphabet?.locking ?? null,
    single: alphabet?.single ?? null,
    used,
    perSegment,
    segments: ends.length,
    left: perSegment - last,
    culprits: alphabet ? [] : culpritsOf(normalised),
  };
}

/** The texts of the segments, in order; joined they are `normaliseText(text)`. */
export function splitSegments(text: string, options: SegmentOptions = {}): string[] {
  return partsOf(layOut(text, options));
}

function culpritsOf(text: string): Culprit[] {
  const culprits = new Map<string, Culprit>();
  for (const character of text)
    if (!hasCharacter(PLAIN_ALPHABET, character) && !culprits.has(character))
      culprits.set(character, { character, replacement: gsmReplacement(character) });
  return [...culprits.values()];
}

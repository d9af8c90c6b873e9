import { alphabetsOf, PLAIN_ALPHABET, septetsOf, type Alphabet } from './alphabet.ts';
import type { NationalTable } from './national-tables.ts';

/** Octets of user data in one short message (3GPP TS 23.040 §9.2.3.24). */
export const USER_DATA_OCTETS = 140;
/** Octets of an information element that says "part n of m", 8-bit and 16-bit reference (TS 23.040 §9.2.3.24.1 and .8). */
const CONCATENATION_OCTETS = { 8: 5, 16: 6 } as const;
/** Octets of an information element that names a national table (TS 23.040 §9.2.3.24.15 and .16). */
const SHIFT_OCTETS = 3;

export interface SegmentOptions {
  /** National tables that the sending device can name in a header; none unless said. */
  tables?: readonly NationalTable[];
  /** Bits of the concatenation reference; 8 unless said. */
  reference?: 8 | 16;
}

/** Where a text is cut, and what it is written in. */
export interface Layout {
  /** The text as it is sent, see `normaliseText`. */
  text: string;
  /** Null means UCS-2. */
  alphabet: Alphabet | null;
  /** Units (septets or code units) that fit into one part. */
  perSegment: number;
  /** Units of the whole text. */
  used: number;
  /** Units of the last part. */
  last: number;
  /** Offset in `text` at which each part ends; empty for an empty text. */
  ends: number[];
}

/** The text as it is counted and sent: well-formed and composed (NFC), so that `e` + U+0301 costs one septet. */
export function normaliseText(text: string): string {
  return text.toWellFormed().normalize('NFC');
}

/** What fits beside information elements of so many octets, in units of so many bits. */
function capacity(elements: number, bits: 7 | 16): number {
  const header = elements === 0 ? 0 : elements + 1;
  return Math.floor(((USER_DATA_OCTETS - header) * 8) / bits);
}

function gsmLayout(text: string, alphabet: Alphabet, concatenation: number): Layout | null {
  const used = septetsOf(text, alphabet);
  if (used < 0) return null;
  const shifts =
    (alphabet.locking === null ? 0 : SHIFT_OCTETS) + (alphabet.single === null ? 0 : SHIFT_OCTETS);
  const whole = capacity(shifts, 7);
  if (used <= whole)
    return { text, alphabet, perSegment: whole, used, last: used, ends: used === 0 ? [] : [text.length] };
  const perSegment = capacity(shifts + concatenation, 7);
  const ends: number[] = [];
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const septets = (alphabet.codes[text.charCodeAt(i)] ?? 0) >> 7;
    if (last + septets > perSegment) {
      ends.push(i);
      last = 0;
    }
    last += septets;
  }
  return { text, alphabet, perSegment, used, last, ends: [...ends, text.length] };
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The last place at or before `end` where the text may be cut: between graphemes, in a longer one between code points. A
 * CR LF may be cut: Unicode calls it one grapheme, but nobody sees it.
 */
function cutBefore(graphemes: Intl.Segments, end: number, perSegment: number): number {
  const { index = end, segment = '' } = graphemes.containing(end) ?? {};
  if (segment === '\r\n') return end;
  if (segment.length <= perSegment) return index;
  const unit = segment.charCodeAt(end - index);
  return end > index && unit >= 0xdc00 && unit <= 0xdfff ? end - 1 : end;
}

function unicodeLayout(text: string, concatenation: number): Layout {
  const whole = capacity(0, 16);
  const used = text.length;
  if (used <= whole) return { text, alphabet: null, perSegment: whole, used, last: used, ends: [used] };
  const perSegment = capacity(concatenation, 16);
  const graphemes = GRAPHEMES.segment(text);
  const ends: number[] = [];
  let start = 0;
  while (used - start > perSegment) {
    start = cutBefore(graphemes, start + perSegment, perSegment);
    ends.push(start);
  }
  return { text, alphabet: null, perSegment, used, last: used - start, ends: [...ends, used] };
}

/** The layout with the fewest parts; between equals the plainest header, and 7-bit before Unicode. */
export function layOut(text: string, options: SegmentOptions): Layout {
  const concatenation = CONCATENATION_OCTETS[options.reference ?? 8];
  // A text wholly in the default alphabet is composed already: no character of it joins another.
  const plain = gsmLayout(text, PLAIN_ALPHABET, concatenation);
  if (plain && plain.ends.length <= 1) return plain;
  const normalised = plain ? text : normaliseText(text);
  let best: Layout | null = null;
  for (const alphabet of alphabetsOf(options.tables ?? [])) {
    const layout = gsmLayout(normalised, alphabet, concatenation);
    if (layout && (!best || layout.ends.length < best.ends.length)) best = layout;
  }
  return best ?? unicodeLayout(normalised, concatenation);
}

/** The texts of the parts, in order. */
export function partsOf({ text, ends }: Layout): string[] {
  return ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
}

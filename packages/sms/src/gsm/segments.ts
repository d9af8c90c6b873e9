import { codesOf, DEFAULT_ALPHABET, DEFAULT_EXTENSION } from './default-alphabet.ts';
import type { NationalTable } from './national-tables.ts';
import { gsmReplacement } from './replacement.ts';

/** Octets of user data in one short message (3GPP TS 23.040 §9.2.3.24). */
const USER_DATA_OCTETS = 140;
/** Octets of an information element that says "part n of m", 8-bit and 16-bit reference (TS 23.040 §9.2.3.24.1 and .8). */
const CONCATENATION_OCTETS = { 8: 5, 16: 6 } as const;
/** Octets of an information element that names a national table (TS 23.040 §9.2.3.24.15 and .16). */
const SHIFT_OCTETS = 3;

const DEFAULT_CODES = codesOf(DEFAULT_ALPHABET);
const EXTENSION_CODES = codesOf(DEFAULT_EXTENSION);

export interface SegmentOptions {
  /** National tables that the sending device can name in a header; none unless said. */
  tables?: readonly NationalTable[];
  /** Bits of the concatenation reference; 8 unless said. */
  reference?: 8 | 16;
}

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

/** One way of writing 7-bit text: the tables in force and the header octets that announce them. */
interface Alphabet {
  locking: number | null;
  single: number | null;
  basic: ReadonlyMap<string, number>;
  extension: ReadonlyMap<string, number>;
}

interface Layout {
  alphabet: Alphabet | null;
  perSegment: number;
  parts: { text: string; units: number }[];
}

const PLAIN: Alphabet = {
  locking: null,
  single: null,
  basic: DEFAULT_CODES,
  extension: EXTENSION_CODES,
};

/** Alphabets in the order of preference between equals: the plainest header first. */
function alphabets(tables: readonly NationalTable[]): Alphabet[] {
  const found = [PLAIN];
  for (const { id, locking, single } of tables) {
    const extension = codesOf(single);
    found.push({ ...PLAIN, single: id, extension });
    if (locking) {
      const basic = codesOf(locking);
      found.push({ ...PLAIN, locking: id, basic }, { locking: id, single: id, basic, extension });
    }
  }
  return found;
}

/** Septets of a character: 1, 2 after ESC, 0 when the alphabet lacks it. */
function septets(alphabet: Alphabet, character: string): number {
  if (alphabet.basic.has(character)) return 1;
  return alphabet.extension.has(character) ? 2 : 0;
}

/** Octets that a header of these elements takes, with its length octet; 0 without elements. */
function headerOctets(elements: number): number {
  return elements === 0 ? 0 : elements + 1;
}

/** Cuts indivisible pieces into parts of at most `capacity` units. */
function pack(pieces: Iterable<{ text: string; units: number }>, capacity: number): Layout['parts'] {
  const parts: Layout['parts'] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last && last.units + piece.units <= capacity) {
      last.text += piece.text;
      last.units += piece.units;
    } else parts.push({ ...piece });
  }
  return parts;
}

function gsmLayout(text: string, alphabet: Alphabet, concatenation: number): Layout | null {
  const pieces: { text: string; units: number }[] = [];
  for (const character of text) {
    const units = septets(alphabet, character);
    if (units === 0) return null;
    pieces.push({ text: character, units });
  }
  const shifts =
    (alphabet.locking === null ? 0 : SHIFT_OCTETS) + (alphabet.single === null ? 0 : SHIFT_OCTETS);
  const capacity = (elements: number) => Math.floor(((USER_DATA_OCTETS - headerOctets(elements)) * 8) / 7);
  const whole = pack(pieces, capacity(shifts));
  return whole.length <= 1
    ? { alphabet, perSegment: capacity(shifts), parts: whole }
    : {
        alphabet,
        perSegment: capacity(shifts + concatenation),
        parts: pack(pieces, capacity(shifts + concatenation)),
      };
}

/** Graphemes where they fit a segment, else code points: a surrogate pair is never cut. */
function* unicodePieces(text: string, capacity: number): Iterable<{ text: string; units: number }> {
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text))
    if (segment.length <= capacity) yield { text: segment, units: segment.length };
    else for (const character of segment) yield { text: character, units: character.length };
}

function unicodeLayout(text: string, concatenation: number): Layout {
  const single = USER_DATA_OCTETS / 2;
  if (text.length <= single)
    return { alphabet: null, perSegment: single, parts: [{ text, units: text.length }] };
  const perSegment = Math.floor((USER_DATA_OCTETS - headerOctets(concatenation)) / 2);
  return { alphabet: null, perSegment, parts: pack(unicodePieces(text, perSegment), perSegment) };
}

/** The layout with the fewest segments; between equals the plainest header, and 7-bit before Unicode. */
function layOut(text: string, options: SegmentOptions): Layout {
  const concatenation = CONCATENATION_OCTETS[options.reference ?? 8];
  let best: Layout | null = null;
  for (const alphabet of alphabets(options.tables ?? [])) {
    const layout = gsmLayout(text, alphabet, concatenation);
    if (layout && (!best || layout.parts.length < best.parts.length)) best = layout;
  }
  return best ?? unicodeLayout(text, concatenation);
}

/** The text as it is counted and sent: well-formed and composed (NFC), so that `e` + U+0301 costs one septet. */
export function normaliseText(text: string): string {
  return text.toWellFormed().normalize('NFC');
}

/** Counts a text the way that handsets and carriers do. Send `normaliseText(text)`, or the count does not hold. */
export function countSegments(text: string, options: SegmentOptions = {}): SegmentCount {
  const normalised = normaliseText(text);
  const { alphabet, perSegment, parts } = layOut(normalised, options);
  return {
    encoding: alphabet ? 'gsm7' : 'ucs2',
    units: alphabet ? 'septets' : 'code units',
    locking: alphabet?.locking ?? null,
    single: alphabet?.single ?? null,
    used: parts.reduce((sum, part) => sum + part.units, 0),
    perSegment,
    segments: parts.length,
    left: perSegment - (parts.at(-1)?.units ?? 0),
    culprits: alphabet ? [] : culpritsOf(normalised),
  };
}

/** The texts of the segments, in order; joined they are `normaliseText(text)`. */
export function splitSegments(text: string, options: SegmentOptions = {}): string[] {
  return layOut(normaliseText(text), options).parts.map((part) => part.text);
}

function culpritsOf(text: string): Culprit[] {
  const culprits = new Map<string, Culprit>();
  for (const character of text)
    if (!culprits.has(character) && septets(PLAIN, character) === 0)
      culprits.set(character, { character, replacement: gsmReplacement(character) });
  return [...culprits.values()];
}

/** "Part n of m" of a text in several parts (TS 23.040 §9.2.3.24.1 and .8). */
export interface Concatenation {
  /** The same in all parts of one text; 0–255 or 0–65,535. */
  reference: number;
  /** Bits of the reference: equal numbers of different widths are different references. */
  bits: 8 | 16;
  /** 1–255. */
  total: number;
  /** 1 to `total`. */
  part: number;
}

/** Information element identifiers (TS 23.040 §9.2.3.24). */
export const ELEMENT = {
  concatenation8: 0x00,
  concatenation16: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const;

/** What a part's header has to say. */
export interface HeaderContent {
  concatenation: Concatenation | null;
  /** Language id of the locking shift table; null means the default alphabet. */
  locking: number | null;
  /** Language id of the single shift table; null means the default extension. */
  single: number | null;
}

/** The header of a part that needs none. */
export const NO_HEADER = new Uint8Array(0);

/** The header's octets, its length octet first; none when it has nothing to say. */
export function writeUserDataHeader({ concatenation, locking, single }: HeaderContent): Uint8Array {
  if (!concatenation && locking === null && single === null) return NO_HEADER;
  const elements: number[] = [];
  if (concatenation) {
    const { reference, bits, total, part } = concatenation;
    if (bits === 8) elements.push(ELEMENT.concatenation8, 3, reference & 0xff, total, part);
    else elements.push(ELEMENT.concatenation16, 4, (reference >> 8) & 0xff, reference & 0xff, total, part);
  }
  if (single !== null) elements.push(ELEMENT.singleShift, 1, single);
  if (locking !== null) elements.push(ELEMENT.lockingShift, 1, locking);
  return Uint8Array.of(elements.length, ...elements);
}

/** Zero bits between a header of so many octets, length octet included, and the first septet (TS 23.040 §9.2.3.24). */
export function fillBits(headerOctets: number): number {
  return (7 - ((headerOctets * 8) % 7)) % 7;
}

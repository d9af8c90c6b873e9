import type { TextPart } from './encode-text.ts';
import { joinUserData } from './encode-text.ts';
import { fillBits } from './user-data-header.ts';

const CR = 0x0d;

export interface Packing {
  /** Octets of the header before the septets, its length octet included; 0 unless said. */
  headerOctets?: number;
  /**
   * Whether the number of septets travels beside the octets, as TP-UDL does. Then spare bits are zero (TS 23.038
   * §6.1.2.1.1); otherwise seven spare bits hold CR, or they would be read as `@`, and a CR that ends on an octet
   * boundary is doubled (§6.1.2.3.1). False unless said.
   */
  counted?: boolean;
}

/** Packs septets (one per octet) eight into seven octets, lowest bit first, after the fill bits that the header asks for. */
export function packSeptets(
  septets: Uint8Array,
  { headerOctets = 0, counted = false }: Packing = {},
): Uint8Array {
  const fill = fillBits(headerOctets);
  const bits = fill + septets.length * 7;
  const doubled = !counted && septets.length > 0 && bits % 8 === 0 && septets.at(-1) === CR;
  const packed = new Uint8Array(Math.ceil(bits / 8) + (doubled ? 1 : 0));
  const write = (septet: number, bit: number) => {
    const at = bit >> 3;
    const shifted = (septet & 0x7f) << (bit & 7);
    packed[at] = (packed[at] ?? 0) | shifted;
    // A write beyond the end of a typed array does nothing: there are no bits left over then.
    packed[at + 1] = shifted >> 8;
  };
  for (let i = 0; i < septets.length; i++) write(septets[i] ?? 0, fill + 7 * i);
  if (doubled || (!counted && bits % 8 === 1)) write(CR, bits);
  return packed;
}

/**
 * Unpacks septets, one per octet. `count` is their number where it is known; without it, all that fit, and a CR that
 * ends on an octet boundary is padding.
 */
export function unpackSeptets(
  packed: Uint8Array,
  { headerOctets = 0, count }: { headerOctets?: number; count?: number | undefined } = {},
): Uint8Array {
  const fill = fillBits(headerOctets);
  const room = Math.max(0, Math.floor((packed.length * 8 - fill) / 7));
  const septets = new Uint8Array(Math.max(0, Math.min(room, count ?? room)));
  for (let i = 0; i < septets.length; i++) {
    const bit = fill + 7 * i;
    const at = bit >> 3;
    septets[i] = (((packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)) >> (bit & 7)) & 0x7f;
  }
  const padded = count === undefined && septets.at(-1) === CR && (fill + septets.length * 7) % 8 === 0;
  return padded ? septets.subarray(0, -1) : septets;
}

/** Header and body as a TPDU's user data carries them: septets packed, at most 140 octets. */
export function packUserData(part: TextPart): Uint8Array {
  if (part.encoding === 'ucs2') return joinUserData(part);
  const body = packSeptets(part.body, { headerOctets: part.header.length, counted: true });
  return joinUserData({ ...part, body });
}

/** TP-User-Data-Length (TS 23.040 §9.2.3.16): septets, header and fill bits included, or octets. */
export function userDataLength({ encoding, header, body }: TextPart): number {
  return encoding === 'ucs2' ? header.length + body.length : Math.ceil((header.length * 8) / 7) + body.length;
}

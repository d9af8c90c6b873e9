/** Padmé padding (Nikitin et al., PETS 2019, §4) with a floor: how long something is says little about what it is. */
import { concat, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';

export const PADDING_FLOOR = 128;
const LENGTH_OCTETS = 4;

/** The padded length of `length` octets: at least 128, then at most 12 % more, of few distinct values. */
export function pad(length: number): number {
  if (length <= PADDING_FLOOR) return PADDING_FLOOR;
  const exponent = Math.floor(Math.log2(length));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(length / unit) * unit;
}

/** Four octets of big-endian length, the octets, and zeros up to the padded length. */
export function addPadding(octets: Octets): Octets {
  const out = new Uint8Array(pad(LENGTH_OCTETS + octets.length));
  new DataView(out.buffer).setUint32(0, octets.length);
  out.set(octets, LENGTH_OCTETS);
  return out;
}

/** Undoes {@link addPadding}. @throws SealError `malformed` unless it is exactly what that makes. */
export function removePadding(padded: Octets): Octets {
  if (padded.length < PADDING_FLOOR) throw new SealError('malformed', 'padding below its floor');
  const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(0);
  const end = LENGTH_OCTETS + length;
  if (end > padded.length || pad(end) !== padded.length)
    throw new SealError('malformed', 'padding of a wrong length');
  for (let i = end; i < padded.length; i++) {
    if (padded[i] !== 0) throw new SealError('malformed', 'padding that is not zeros');
  }
  return padded.subarray(LENGTH_OCTETS, end);
}

/** Zeros after the octets up to `length`. */
export function zeroPadded(octets: Octets, length: number): Octets {
  return concat(octets, new Uint8Array(length - octets.length));
}

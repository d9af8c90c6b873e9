/**
 * The one encoding of everything that is signed, hashed, bound as AAD or passed as HKDF or HPKE info: each part as a
 * four-octet big-endian length and its octets, the first part being a dated label. No two lists of parts encode alike.
 */
import { utf8, type Octets } from './octets.ts';

/** A text stands as its UTF-8, a number as eight octets big-endian, octets as they are. */
export type Part = string | number | Uint8Array;

const LABEL_PREFIX = 'smseal/2026-11/';

const NOTHING: Octets = new Uint8Array(0);

/** Where frames are put together; each leaves as a copy, and nothing awaits in between. */
let scratch: Octets = new Uint8Array(4096);
let length = 0;

/** Frames `label` and `parts`. @throws RangeError when a number is not a whole non-negative one that a double holds exactly. */
export function frame(label: string, ...parts: Part[]): Octets {
  return frameMore(NOTHING, [LABEL_PREFIX + label, ...parts]);
}

/** A frame that was begun elsewhere, and more parts. */
export function frameMore(begun: Octets, parts: readonly Part[]): Octets {
  length = 0;
  reserve(begun.length);
  scratch.set(begun);
  length = begun.length;
  for (const part of parts) {
    if (typeof part === 'string') addText(part);
    else if (typeof part === 'number') addNumber(part);
    else addOctets(part);
  }
  return scratch.slice(0, length);
}

function reserve(more: number): void {
  if (length + more <= scratch.length) return;
  const grown = new Uint8Array(2 * (length + more));
  grown.set(scratch.subarray(0, length));
  scratch = grown;
}

function addUint32(value: number): void {
  scratch[length++] = value >>> 24;
  scratch[length++] = value >>> 16;
  scratch[length++] = value >>> 8;
  scratch[length++] = value;
}

function addOctets(part: Uint8Array): void {
  reserve(4 + part.length);
  addUint32(part.length);
  scratch.set(part, length);
  length += part.length;
}

function addNumber(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not a whole non-negative number');
  reserve(12);
  addUint32(8);
  addUint32(Math.floor(value / 0x1_0000_0000));
  addUint32(value % 0x1_0000_0000);
}

/** Short ASCII texts (ids, days, names of fields) are most of what is framed: no detour over an encoder. */
function addText(part: string): void {
  reserve(4 + part.length);
  const [buffer, start] = [scratch, length + 4];
  for (let i = 0; i < part.length; i++) {
    const code = part.charCodeAt(i);
    if (code > 0x7f) {
      addOctets(utf8(part));
      return;
    }
    buffer[start + i] = code;
  }
  addUint32(part.length);
  length += part.length;
}

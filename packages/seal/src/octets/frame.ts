/**
 * The one encoding of everything that is signed, hashed, bound as AAD or passed as HKDF or HPKE info: each part as a
 * four-octet big-endian length and its octets, the first part being a dated label. No two lists of parts encode alike.
 */
import type { Octets } from './octets.ts';
import { utf8 } from './octets.ts';

/** A text stands as its UTF-8, a number as eight octets big-endian, octets as they are. */
export type Part = string | number | Uint8Array;

const LABEL_PREFIX = 'smseal/2026-11/';

/** Frames `label` and `parts`. @throws RangeError when a number is not a whole non-negative one that a double holds exactly. */
export function frame(label: string, ...parts: Part[]): Octets {
  return new Frame(label).add(...parts).octets();
}

/** A frame under construction: begun by its label, or continued from a finished prefix. */
export class Frame {
  #buffer: Octets;
  #length: number;

  constructor(start: string | Octets) {
    this.#buffer = new Uint8Array(256);
    this.#length = 0;
    if (typeof start === 'string') this.add(LABEL_PREFIX + start);
    else {
      this.#reserve(start.length);
      this.#buffer.set(start);
      this.#length = start.length;
    }
  }

  add(...parts: Part[]): this {
    for (const part of parts) {
      if (typeof part === 'string') this.#text(part);
      else if (typeof part === 'number') this.#number(part);
      else this.#octets(part);
    }
    return this;
  }

  octets(): Octets {
    return this.#buffer.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#length + more, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }

  #uint32(value: number): void {
    this.#buffer[this.#length++] = value >>> 24;
    this.#buffer[this.#length++] = value >>> 16;
    this.#buffer[this.#length++] = value >>> 8;
    this.#buffer[this.#length++] = value;
  }

  #octets(part: Uint8Array): void {
    this.#reserve(4 + part.length);
    this.#uint32(part.length);
    this.#buffer.set(part, this.#length);
    this.#length += part.length;
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not a whole non-negative number');
    this.#reserve(12);
    this.#uint32(8);
    this.#uint32(Math.floor(value / 0x1_0000_0000));
    this.#uint32(value % 0x1_0000_0000);
  }

  /** Short ASCII texts (ids, days, names of fields) are most of what is framed: no detour over an encoder. */
  #text(part: string): void {
    this.#reserve(4 + part.length);
    let at = this.#length + 4;
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      if (code > 0x7f) {
        this.#octets(utf8(part));
        return;
      }
      this.#buffer[at++] = code;
    }
    this.#uint32(part.length);
    this.#length = at;
  }
}

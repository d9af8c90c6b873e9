/** Major types of RFC 8949 §3.1, in their place. */
const UNSIGNED = 0x00;
const NEGATIVE = 0x20;
const OCTETS = 0x40;
const TEXT = 0x60;
const ARRAY = 0x80;
const MAP = 0xa0;
const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL = 0xf6;
const FLOAT_64 = 0xfb;

/**
 * Encodes what JSON can say, and octets, as CBOR (RFC 8949): definite lengths, integers in their shortest form. Members
 * that are undefined are left out.
 * @throws TypeError on anything else.
 */
export function encodeCbor(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new CborWriter();
  writer.write(value);
  return writer.octets();
}

class CborWriter {
  #octets = new Uint8Array(1024);
  #view = new DataView(this.#octets.buffer);
  #length = 0;
  readonly #encoder = new TextEncoder();

  octets(): Uint8Array<ArrayBuffer> {
    return this.#octets.slice(0, this.#length);
  }

  write(value: unknown): void {
    if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#octet(value ? TRUE : FALSE);
    else if (value === null) this.#octet(NULL);
    else if (value instanceof Uint8Array) this.#run(OCTETS, value);
    else if (Array.isArray(value)) {
      this.#head(ARRAY, value.length);
      for (const member of value) this.write(member);
    } else if (typeof value === 'object') this.#map(value);
    else throw new TypeError(`CBOR is not made of a ${typeof value} here`);
  }

  #map(value: object): void {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    this.#head(MAP, members.length);
    for (const [name, member] of members) {
      this.#text(name);
      this.write(member);
    }
  }

  #text(text: string): void {
    this.#run(TEXT, this.#encoder.encode(text));
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0) this.#head(UNSIGNED, value);
      else this.#head(NEGATIVE, -1 - value);
      return;
    }
    this.#octet(FLOAT_64);
    this.#room(8);
    this.#view.setFloat64(this.#length, value);
    this.#length += 8;
  }

  #run(major: number, octets: Uint8Array): void {
    this.#head(major, octets.length);
    this.#room(octets.length);
    this.#octets.set(octets, this.#length);
    this.#length += octets.length;
  }

  #octet(octet: number): void {
    this.#room(1);
    this.#octets[this.#length++] = octet;
  }

  /** A major type with its argument in as few octets as hold it (RFC 8949 §3). */
  #head(major: number, argument: number): void {
    this.#room(9);
    if (argument < 24) {
      this.#view.setUint8(this.#length, major | argument);
      this.#length += 1;
    } else if (argument < 0x100) {
      this.#view.setUint8(this.#length, major | 24);
      this.#view.setUint8(this.#length + 1, argument);
      this.#length += 2;
    } else if (argument < 0x1_0000) {
      this.#view.setUint8(this.#length, major | 25);
      this.#view.setUint16(this.#length + 1, argument);
      this.#length += 3;
    } else if (argument < 0x1_0000_0000) {
      this.#view.setUint8(this.#length, major | 26);
      this.#view.setUint32(this.#length + 1, argument);
      this.#length += 5;
    } else {
      this.#view.setUint8(this.#length, major | 27);
      this.#view.setBigUint64(this.#length + 1, BigInt(argument));
      this.#length += 9;
    }
  }

  #room(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#octets.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#octets.length));
    larger.set(this.#octets);
    this.#octets = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** A place in a buffer that moves forward. Callers ask `left` first: it never looks past `end`. */
export class OctetReader {
  readonly #buffer: Buffer;
  readonly end: number;
  at: number;

  constructor(buffer: Buffer, at: number, end: number) {
    this.#buffer = buffer;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  int8(): number {
    return this.#buffer[this.at++] ?? 0;
  }

  /** An unsigned big-endian integer of 1 to 4 octets. */
  integer(octets: number): number {
    let value = 0;
    for (let n = 0; n < octets; n++) value = value * 256 + this.int8();
    return value;
  }

  /** A copy, so that nothing keeps the whole chunk in memory. */
  octets(count: number): Uint8Array {
    const copy = new Uint8Array(count);
    this.#buffer.copy(copy, 0, this.at, this.at + count);
    this.at += count;
    return copy;
  }

  /** Characters up to NUL, which is passed over, or up to the end. */
  text(): string {
    const start = this.at;
    let stop = start;
    while (stop < this.end && this.#buffer[stop] !== 0) stop++;
    this.at = stop < this.end ? stop + 1 : stop;
    return stop === start ? '' : this.#buffer.toString('latin1', start, stop);
  }

  /** The first `count` octets as characters up to the first NUL among them. */
  textOf(count: number): string {
    const found = new OctetReader(this.#buffer, this.at, this.at + count).text();
    this.at += count;
    return found;
  }
}

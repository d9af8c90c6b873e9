/** Last digits of a number that tell the numbers of a run apart. */
export const TOLD_APART = 7;
const ZERO = 48;

/** Which numbers were texted, by their last seven digits: a bit each, because there are millions. */
export class NumberSet {
  readonly #bits = new Uint8Array(10 ** TOLD_APART / 8);
  size = 0;

  /** Adds the number that ends before `end`. */
  add(octets: Uint8Array, end: number): void {
    let number = 0;
    for (let at = end - TOLD_APART; at < end; at++) number = number * 10 + (octets[at] ?? ZERO) - ZERO;
    const place = number >> 3;
    const bit = 1 << (number & 7);
    const before = this.#bits[place] ?? 0;
    if ((before & bit) !== 0) return;
    this.#bits[place] = before | bit;
    this.size++;
  }

  clear(): void {
    this.#bits.fill(0);
    this.size = 0;
  }
}

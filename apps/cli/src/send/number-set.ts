/** E.164 numbers that were seen, at eight octets each: fifteen digits are exact in a double. */
export class NumberSet {
  #slots = new Float64Array(1_024);
  #size = 0;

  /** @returns false where the number was there already. */
  add(number: string): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return this.#put(Number(number.slice(1)));
  }

  #put(digits: number): boolean {
    const mask = this.#slots.length - 1;
    // Neighbouring numbers are common: they are spread by Knuth's constant, high and low part together.
    let slot = (Math.imul((digits % 0x1_0000_0000) | 0, 0x9e37_79b1) ^ (digits / 0x1_0000_0000)) >>> 0;
    for (slot &= mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask)
      if (this.#slots[slot] === digits) return false;
    this.#slots[slot] = digits;
    this.#size++;
    return true;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    this.#size = 0;
    for (const digits of before) if (digits !== 0) this.#put(digits);
  }
}

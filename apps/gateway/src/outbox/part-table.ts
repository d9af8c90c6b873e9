import { randomFillSync } from 'node:crypto';
import type { BatchWork } from './batch-work.ts';

/** Part `k`, from 1, of one text of a batch: what a carrier's id stands for. */
export interface PartPlace {
  work: BatchWork;
  index: number;
  k: number;
}

const LEAST_CAPACITY = 1_024;
const FULL = 0.7;
const K_BITS = 8;

/**
 * Parts by their carrier's id, 16 octets each at a load of two thirds, because a carrier may owe receipts of millions of
 * texts: an id is kept as 64 bits of a hash seeded by chance, which two of a million ids share once in some thirty million
 * such tables; a batch as its place in a list. Open addressing with linear probing; what is deleted leaves no gap.
 */
export class PartTable {
  readonly #seed = randomFillSync(new Uint32Array(2));
  /** Four words for each entry: the hash's two, the batch's slot and one, the place. A slot of 0 is free. */
  #words = new Uint32Array(4 * LEAST_CAPACITY);
  #size = 0;
  #low = 0;
  #high = 0;
  readonly #works: (BatchWork | undefined)[] = [];
  readonly #slots = new Map<BatchWork, number>();
  /** Entries of each slot. */
  readonly #counts: number[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#size;
  }

  has(id: string): boolean {
    return this.#words[this.#find(id) + 2] !== 0;
  }

  get(id: string): PartPlace | null {
    const at = this.#find(id);
    const slot = this.#words[at + 2] ?? 0;
    const work = slot === 0 ? undefined : this.#works[slot - 1];
    if (work === undefined) return null;
    const place = this.#words[at + 3] ?? 0;
    return { work, index: place >>> K_BITS, k: place & ((1 << K_BITS) - 1) };
  }

  /** An id that is there already stands for this part from now on. */
  set(id: string, { work, index, k }: PartPlace): void {
    if ((this.#size + 1) * 4 > this.#words.length * FULL) this.#resize(this.#words.length * 2);
    const slot = this.#slotOf(work);
    const at = this.#find(id);
    const before = this.#words[at + 2] ?? 0;
    if (before === 0) this.#size++;
    else this.#leave(before - 1);
    this.#words[at] = this.#low;
    this.#words[at + 1] = this.#high;
    this.#words[at + 2] = slot + 1;
    this.#words[at + 3] = (index << K_BITS) | k;
  }

  delete(id: string): void {
    const at = this.#find(id);
    const slot = this.#words[at + 2] ?? 0;
    if (slot === 0) return;
    this.#close(at);
    this.#size--;
    this.#leave(slot - 1);
    if (this.#words.length > 4 * LEAST_CAPACITY && this.#size * 32 < this.#words.length)
      this.#resize(this.#words.length / 2);
  }

  /** Forgets everything of batches that `isOver` names. */
  forget(isOver: (work: BatchWork) => boolean): void {
    const over = new Set<number>();
    for (const [work, slot] of this.#slots) if (isOver(work)) over.add(slot);
    if (over.size === 0) return;
    const { length } = this.#words;
    this.#resize(length, (slot) => !over.has(slot));
    for (const slot of over) {
      this.#counts[slot] = 1;
      this.#leave(slot);
    }
  }

  /** Where an id is, or would be: the place of its first word. Notes its hash. */
  #find(id: string): number {
    this.#hash(id);
    const mask = this.#words.length - 1;
    let at = (this.#low * 4) & mask;
    for (;;) {
      if (this.#words[at + 2] === 0) return at;
      if (this.#words[at] === this.#low && this.#words[at + 1] === this.#high) return at;
      at = (at + 4) & mask;
    }
  }

  /** Two multiplicative hashes of the id's UTF-16 units, each stirred with the other at the end. */
  #hash(id: string): void {
    let low = this.#seed[0] ?? 0;
    let high = this.#seed[1] ?? 0;
    for (let i = 0; i < id.length; i++) {
      const unit = id.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x9e3779b1);
      high = Math.imul(high ^ unit, 0x85ebca77);
    }
    low = Math.imul(low ^ (low >>> 16), 0xc2b2ae3d) ^ Math.imul(high ^ (high >>> 13), 0x27d4eb2f);
    high = Math.imul(high ^ (high >>> 16), 0xc2b2ae3d) ^ Math.imul(low ^ (low >>> 13), 0x27d4eb2f);
    this.#low = (low ^ (low >>> 15)) >>> 0;
    this.#high = (high ^ (high >>> 15)) >>> 0;
  }

  /** Frees a place, and moves what was pushed past it back. */
  #close(freed: number): void {
    const words = this.#words;
    const mask = words.length - 1;
    let gap = freed;
    for (let at = (gap + 4) & mask; words[at + 2] !== 0; at = (at + 4) & mask) {
      const home = ((words[at] ?? 0) * 4) & mask;
      // It may not move before the place where its search begins.
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      words.copyWithin(gap, at, at + 4);
      gap = at;
    }
    words.fill(0, gap, gap + 4);
  }

  #resize(length: number, isKept: (slot: number) => boolean = () => true): void {
    const before = this.#words;
    this.#words = new Uint32Array(length);
    const mask = length - 1;
    this.#size = 0;
    for (let from = 0; from < before.length; from += 4) {
      const slot = before[from + 2] ?? 0;
      if (slot === 0 || !isKept(slot - 1)) continue;
      let at = ((before[from] ?? 0) * 4) & mask;
      while (this.#words[at + 2] !== 0) at = (at + 4) & mask;
      this.#words.set(before.subarray(from, from + 4), at);
      this.#size++;
    }
  }

  #slotOf(work: BatchWork): number {
    const slot = this.#slots.get(work) ?? this.#free.pop() ?? this.#works.length;
    this.#slots.set(work, slot);
    this.#works[slot] = work;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    return slot;
  }

  /** One entry fewer of a batch; without any it is let go of. */
  #leave(slot: number): void {
    const left = (this.#counts[slot] ?? 1) - 1;
    this.#counts[slot] = left;
    const work = this.#works[slot];
    if (left > 0 || work === undefined) return;
    this.#works[slot] = undefined;
    this.#slots.delete(work);
    this.#free.push(slot);
  }
}

import { Seeded } from '../random/seeded.ts';
import type { Share, Span } from './behaviour.ts';

/** The choices about one text. The same words make the same choices; nothing is drawn for what is certain. */
export class Dice {
  readonly #words: string;
  #seeded: Seeded | null = null;

  constructor(words: string) {
    this.#words = words;
  }

  #source(): Seeded {
    this.#seeded ??= new Seeded(this.#words);
    return this.#seeded;
  }

  happens(share: Share): boolean {
    if (share <= 0) return false;
    return share >= 1 || this.#source().chance(share);
  }

  /** Whole ms of a span. */
  within([least, most]: Span): number {
    return most > least ? this.#source().int(least, most) : least;
  }

  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const [first] = choices;
    return choices.length === 1 && first !== undefined ? first : this.#source().pick(choices);
  }

  /** Picks by weight. */
  weigh<T extends string>(weights: Readonly<Record<T, number>>): T {
    const possible = (Object.entries(weights) as [T, number][]).filter(([, weight]) => weight > 0);
    const [first] = possible;
    return possible.length === 1 && first !== undefined ? first[0] : this.#source().weighted(possible);
  }
}

/** The newest word about a number. */
export interface Word {
  closes: boolean;
  /** Index into a table of at most four. */
  cause: number;
  why: string;
  /** ms since 1970. */
  at: number;
}

const FIRST_BITS = 4;
/** Most different reasons that are kept; later ones stand as an empty text, and the list itself has them. */
const MOST_REASONS = 0xffff;

/** Texts by a number of two octets: most numbers were closed for one of few reasons. */
class Reasons {
  readonly #texts = [''];
  readonly #indexes = new Map([['', 0]]);

  at(index: number): string {
    return this.#texts[index] ?? '';
  }

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length > MOST_REASONS) return 0;
    this.#indexes.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}

/**
 * The newest word by number: a hash table with open addressing (linear probing) in typed arrays, 19 octets a place and at
 * least a quarter of them free, so that a million numbers take 40 MB where a `Map` of objects takes 200.
 */
export class WordTable {
  #bits = FIRST_BITS;
  #size = 0;
  /** A number of at most 15 digits, which a double holds exactly; 0 is a free place. */
  #numbers = new Float64Array(2 ** FIRST_BITS);
  #times = new Float64Array(2 ** FIRST_BITS);
  /** Whether it closes, and the cause above that bit. */
  #facts = new Uint8Array(2 ** FIRST_BITS);
  #reasons = new Uint16Array(2 ** FIRST_BITS);
  readonly #texts = new Reasons();

  get size(): number {
    return this.#size;
  }

  get(number: number): Word | null {
    const place = this.#place(number);
    return this.#numbers[place] === number ? this.#wordAt(place) : null;
  }

  /** The newest word counts, whichever came first; of two of the same instant the one that closes. */
  put(number: number, word: Word): void {
    let place = this.#place(number);
    if (this.#numbers[place] === number) {
      if (!isNewer(word, this.#wordAt(place))) return;
    } else {
      if (4 * (this.#size + 1) > 3 * this.#numbers.length) {
        this.#grow();
        place = this.#place(number);
      }
      this.#size++;
      this.#numbers[place] = number;
    }
    this.#times[place] = word.at;
    this.#facts[place] = Number(word.closes) + 2 * word.cause;
    this.#reasons[place] = this.#texts.indexOf(word.why);
  }

  /** Numbers with a word, in no order. */
  *numbers(): Generator<number> {
    for (const number of this.#numbers) if (number !== 0) yield number;
  }

  #wordAt(place: number): Word {
    const facts = this.#facts[place] ?? 0;
    return {
      closes: (facts & 1) === 1,
      cause: facts >> 1,
      why: this.#texts.at(this.#reasons[place] ?? 0),
      at: this.#times[place] ?? 0,
    };
  }

  /** Where the number is, or the free place where it would be. */
  #place(number: number): number {
    const mask = this.#numbers.length - 1;
    const folded = (number >>> 0) ^ Math.imul(number / 0x1_0000_0000, 0x9e3779b1);
    let place = Math.imul(folded ^ (folded >>> 15), 0x85ebca6b) >>> (32 - this.#bits);
    for (;;) {
      const held = this.#numbers[place];
      if (held === number || held === 0) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const [numbers, times, facts, reasons] = [this.#numbers, this.#times, this.#facts, this.#reasons];
    const length = 2 ** ++this.#bits;
    this.#numbers = new Float64Array(length);
    this.#times = new Float64Array(length);
    this.#facts = new Uint8Array(length);
    this.#reasons = new Uint16Array(length);
    for (const [from, number] of numbers.entries()) {
      if (number === 0) continue;
      const to = this.#place(number);
      this.#numbers[to] = number;
      this.#times[to] = times[from] ?? 0;
      this.#facts[to] = facts[from] ?? 0;
      this.#reasons[to] = reasons[from] ?? 0;
    }
  }
}

/** An order of all words, so that two devices that heard the same hold the same. */
function isNewer(word: Word, held: Word): boolean {
  if (word.at !== held.at) return word.at > held.at;
  if (word.closes !== held.closes) return word.closes;
  return word.cause === held.cause ? word.why > held.why : word.cause > held.cause;
}

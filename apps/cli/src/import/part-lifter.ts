/**
 * Takes the octets of pictures out of a backup's text before it is parsed as XML: a long `data="…"` of base64 is decoded
 * as it streams by and leaves a token in its place. So a part is never held as text, and one that is too large not at all.
 */
import { randomUUID } from 'node:crypto';

/** Octets of a lifted value; `too-large` where there were more than may be kept. */
export type Lifted = Uint8Array<ArrayBuffer> | 'too-large';

const OPENING = 'data="';
/** Shorter values stay in the text, in characters. */
const SHORT = 1_024;
const FOREIGN = /[^A-Za-z0-9+/\s]/g;
/** How a value ends, and what may be the beginning of that. */
const CLOSING = /^={0,2}(?=")/;
const UNFINISHED = /^={1,2}$/;

export class PartLifter {
  readonly #most: number;
  /** Begins every token; a file cannot know it. */
  readonly #mark = `\uE000${randomUUID()}:`;
  readonly #lifted = new Map<string, Lifted>();
  #count = 0;
  #held = '';
  #value: Value | null = null;

  /** @param most octets that a value may have to be kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The next piece of text, with tokens in place of long values. What may be the beginning of one waits. */
  push(chunk: string): string {
    let out = '';
    let rest = this.#held + chunk;
    this.#held = '';
    while (rest !== '') {
      if (this.#value) {
        FOREIGN.lastIndex = 0;
        const end = FOREIGN.exec(rest)?.index ?? rest.length;
        this.#value.add(rest.slice(0, end));
        rest = rest.slice(end);
        if (UNFINISHED.test(rest)) {
          this.#held = rest;
          break;
        }
        if (rest === '') break;
        const closing = CLOSING.exec(rest);
        const long = closing !== null && !this.#value.short;
        out += long ? this.#lift(this.#value) : this.#value.text();
        if (long) rest = rest.slice(closing[0].length);
        this.#value = null;
      } else {
        const at = rest.indexOf(OPENING);
        const from = at < 0 ? beginningOfOpening(rest) : at + OPENING.length;
        out += rest.slice(0, from);
        rest = rest.slice(from);
        if (at < 0) {
          this.#held = rest;
          break;
        }
        this.#value = new Value(this.#most);
      }
    }
    return out;
  }

  /** The rest, at the end of the file. */
  end(): string {
    const rest = (this.#value?.text() ?? '') + this.#held;
    this.#held = '';
    this.#value = null;
    return rest;
  }

  /** Whether a token may still stand somewhere in the text that was given on. */
  get holding(): boolean {
    return this.#lifted.size > 0;
  }

  /** The value that a token stands for, once; undefined for any other text. */
  take(token: string): Lifted | undefined {
    const lifted = this.#lifted.get(token);
    this.#lifted.delete(token);
    return lifted;
  }

  /** Puts values back where tokens came into texts: somebody wrote `data="…"` there. */
  restore(text: string): string {
    if (!text.includes(this.#mark)) return text;
    const [before = '', ...others] = text.split(this.#mark);
    const whole = others.map((other) => {
      const end = other.indexOf('\uE001') + 1;
      const lifted = this.take(this.#mark + other.slice(0, end));
      return (lifted instanceof Uint8Array ? base64(lifted) : '') + other.slice(end);
    });
    return before + whole.join('');
  }

  #lift(value: Value): string {
    const token = `${this.#mark}${++this.#count}\uE001`;
    this.#lifted.set(token, value.octets());
    return token;
  }
}

/** Where a beginning of `data="` stands at the end of a text. */
function beginningOfOpening(text: string): number {
  for (let length = Math.min(OPENING.length - 1, text.length); length > 0; length--)
    if (OPENING.startsWith(text.slice(-length))) return text.length - length;
  return text.length;
}

/** A value on its way: text while it is short, octets from then on. */
class Value {
  readonly #most: number;
  readonly #pieces: Uint8Array[] = [];
  #text = '';
  #octets = 0;
  short = true;

  constructor(most: number) {
    this.#most = most;
  }

  add(run: string): void {
    this.#text += run;
    if (this.short && this.#text.length < SHORT) return;
    this.short = false;
    const clean = this.#text.replaceAll(/\s+/g, '');
    const whole = clean.length - (clean.length % 4);
    this.#keep(Buffer.from(clean.slice(0, whole), 'base64'));
    this.#text = clean.slice(whole);
  }

  octets(): Lifted {
    this.#keep(Buffer.from(this.#text, 'base64'));
    this.#text = '';
    if (this.#octets > this.#most) return 'too-large';
    const octets = new Uint8Array(this.#octets);
    let at = 0;
    for (const piece of this.#pieces) {
      octets.set(piece, at);
      at += piece.length;
    }
    return octets;
  }

  /** What was taken in, as text again. */
  text(): string {
    const rest = this.#text;
    if (this.short) return rest;
    this.#text = '';
    const lifted = this.octets();
    return (lifted instanceof Uint8Array ? base64(lifted) : '') + rest;
  }

  #keep(piece: Uint8Array): void {
    this.#octets += piece.length;
    if (this.#octets > this.#most) this.#pieces.length = 0;
    else this.#pieces.push(piece);
  }
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
}

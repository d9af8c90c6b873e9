/**
 * Mends what real backups contain and XML forbids, before the parser sees it: emoji as two numeric entities of a
 * surrogate pair (`&#55357;&#56832;`), lone surrogates, and references to control characters. Works on chunks: what may
 * be the beginning of an entity is held back until its end arrives.
 */
const REFERENCE = /&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));/g;
/** The last whole reference of a text, and the beginning of one after it. */
const TAIL = /(&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));)?(&(?:#(?:x[0-9a-fA-F]{0,6}|[0-9]{0,7})?)?)?$/;
/** Longest text that must be held back: one reference and the beginning of the next. */
const HOLD = 24;

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
/** XML 1.0 §2.2, production Char. */
function isAllowed(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code < 0xd800) ||
    (code > 0xdfff && code < 0xfffe) ||
    (code > 0xffff && code <= 0x10ffff)
  );
}
function codeOf(hex: string | undefined, decimal: string | undefined): number {
  return hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
}

/** The part of `text` that is safe to give on, mended; the rest is held back. */
export class EntityMender {
  #held = '';
  /** How many references had to be replaced because XML has no such character. */
  replaced = 0;

  push(chunk: string): string {
    const text = this.#held + chunk;
    const cut = this.#holdFrom(text);
    this.#held = text.slice(cut);
    return this.#mend(text.slice(0, cut));
  }

  /** The rest, at the end of the file. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return this.#mend(rest);
  }

  /** Where the text begins that must wait: a trailing reference to a high surrogate, an unfinished reference, or both. */
  #holdFrom(text: string): number {
    const from = Math.max(0, text.length - HOLD);
    const tail = TAIL.exec(text.slice(from));
    if (!tail) return text.length;
    const [, last, hex, decimal, unfinished = ''] = tail;
    const waits = last !== undefined && isHigh(codeOf(hex, decimal));
    return text.length - unfinished.length - (waits ? last.length : 0);
  }

  #mend(text: string): string {
    if (!text.includes('&#')) return text;
    let out = '';
    let from = 0;
    const references = [...text.matchAll(REFERENCE)];
    for (let i = 0; i < references.length; i++) {
      const [match, hex, decimal] = references[i] ?? [];
      const index = references[i]?.index ?? 0;
      if (match === undefined) continue;
      const code = codeOf(hex, decimal);
      out += text.slice(from, index);
      from = index + match.length;
      const next = references[i + 1];
      const low = isHigh(code) && next?.index === from ? codeOf(next[1], next[2]) : 0;
      if (next && isLow(low)) {
        out += `&#${(code - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000};`;
        from += next[0].length;
        i++;
      } else out += isAllowed(code) ? match : this.#replacement();
    }
    return out + text.slice(from);
  }

  #replacement(): string {
    this.replaced++;
    return '\uFFFD';
  }
}

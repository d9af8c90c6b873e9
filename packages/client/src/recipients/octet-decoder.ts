/** How the octets of a text file are read. */
export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'windows-1252';

/** What stands where octets were no character. */
export const UNREADABLE = '\ufffd';

/**
 * Decodes a file's octets as they come. A byte order mark decides; without one, zeros in every other octet tell UTF-16.
 * What is no UTF-8 is read in `fallback`, if nothing but ASCII came before: one broken character does not turn a file
 * of UTF-8 into another.
 */
export class OctetDecoder {
  readonly #fallback: FileEncoding;
  #encoding: FileEncoding | null = null;
  #decoder = new TextDecoder();
  /** Octets before the first decision, of which there are two at least. */
  #head: Uint8Array = new Uint8Array();
  #onlyAscii = true;

  constructor(fallback: FileEncoding = 'windows-1252') {
    this.#fallback = fallback;
  }

  /** Null until enough has come to tell. */
  get encoding(): FileEncoding | null {
    return this.#encoding;
  }

  push(octets: Uint8Array): string {
    return this.#decode(octets, true);
  }

  /** What was left over of a character that never ended. */
  end(): string {
    return this.#decode(new Uint8Array(), false);
  }

  #decode(octets: Uint8Array, more: boolean): string {
    let given = octets;
    if (this.#encoding === null) {
      given = joined(this.#head, octets);
      this.#head = given;
      if (more && given.length < ENOUGH) return '';
      this.#encoding = tell(given);
      this.#head = new Uint8Array();
    }
    if (this.#encoding !== 'utf-8' || !this.#onlyAscii) return this.#plainly(given, more);
    const ascii = firstBeyondAscii(given);
    if (ascii === given.length) return this.#plainly(given, more);
    if (!isUtf8(given.subarray(ascii))) this.#encoding = this.#fallback;
    this.#onlyAscii = false;
    return this.#plainly(given, more);
  }

  #plainly(octets: Uint8Array, more: boolean): string {
    if (this.#decoder.encoding !== this.#encoding)
      this.#decoder = new TextDecoder(this.#encoding ?? undefined);
    return this.#decoder.decode(octets, { stream: more });
  }
}

const ENOUGH = 4;

function tell(head: Uint8Array): FileEncoding {
  const [a, b] = head;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  const seen = Math.min(head.length, 1_024) & ~1;
  for (let i = 0; i < seen; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  // Text of a European language in UTF-16 is zeros by half.
  if (odd * 4 > seen && even === 0) return 'utf-16le';
  if (even * 4 > seen && odd === 0) return 'utf-16be';
  return 'utf-8';
}

function firstBeyondAscii(octets: Uint8Array): number {
  const found = octets.findIndex((octet) => octet > 0x7f);
  return found === -1 ? octets.length : found;
}

/** Whether a chunk is UTF-8, the end of which may be in the next one. */
function isUtf8(octets: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

import type { Canary } from './canary.ts';
import { writings, type Written } from './encodings.ts';

/** A canary that was found. */
export interface Find {
  canary: string;
  encoding: string;
  /** Offset in octets. */
  at: number;
}

const PREFIX_VALUES = 1 << 24;
/** Of one canary in one encoding and one place. */
const MOST_FINDS = 3;

/** Looks for many canaries in all encodings in one pass, by the first three octets of each. */
export class Finder {
  readonly #begins = new Uint8Array(PREFIX_VALUES);
  readonly #written = new Map<number, Written[]>();

  constructor(canaries: Iterable<Canary>) {
    for (const canary of canaries) {
      for (const written of writings(canary)) {
        const prefix = written.octets.readUIntBE(0, 3);
        this.#begins[prefix] = 1;
        const known = this.#written.get(prefix);
        if (known) known.push(written);
        else this.#written.set(prefix, [written]);
      }
    }
  }

  /** Each canary in each encoding, at the first three places where it stands. */
  find(octets: Buffer): Find[] {
    const finds: Find[] = [];
    const begins = this.#begins;
    let prefix = 0;
    for (let end = 0; end < octets.length; end++) {
      prefix = ((prefix << 8) | (octets[end] as number)) & (PREFIX_VALUES - 1);
      if (begins[prefix] === 1 && end >= 2) this.#look(octets, end - 2, finds);
    }
    return finds;
  }

  #look(octets: Buffer, at: number, finds: Find[]): void {
    const prefix = octets.readUIntBE(at, 3);
    for (const { canary, encoding, octets: wanted, alone } of this.#written.get(prefix) ?? []) {
      const end = at + wanted.length;
      if (end > octets.length || octets.compare(wanted, 0, wanted.length, at, end) !== 0) continue;
      if (alone && (isWord(octets[at - 1]) || isWord(octets[end]))) continue;
      const same = finds.filter((find) => find.canary === canary.name && find.encoding === encoding);
      if (same.length < MOST_FINDS) finds.push({ canary: canary.name, encoding, at });
    }
  }
}

function isWord(octet: number | undefined): boolean {
  return octet !== undefined && /[0-9A-Za-z]/.test(String.fromCharCode(octet));
}

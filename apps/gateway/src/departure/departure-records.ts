/** One part of a text: the text's place in its batch, and the part's, from 1. */
interface Part {
  index: number;
  k: number;
}

/** How far a part came. */
export type Departed =
  | { state: 'left' }
  /** `connector`: absent where there was only one. */
  | { state: 'answered'; carrierId: string; connector?: string };

/** How far a text came: its parts by `k`, those that left. */
export interface DepartedText {
  n: number;
  parts: Map<number, Departed>;
}

/** Texts of which a part left, by their place. */
export type Departures = ReadonlyMap<number, DepartedText>;

/**
 * Kinds of records: kind, place (two octets, big-endian), k; then n, or the length of an id and the id. Where there are
 * several connectors, the connector's id and a space stand before the carrier's.
 */
const LEAVING = 1;
const ANSWERED = 2;
const RETURNED = 3;
const ANSWERED_BY = 4;
const HEAD = 4;
const FIRST_ROOM = 4096;

/** Writes records of one batch into a buffer of its own. */
export class DepartureRecords {
  #octets = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;

  leaving({ n, ...part }: Part & { n: number }): void {
    this.#head(LEAVING, part, 1);
    this.#octets[this.#length++] = n;
  }

  answered(part: Part & { by?: string | null }, carrierId: string): void {
    const { by = null } = part;
    // An id of SMPP is 64 octets at most (SMPP 3.4 §5.2.23); a longer one is noted as far as it is told.
    const id = Buffer.from(by === null ? carrierId : `${by} ${carrierId}`).subarray(0, 0xff);
    this.#head(by === null ? ANSWERED : ANSWERED_BY, part, 1 + id.length);
    this.#octets[this.#length++] = id.length;
    this.#length += id.copy(this.#octets, this.#length);
  }

  returned(part: Part): void {
    this.#head(RETURNED, part, 0);
  }

  /** What was written since the last time; it is to be used before the next record. */
  take(): Uint8Array {
    const taken = this.#octets.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #head(kind: number, { index, k }: Part, more: number): void {
    if (this.#length + HEAD + more > this.#octets.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#octets.length + more));
      this.#octets.copy(larger, 0, 0, this.#length);
      this.#octets = larger;
    }
    this.#octets[this.#length++] = kind;
    this.#octets[this.#length++] = index >>> 8;
    this.#octets[this.#length++] = index;
    this.#octets[this.#length++] = k;
  }
}

/** Reads what was written of a batch, by one life or several. A record that was cut off by a kill had not happened yet. */
export function readDepartures(octets: Buffer): Departures {
  const texts = new Map<number, DepartedText>();
  let at = 0;
  while (at + HEAD <= octets.length) {
    const kind = octets[at];
    const index = octets.readUInt16BE(at + 1);
    const k = octets[at + 3] ?? 0;
    at += HEAD;
    if (kind === RETURNED) {
      texts.get(index)?.parts.delete(k);
      continue;
    }
    const value = octets[at++];
    if (value === undefined) break;
    if (kind === LEAVING) {
      const text = texts.get(index) ?? { n: value, parts: new Map<number, Departed>() };
      texts.set(index, text);
      text.parts.set(k, { state: 'left' });
    } else {
      if (at + value > octets.length) break;
      const ids = octets.toString('utf8', at, at + value);
      at += value;
      texts.get(index)?.parts.set(k, { state: 'answered', ...idsIn(kind, ids) });
    }
  }
  return texts;
}

function idsIn(kind: number | undefined, ids: string): { carrierId: string; connector?: string } {
  if (kind !== ANSWERED_BY) return { carrierId: ids };
  const space = ids.indexOf(' ');
  return { connector: ids.slice(0, space), carrierId: ids.slice(space + 1) };
}

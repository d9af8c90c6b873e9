import { DEFAULT_ALPHABET, DEFAULT_EXTENSION, type CodeRuns } from './default-alphabet.ts';
import { PLAIN_ALPHABET, type Alphabet } from './alphabet.ts';
import { NATIONAL_TABLES, type NationalTable } from './national-tables.ts';

/** Says that the next septet is from the extension (TS 23.038 §6.2.1.1). */
const ESCAPE = 0x1b;
const UNREADABLE = '\ufffd';

/** The tables in which septets are read; null means the default one. */
export interface ShiftTables {
  locking: number | null;
  single: number | null;
}

const TABLES = new Map<number, NationalTable>(
  Object.values(NATIONAL_TABLES).map((table) => [table.id, table]),
);

/** Whether a release of TS 23.038 defines this table. */
export function isNationalLanguage(id: number, kind: 'locking' | 'single'): boolean {
  return Boolean(TABLES.get(id)?.[kind]);
}

type Cells = readonly (string | undefined)[];
const cellsOfRuns = new Map<CodeRuns, Cells>();

/** Characters by code; undefined where the table has none. */
function cells(runs: CodeRuns): Cells {
  const known = cellsOfRuns.get(runs);
  if (known) return known;
  const made: (string | undefined)[] = Array.from({ length: 128 });
  for (const [start, characters] of Object.entries(runs))
    for (const [offset, character] of Array.from(characters).entries())
      made[Number(start) + offset] = character;
  cellsOfRuns.set(runs, made);
  return made;
}

/**
 * Writes the text's septets, one per octet, and returns the place after the last.
 * The alphabet must have every character (see `septetsOf`).
 */
export function writeSeptets(
  text: string,
  into: { octets: Uint8Array; at: number },
  alphabet = PLAIN_ALPHABET,
): number {
  const { codes }: Alphabet = alphabet;
  const { octets } = into;
  let { at } = into;
  for (let i = 0; i < text.length; i++) {
    const value = codes[text.charCodeAt(i)] ?? 0;
    if (value >= 2 << 7) octets[at++] = ESCAPE;
    octets[at++] = value & 0x7f;
  }
  return at;
}

/**
 * Reads septets, one per octet. ESC with a code that the extension lacks is the character that the alphabet in force has
 * at that code; ESC ESC, and an ESC with nothing after it, are a space (TS 23.038 §6.2.1.1, A.2). What no table has, and
 * an octet above 0x7F, is U+FFFD.
 */
export function readSeptets(octets: Uint8Array, tables: ShiftTables): string {
  const basic = cells(TABLES.get(tables.locking ?? 0)?.locking ?? DEFAULT_ALPHABET);
  const extension = cells(TABLES.get(tables.single ?? 0)?.single ?? DEFAULT_EXTENSION);
  let text = '';
  for (let i = 0; i < octets.length; i++) {
    const code = octets[i] ?? 0;
    if (code !== ESCAPE) {
      text += basic[code] ?? UNREADABLE;
      continue;
    }
    const next = octets[++i] ?? ESCAPE;
    text += next === ESCAPE ? ' ' : (extension[next] ?? basic[next] ?? UNREADABLE);
  }
  return text;
}

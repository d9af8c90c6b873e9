import { DEFAULT_ALPHABET, DEFAULT_EXTENSION, type CodeRuns } from './default-alphabet.ts';
import type { NationalTable } from './national-tables.ts';

/** One way of writing 7-bit text: the tables in force, and the language ids of the header that announces them. */
export interface Alphabet {
  /** Language id of the locking shift; null means the default alphabet. */
  locking: number | null;
  /** Language id of the single shift; null means the default extension. */
  single: number | null;
  /**
   * By UTF-16 code unit: bits 0–6 are the code, the bits above it the septets that it costs (1, or 2 after ESC). 0, or a
   * place beyond the end, means that the alphabet lacks the character. Every character of every table is one code unit.
   */
  codes: Uint16Array;
}

function alphabet(
  basic: CodeRuns,
  extension: CodeRuns,
  ids: { locking: number | null; single: number | null },
): Alphabet {
  const cells: [string, number][] = [];
  // What both tables hold is written without ESC: the later cell stays.
  for (const [septets, runs] of [
    [2, extension],
    [1, basic],
  ] as const)
    for (const [start, characters] of Object.entries(runs))
      for (let i = 0; i < characters.length; i++)
        cells.push([characters.charAt(i), (septets << 7) | (Number(start) + i)]);
  const codes = new Uint16Array(Math.max(...cells.map(([character]) => character.charCodeAt(0))) + 1);
  for (const [character, value] of cells) codes[character.charCodeAt(0)] = value;
  return { ...ids, codes };
}

/** The default alphabet and its extension (TS 23.038 §6.2.1): no header. */
export const PLAIN_ALPHABET = alphabet(DEFAULT_ALPHABET, DEFAULT_EXTENSION, { locking: null, single: null });

const ofTable = new WeakMap<NationalTable, Alphabet[]>();

/** The ways of using one national table, the plainest header first. */
function nationalAlphabets(table: NationalTable): Alphabet[] {
  const known = ofTable.get(table);
  if (known) return known;
  const { id, locking, single } = table;
  const made = [alphabet(DEFAULT_ALPHABET, single, { locking: null, single: id })];
  if (locking)
    made.push(
      alphabet(locking, DEFAULT_EXTENSION, { locking: id, single: null }),
      alphabet(locking, single, { locking: id, single: id }),
    );
  ofTable.set(table, made);
  return made;
}

/** Every alphabet that a sender with these tables can use, in the order of preference between equals. */
export function alphabetsOf(tables: readonly NationalTable[]): Alphabet[] {
  return tables.length === 0 ? [PLAIN_ALPHABET] : [PLAIN_ALPHABET, ...tables.flatMap(nationalAlphabets)];
}

/** Septets of the text in this alphabet; -1 when it lacks a character. */
export function septetsOf(text: string, { codes }: Alphabet): number {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    const value = codes[text.charCodeAt(i)] ?? 0;
    if (value === 0) return -1;
    septets += value >> 7;
  }
  return septets;
}

/** Whether the alphabet has the character. */
export function hasCharacter({ codes }: Alphabet, character: string): boolean {
  return character.length === 1 && (codes[character.charCodeAt(0)] ?? 0) !== 0;
}

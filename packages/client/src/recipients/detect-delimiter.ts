import { parseRow, type Delimiter } from './parse-row.ts';

const CANDIDATES = [',', ';', '\t', '|'] as const satisfies readonly Delimiter[];
/** Rows that are looked at. */
const LOOKED_AT = 50;

/** What a spreadsheet writes in the first line to name the delimiter: `sep=;`. */
const NAMED = /^sep=([,;\t|])\r?(?:\n|$)/i;

/**
 * What parts the cells of a table, from its beginning: what its first line names, else what makes most rows equally
 * wide, and of two such what makes them wider; a comma where nothing parts anything.
 * @returns `skip`: characters of the line that names it.
 */
export function detectDelimiter(sample: string): { delimiter: Delimiter; skip: number } {
  const named = NAMED.exec(sample);
  if (named) return { delimiter: named[1] as Delimiter, skip: named[0].length };
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of CANDIDATES) {
    const score = evenness(sample, delimiter);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return { delimiter: best, skip: 0 };
}

/** The share of rows that have the commonest width, and a little for that width; 0 where that is one. */
function evenness(sample: string, delimiter: Delimiter): number {
  const widths = new Map<number, number>();
  let rows = 0;
  for (let at = 0; at < sample.length && rows < LOOKED_AT; rows++) {
    const row = parseRow(sample, at, { delimiter, whole: true });
    if (row === null) break;
    at = row.next;
    const width = row.cells.length;
    widths.set(width, (widths.get(width) ?? 0) + 1);
  }
  let [width, times] = [1, 0];
  for (const [each, count] of widths) if (each > 1 && count > times) [width, times] = [each, count];
  return rows === 0 ? 0 : times / rows + Math.min(width, 100) / 10_000;
}

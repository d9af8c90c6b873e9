import type { TableRow } from './table-reader.ts';

/** What a table's columns are, told from its first rows. */
export interface TableColumns {
  /** What the first row says over each column; null where it is a recipient like the others. */
  header: string[] | null;
  /** The name of each column in a text's `{name}`. */
  fields: string[];
  /** The column of numbers, from 0; null where none looks like one. */
  number: number | null;
}

/** Rows that are enough to tell. */
export const ROWS_TO_TELL = 50;

/** What people write over numbers, in languages that use the Latin script; more specific words first. */
const NUMBER_WORDS = [
  /mobil|mobitel|mobiln|cell|handy|komórk|komork|móvil|movil|celular|portable|gsm|msisdn/i,
  /phone|telef|tel\b|téléphone|telefoon|whatsapp|sms/i,
  /number|numer|nummer|numéro|número|broj|číslo/i,
] as const;

/** Tells columns from a table's first rows: {@link ROWS_TO_TELL} of them or fewer. */
export function tellColumns(rows: readonly TableRow[]): TableColumns {
  const usable = rows.filter(({ problem }) => problem === null).map(({ cells }) => cells);
  const [first = []] = usable;
  const header = first.some(looksLikeNumber) ? null : first.map((cell) => cell.trim());
  const body = header === null ? usable : usable.slice(1);
  const width = Math.max(0, ...usable.map((cells) => cells.length));
  return {
    header: usable.length === 0 ? null : header,
    fields: fieldNames(header ?? [], width),
    number: numberColumn(header, body, width),
  };
}

/**
 * Names for columns that a text can call: letters, digits and `_`, a letter first, at most 40, each once. Marks are
 * dropped from letters (`Imię` is `Imie`); a column without a name is `column_3`.
 */
export function fieldNames(header: readonly string[], width = header.length): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const plain = (header[column] ?? '')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[łŁ]/g, (letter) => (letter === 'ł' ? 'l' : 'L'))
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^[^A-Za-z]+|_+$/g, '')
      .slice(0, 36);
    const base = plain === '' ? `column_${column + 1}` : plain;
    let name = base;
    for (let time = 2; taken.has(name.toLowerCase()); time++) name = `${base}_${time}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Whether a cell could be meant as a phone number: seven to fifteen digits and what people put between them. */
export function looksLikeNumber(cell: string): boolean {
  const text = cell.trim().replace(/^(?:'|="?)|"$/g, '');
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}|^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}$/.test(text)) return false;
  if (/^[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}$/.test(text)) return true;
  if (!/^\+?[0-9\s().\-/\u2010-\u2015]+$/.test(text)) return false;
  const digits = text.replace(/[^0-9]/g, '').length;
  return digits >= 7 && digits <= 15;
}

function numberColumn(header: string[] | null, body: readonly string[][], width: number): number | null {
  let best: number | null = null;
  let bestScore = 0;
  for (let column = 0; column < width; column++) {
    const filled = body.map((cells) => cells[column] ?? '').filter((cell) => cell.trim() !== '');
    const alike = filled.filter(looksLikeNumber).length;
    const word = NUMBER_WORDS.findIndex((words) => words.test(header?.[column] ?? ''));
    const named = word === -1 ? 0 : NUMBER_WORDS.length - word;
    const score = (filled.length === 0 ? 0 : alike / filled.length) + named;
    // A column that is named so and holds something else is not it.
    if ((alike === 0 && !(body.length === 0 && named > 0)) || score <= bestScore) continue;
    [best, bestScore] = [column, score];
  }
  return best;
}

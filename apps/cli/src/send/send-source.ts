import type { TableRow, Template } from '@smseal/client';
import { Misuse } from '../command/misuse.ts';
import { judgeRow, placesOf, type Addressee, type Judge, type RefusedRow } from './judge-row.ts';
import { NumberSet } from './number-set.ts';
import { RecipientTable, type TableOptions } from './recipient-table.ts';

/** Some rows, judged. `share` of all that was read by then, 0 to 1. */
export interface JudgedRows {
  judged: (Addressee | RefusedRow)[];
  share: number;
}

/** Whom to text, as often as it is asked: the same every time. */
export interface SendSource {
  people(): AsyncIterable<JudgedRows>;
  /** What it is, once it was read; null for what is not taken up again. */
  digest(): string | null;
}

interface Words {
  text: string;
  template: Template;
  country: string | undefined;
}

/** A table in a file. @throws Misuse. */
export async function tableSource(file: string, options: TableOptions, words: Words): Promise<SendSource> {
  const table = await RecipientTable.open(file, options);
  const places = placesOf(words.template, words.text, table.columns);
  const { number } = table.columns;
  return {
    people: () => judged(table.rows(), { ...words, number, places }),
    digest: () => `${table.digest} ${number} ${[...places.values()].join()}`,
  };
}

/** Numbers of the command line. @throws Misuse. */
export function listSource(numbers: readonly string[], words: Words): SendSource {
  const [field] = words.template.fields;
  if (field !== undefined)
    throw new Misuse(`The text calls {${field}}; fields come from the columns of --csv.`);
  const rows = numbers.map((number, i): TableRow => ({ line: i + 1, cells: [number], problem: null }));
  return {
    people: () => judged([{ rows, share: 1 }], { ...words, number: 0, places: new Map() }),
    digest: () => null,
  };
}

interface SomeRows {
  rows: TableRow[];
  share: number;
}

async function* judged(
  table: Iterable<SomeRows> | AsyncIterable<SomeRows>,
  judge: Omit<Judge, 'seen'>,
): AsyncGenerator<JudgedRows> {
  const seen = new NumberSet();
  for await (const { rows, share } of table)
    yield { judged: rows.map((row) => judgeRow(row, { ...judge, seen })), share };
}

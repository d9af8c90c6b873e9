import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  ROWS_TO_TELL,
  TableReader,
  tellColumns,
  type Delimiter,
  type FileEncoding,
  type TableColumns,
  type TableRow,
} from '@smseal/client';
import { Misuse } from '../command/misuse.ts';

/** How a file is read, where it is not to be told from the file itself. */
export interface TableOptions {
  /** Name of the column of numbers, or its place from 1. */
  numberColumn?: string | undefined;
  delimiter?: Delimiter | undefined;
  /** Of a file that is neither UTF-8 nor UTF-16. */
  encoding?: FileEncoding | undefined;
}

/** A table of recipients in a file: what its columns are, and its rows as often as they are wanted. */
export class RecipientTable {
  readonly file: string;
  /** Octets. */
  readonly size: number;
  readonly columns: TableColumns & { number: number };
  readonly #options: TableOptions;
  readonly #hash = createHash('sha256');
  #digest: string | null = null;

  private constructor(told: Pick<RecipientTable, 'file' | 'size' | 'columns'>, options: TableOptions) {
    this.file = told.file;
    this.size = told.size;
    this.columns = told.columns;
    this.#options = options;
  }

  /** Reads enough to tell the columns. @throws Misuse. */
  static async open(file: string, options: TableOptions): Promise<RecipientTable> {
    const facts = await stat(file).catch(() => null);
    if (!facts?.isFile()) throw new Misuse(`There is no file ${file}.`);
    const first: TableRow[] = [];
    for await (const { rows } of readRows(file, options)) if (first.push(...rows) >= ROWS_TO_TELL) break;
    const told = tellColumns(first.slice(0, ROWS_TO_TELL));
    const { numberColumn } = options;
    const number = numberColumn === undefined ? told.number : columnOf(told, numberColumn);
    if (number === null)
      throw new Misuse(
        numberColumn === undefined
          ? `No column of ${file} looks like phone numbers; name it with --number-column.`
          : `${file} has no column “${numberColumn}”; it has ${namesOf(told)}.`,
      );
    return new RecipientTable({ file, size: facts.size, columns: { ...told, number } }, options);
  }

  /** Of the file's octets, once all rows were read. */
  get digest(): string {
    this.#digest ??= this.#hash.digest('base64url');
    return this.#digest;
  }

  /** Rows without the header, many at a time. `share`: how much of the file was read by then, 0 to 1. */
  async *rows(): AsyncGenerator<{ rows: TableRow[]; share: number }> {
    const hash = this.#digest === null ? (octets: Uint8Array) => void this.#hash.update(octets) : undefined;
    let isFirst = this.columns.header !== null;
    for await (const { rows, read } of readRows(this.file, this.#options, hash)) {
      const header = isFirst ? rows.findIndex(({ problem }) => problem === null) : -1;
      if (header !== -1) {
        isFirst = false;
        rows.splice(header, 1);
      }
      yield { rows, share: this.size === 0 ? 1 : read / this.size };
    }
  }
}

/** The names by which a text can call a table's columns, for people. */
export function namesOf({ fields }: Pick<TableColumns, 'fields'>): string {
  return fields.map((name) => `{${name}}`).join(', ');
}

/** The column that a name means, in the file's spelling or in that of fields; null for none. */
export function columnOf({ header, fields }: TableColumns, name: string): number | null {
  const wanted = name.trim().toLowerCase();
  for (const names of [header ?? [], fields]) {
    const found = names.findIndex((one) => one.toLowerCase() === wanted);
    if (found !== -1) return found;
  }
  const place = /^[1-9][0-9]{0,3}$/.test(wanted) ? Number(wanted) : Infinity;
  return place <= fields.length ? place - 1 : null;
}

async function* readRows(
  file: string,
  { delimiter, encoding }: TableOptions,
  hash?: (octets: Uint8Array) => void,
): AsyncGenerator<{ rows: TableRow[]; read: number }> {
  const reader = new TableReader({
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { fallback: encoding }),
  });
  let read = 0;
  for await (const octets of createReadStream(file) as AsyncIterable<Uint8Array>) {
    hash?.(octets);
    read += octets.length;
    yield { rows: reader.push(octets), read };
  }
  yield { rows: reader.end(), read };
}

import { detectDelimiter } from './detect-delimiter.ts';
import { OctetDecoder, UNREADABLE, type FileEncoding } from './octet-decoder.ts';
import { afterBreak, lineEnd, parseRow, type Delimiter } from './parse-row.ts';

/** Why a row is not to be used. */
export type RowProblem = 'unclosed-quote' | 'too-long' | 'unreadable-character';

export interface TableRow {
  /** Line of the file where the row begins, from 1. */
  line: number;
  cells: string[];
  problem: RowProblem | null;
}

export interface TableReaderOptions {
  /** What parts cells: found out unless given. */
  delimiter?: Delimiter;
  /** How a file is read that is neither UTF-8 nor UTF-16: as windows-1252 unless given. */
  fallback?: FileEncoding;
}

/** Characters from which a delimiter is told. */
const SAMPLE = 32_768;
/** Most characters of a row: a quote that never closes would make one row of the rest. */
const MOST_ROW = 65_536;

/**
 * Reads a table of delimited text (CSV, TSV, what spreadsheets make of them) as its octets come, in memory that does not
 * grow with it. Rows of blank cells are left out; a row that cannot be read says so and holds up no other.
 */
export class TableReader {
  readonly #decoder: OctetDecoder;
  #delimiter: Delimiter | null;
  #text = '';
  #line = 1;
  #begun = false;
  /** Within a line that is too long, whose end has not come. */
  #isSkipping = false;

  constructor({ delimiter, fallback }: TableReaderOptions = {}) {
    this.#decoder = new OctetDecoder(fallback);
    this.#delimiter = delimiter ?? null;
  }

  /** Null until enough has come to tell. */
  get delimiter(): Delimiter | null {
    return this.#delimiter;
  }

  /** Null until enough has come to tell. */
  get encoding(): FileEncoding | null {
    return this.#decoder.encoding;
  }

  /** Rows that end in what has come. */
  push(octets: Uint8Array): TableRow[] {
    this.#text += this.#decoder.push(octets);
    return this.#begun || this.#text.length >= SAMPLE ? this.#read(false) : [];
  }

  /** The last rows. */
  end(): TableRow[] {
    this.#text += this.#decoder.end();
    return this.#read(true);
  }

  #read(whole: boolean): TableRow[] {
    const delimiter = this.#begin();
    const rows: TableRow[] = [];
    const text = this.#text;
    let at = this.#isSkipping ? this.#skip(0, whole) : 0;
    while (at < text.length) {
      const row = parseRow(text, at, { delimiter, whole });
      const isTooLong = (row?.next ?? text.length) - at > MOST_ROW;
      if (row !== null && !isTooLong) {
        const { cells, next, lines } = row;
        if (cells.some((cell) => cell.trim() !== ''))
          rows.push({ line: this.#line, cells, problem: problemOf(cells) });
        this.#line += lines;
        at = next;
        continue;
      }
      if (!isTooLong && !whole) break;
      const problem = lineEnd(text, at) - at > MOST_ROW ? 'too-long' : 'unclosed-quote';
      rows.push({ line: this.#line, cells: [], problem });
      at = this.#skip(at, whole);
    }
    this.#text = text.slice(at);
    return rows;
  }

  /** Passes over the line that `at` is in, as far as it has come. */
  #skip(at: number, whole: boolean): number {
    const next = afterBreak(this.#text, lineEnd(this.#text, at), whole);
    this.#isSkipping = next === null;
    if (next !== null) this.#line++;
    return next ?? this.#text.length;
  }

  #begin(): Delimiter {
    if (this.#begun && this.#delimiter !== null) return this.#delimiter;
    this.#begun = true;
    const { delimiter, skip } = detectDelimiter(this.#text);
    if (skip > 0) {
      this.#text = this.#text.slice(skip);
      this.#line++;
    }
    this.#delimiter ??= delimiter;
    return this.#delimiter;
  }
}

function problemOf(cells: readonly string[]): RowProblem | null {
  return cells.some((cell) => cell.includes(UNREADABLE)) ? 'unreadable-character' : null;
}

/** What parts the cells of a row. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** A row as it stands in a text, and where the next begins. */
export interface ParsedRow {
  cells: string[];
  next: number;
  /** Lines of the file that it takes: more than one where a quoted cell breaks lines. */
  lines: number;
}

/**
 * Reads the row that begins at `start` (RFC 4180, and what is seen of it): cells in quotes hold delimiters, line breaks
 * and doubled quotes; a quote inside a bare cell is itself; lines end in CR LF, LF or CR.
 * @param whole whether nothing comes after the text. @returns null where the row does not end in the text.
 */
export function parseRow(
  text: string,
  start: number,
  { delimiter, whole }: { delimiter: Delimiter; whole: boolean },
): ParsedRow | null {
  const end = lineEnd(text, start);
  const line = text.slice(start, end);
  if (!line.includes('"')) {
    const next = afterBreak(text, end, whole);
    return next === null ? null : { cells: line.split(delimiter), next, lines: 1 };
  }
  const cells: string[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const closed = closeQuote(text, at, whole);
      if (closed === null) return null;
      ({ cell } = closed);
      lines += lineBreaks(cell);
      at = closed.next;
    }
    const stop = cellEnd(text, at, delimiter);
    cell += text.slice(at, stop);
    cells.push(cell);
    if (text[stop] === delimiter) {
      at = stop + 1;
      continue;
    }
    const next = afterBreak(text, stop, whole);
    return next === null ? null : { cells, next, lines };
  }
}

/** Where the line that begins at `start` ends; the text's end where it does not. */
export function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  const line = feed === -1 ? text.length : feed;
  // A file that has no CR is not searched for one beyond this line.
  const carriage = text.slice(start, line).indexOf('\r');
  return carriage === -1 ? line : start + carriage;
}

/** Where the next line begins, given where this one ends; null where that is not known yet. */
export function afterBreak(text: string, end: number, whole: boolean): number | null {
  if (end >= text.length) return whole ? text.length : null;
  if (text[end] === '\n') return end + 1;
  if (end + 1 >= text.length) return whole ? text.length : null;
  return text[end + 1] === '\n' ? end + 2 : end + 1;
}

/** The cell in quotes that opens at `open`; null where it does not close in the text. */
function closeQuote(text: string, open: number, whole: boolean): { cell: string; next: number } | null {
  let cell = '';
  for (let from = open + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1 || (quote + 1 === text.length && !whole)) return null;
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { cell, next: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}

function cellEnd(text: string, from: number, delimiter: Delimiter): number {
  const line = lineEnd(text, from);
  const found = text.slice(from, line).indexOf(delimiter);
  return found === -1 ? line : from + found;
}

function lineBreaks(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** What a spreadsheet would take for a formula; CSV itself has no way to say that it is none. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number alone is no formula that could do anything, and is to stay readable. */
const NUMBER = /^[+-]?[0-9][0-9 ().-]*$/;
const NEEDS_QUOTES = /["\r\n,;]/;

/** Rows as CSV (RFC 4180, UTF-8 with a mark, so that Excel reads accents). Cells that could be formulas begin with an apostrophe. */
export function writeCsv(rows: Iterable<readonly string[]>): Blob {
  const parts: string[] = ['\ufeff'];
  for (const row of rows) parts.push(`${row.map(csvCell).join(',')}\r\n`);
  return new Blob(parts, { type: 'text/csv' });
}

function csvCell(cell: string): string {
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) || safe !== cell ? `"${safe.replaceAll('"', '""')}"` : safe;
}

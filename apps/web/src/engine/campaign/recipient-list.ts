import { fieldNames, type TableRow } from '@smseal/client';
import { describeNumber } from '@smseal/sms/geography';
import type { Mapping, RecipientsView, RefusedBecause, RefusedLine, SheetColumn } from './campaign-api.ts';
import { readCell } from './read-cell.ts';

/** Whom a list reaches, each number once, in the order of the list. */
export interface RecipientList {
  columns: SheetColumn[];
  /** E.164. */
  numbers: string[];
  /** The line of each, as it was read. */
  rows: TableRow[];
  refused: RefusedLine[];
  view: RecipientsView;
}

export interface ListRecipientsOptions {
  mapping: Mapping;
  /** Whether a number must not be texted. */
  isSuppressed: (number: string) => boolean;
  /** Lets others have their turn. @throws when nobody wants the answer any more. */
  breathe: () => Promise<void>;
}

const TURN = 2_000;
const SHOWN_ROWS = 6;
const SHOWN_REFUSED = 100;

/** Reads the numbers of all lines. What gets no text is told apart, with its line and the reason. */
export async function listRecipients(
  rows: readonly TableRow[],
  { mapping, isSuppressed, breathe }: ListRecipientsOptions,
): Promise<RecipientList> {
  const columns = columnsOf(rows, mapping.header);
  const body = mapping.header ? rows.slice(1) : rows;
  const list: Omit<RecipientList, 'view'> = { columns, numbers: [], rows: [], refused: [] };
  const first = new Map<string, number>();
  const mended = { plus: 0, exponent: 0 };
  const shown: RecipientsView['rows'] = [];
  let landlines = 0;
  for (const [place, row] of body.entries()) {
    if (place % TURN === TURN - 1) await breathe();
    const cell = row.cells[mapping.numbers]?.trim() ?? '';
    const read = readCell(cell, mapping.country ?? undefined);
    const number = 'number' in read && row.problem === null ? read.number : null;
    let because: RefusedBecause | null = 'because' in read ? read.because : null;
    if (row.problem !== null) because = 'unreadable';
    const earlier = number === null ? undefined : first.get(number);
    if (number !== null) {
      const isLandline = earlier === undefined && describeNumber(number).type === 'fixed';
      if (isLandline) landlines++;
      if (earlier !== undefined) because = 'duplicate';
      else if (isSuppressed(number)) because = 'suppressed';
      else if (isLandline && mapping.dropLandlines) because = 'landline';
      if (earlier === undefined) first.set(number, row.line);
    }
    if (shown.length < SHOWN_ROWS) shown.push({ line: row.line, cells: row.cells, number, because });
    if (because === null && number !== null) {
      list.numbers.push(number);
      list.rows.push(row);
      if ('mended' in read && read.mended !== null) mended[read.mended]++;
    } else if (because !== null)
      list.refused.push({
        line: row.line,
        cell,
        because,
        ...(earlier === undefined ? {} : { first: earlier }),
      });
  }
  const refused: RecipientsView['refused'] = {};
  for (const { because } of list.refused) refused[because] = (refused[because] ?? 0) + 1;
  return {
    ...list,
    view: {
      columns,
      lines: body.length,
      recipients: list.numbers.length,
      refused,
      some: list.refused.slice(0, SHOWN_REFUSED),
      mended,
      landlines,
      rows: shown,
    },
  };
}

const LOOKED_AT = 200;

/** The columns of a table, named after its first line where that is a heading. */
export function columnsOf(rows: readonly TableRow[], header: boolean): SheetColumn[] {
  const titles = header ? (rows[0]?.cells ?? []).map((title) => title.trim()) : [];
  const width = rows.slice(0, LOOKED_AT).reduce((widest, { cells }) => Math.max(widest, cells.length), 1);
  return fieldNames(titles, width).map((field, place) => ({
    field,
    title: titles[place] || `Column ${place + 1}`,
  }));
}

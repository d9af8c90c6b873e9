import { TableReader, type Delimiter, type FileEncoding, type TableRow } from '@smseal/client';
import { EngineError } from '../engine-error.ts';
import { guessWindows, type WindowsEncoding } from './guess-windows.ts';

/** A list as it was read. */
export interface Sheet {
  rows: TableRow[];
  /** Null for what was pasted. */
  encoding: FileEncoding | null;
  delimiter: Delimiter | null;
}

export interface ReadSheetOptions {
  /** How a file is read that is no Unicode; null: found out. */
  fallback: WindowsEncoding | null;
  /** BCP 47 language of the reader, which settles a doubt. */
  language: string;
  /** Lets others have their turn. */
  breathe: () => Promise<void>;
}

const MOST_OCTETS = 64 * 1024 * 1024;
const MOST_ROWS = 250_000;
const PIECE = 256 * 1024;

/**
 * Reads a pasted list, or a file.
 * @throws EngineError `no-list`, `workbook`, `not-a-list`, `file-too-large`, `too-many-lines`.
 */
export async function readSheet(source: string | Blob, options: ReadSheetOptions): Promise<Sheet> {
  const file = typeof source === 'string' ? new Blob([source]) : source;
  if (file.size > MOST_OCTETS)
    throw new EngineError(
      'file-too-large',
      'The file is larger than 64 MB; split it, and send to each part.',
    );
  requireText(new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
  const { language, fallback } = options;
  const first = await read(file, fallback ?? 'windows-1252', options);
  const sheet =
    fallback === null && first.encoding?.startsWith('windows') === true
      ? await read(file, guessWindows(new Uint8Array(await file.arrayBuffer()), language), options)
      : first;
  const rows = listed(sheet.rows);
  if (rows.length === 0)
    throw new EngineError('no-list', 'There is nothing in this list; paste numbers, or choose another file.');
  return { ...sheet, rows, encoding: typeof source === 'string' ? null : sheet.encoding };
}

async function read(
  file: Blob,
  fallback: WindowsEncoding,
  { breathe }: Pick<ReadSheetOptions, 'breathe'>,
): Promise<Sheet> {
  const reader = new TableReader({ fallback });
  const rows: TableRow[] = [];
  for (let at = 0; at < file.size; at += PIECE) {
    for (const row of reader.push(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer())))
      rows.push(row);
    if (rows.length > MOST_ROWS)
      throw new EngineError(
        'too-many-lines',
        'The list has more than 250,000 lines; split it, and send to each part.',
      );
    await breathe();
  }
  rows.push(...reader.end());
  return { rows, encoding: reader.encoding, delimiter: reader.delimiter };
}

/** @throws EngineError for a workbook and for anything binary. */
function requireText(start: Uint8Array): void {
  const begins = (...octets: number[]) => octets.every((octet, place) => start[place] === octet);
  if (begins(0x50, 0x4b, 3, 4))
    throw new EngineError(
      'workbook',
      'This is a workbook (XLSX or ODS); save it as CSV, then choose that file.',
    );
  if (begins(0xd0, 0xcf, 0x11, 0xe0))
    throw new EngineError(
      'workbook',
      'This is an old workbook (XLS); save it as CSV, then choose that file.',
    );
  const [even, odd] = [0, 1].map(
    (parity) => start.filter((octet, place) => place % 2 === parity && octet === 0).length,
  );
  if (begins(0x25, 0x50, 0x44, 0x46) || (even !== 0 && odd !== 0))
    throw new EngineError('not-a-list', 'This file is no text; save the list as CSV, then choose that file.');
}

const NUMBER_ALONE = /^[+\d][\d\s().-]{6,}$/;

/** Numbers side by side in one line, as in a mail's address line, are a list as well. */
function listed(rows: TableRow[]): TableRow[] {
  const [only] = rows;
  if (rows.length !== 1 || !only || only.cells.length < 3) return rows;
  const cells = only.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (!cells.every((cell) => NUMBER_ALONE.test(cell))) return rows;
  return cells.map((cell) => ({ ...only, cells: [cell] }));
}

import type { RowProblem, TableColumns, TableRow, Template } from '@smseal/client';
import { normaliseText, readRecipientNumber } from '@smseal/sms';
import { Misuse } from '../command/misuse.ts';
import type { NumberSet } from './number-set.ts';
import { columnOf, namesOf } from './recipient-table.ts';

/** Someone who is to be texted. */
export interface Addressee {
  /** Of the file; the place on the command line, from 1. */
  line: number;
  /** E.164. */
  to: string;
  /** What the text calls, by the names in the text. */
  fields: Record<string, string>;
  /** The text as this person gets it. */
  text: string;
}

export type RowRefusal =
  | 'unreadable'
  | 'not-a-number'
  | 'scientific-notation'
  | 'duplicate'
  | 'missing-field'
  | 'empty'
  | 'too-long';

/** A row that gets no text, and why. */
export interface RefusedRow {
  line: number;
  reason: RowRefusal;
  /** For people. */
  detail: string;
}

/** What stands between a row and a text. */
export interface Judge {
  template: Template;
  /** Column of numbers. */
  number: number;
  /** Columns by the names that the text calls them. */
  places: ReadonlyMap<string, number>;
  country: string | undefined;
  seen: NumberSet;
}

/** As the send API has them. */
const MOST_FIELD = 400;
const MOST_TEXT = 1_600;

const UNREADABLE = {
  'unclosed-quote': 'A quotation mark opens here and never closes.',
  'too-long': 'The row is longer than 65,536 characters.',
  'unreadable-character': 'Some octets are no characters; name the file’s encoding with --encoding.',
} as const satisfies Record<RowProblem, string>;

/** Makes of a row what is to be sent, or says why it cannot be. */
export function judgeRow(row: TableRow, judge: Judge): Addressee | RefusedRow {
  const { line, cells, problem } = row;
  const refuse = (reason: RowRefusal, detail: string): RefusedRow => ({ line, reason, detail });
  if (problem !== null) return refuse('unreadable', UNREADABLE[problem]);
  const cell = cells[judge.number] ?? '';
  const read = readRecipientNumber(cell, judge.country);
  if ('reason' in read) return refuse(read.reason, sentenceOf(read.reason, cell));
  const fields: Record<string, string> = {};
  for (const [name, column] of judge.places) {
    const value = (cells[column] ?? '').trim();
    if (value === '') return refuse('missing-field', `There is nothing in “${name}”, which the text calls.`);
    if (value.length > MOST_FIELD) return refuse('too-long', `“${name}” is longer than 400 characters.`);
    fields[name] = value;
  }
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- it is no array
  const filled = judge.template.fill(fields);
  const text = typeof filled === 'string' ? normaliseText(filled) : '';
  if (text.trim() === '') return refuse('empty', 'Nothing would be written in the text.');
  if (text.length > MOST_TEXT) return refuse('too-long', 'The text is longer than 1,600 characters.');
  if (!judge.seen.add(read.number))
    return refuse('duplicate', 'The same number stands earlier, and gets one text.');
  return { line, to: read.number, fields, text };
}

/** Where in a table each field of a text is. @throws Misuse where it is nowhere. */
export function placesOf(template: Template, text: string, columns: TableColumns): Map<string, number> {
  const doubled = /\{\{([A-Za-z][A-Za-z0-9_]*)\}\}/.exec(text)?.[1];
  if (doubled !== undefined && columnOf(columns, doubled) !== null)
    throw new Misuse(
      `{{${doubled}}} would be sent as “{${doubled}}”; write {${doubled}} for what is in that column.`,
    );
  const places = new Map<string, number>();
  for (const name of template.fields) {
    const column = columnOf(columns, name);
    if (column === null) throw new Misuse(`The text calls {${name}}; the file has ${namesOf(columns)}.`);
    places.set(name, column);
  }
  return places;
}

function sentenceOf(reason: 'not-a-number' | 'scientific-notation', cell: string): string {
  if (reason === 'scientific-notation')
    return 'A spreadsheet has rounded this number, and its digits are lost; format the column as text and export it again.';
  return cell.trim() === ''
    ? 'There is no number.'
    : 'This is no phone number; write it with + and the country’s code, or name the country with --country.';
}

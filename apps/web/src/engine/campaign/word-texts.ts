import { parseTemplate } from '@smseal/client';
import {
  countSegments,
  normaliseText,
  smartEncode,
  type NationalTable,
  type SegmentCount,
  type SmartText,
} from '@smseal/sms';
import type { Wording } from './campaign-api.ts';
import type { RecipientList } from './recipient-list.ts';

/** The gateway's send API takes no longer text either. */
export const MAX_TEXT = 1_600;

/** One recipient's text, ready to be sealed. */
export interface Worded {
  text: string;
  count: Pick<SegmentCount, 'encoding' | 'segments'>;
}

/** Words a text for each recipient of a list. */
export interface Writer {
  /** Fields that the text names. */
  fields: ReadonlySet<string>;
  /** Those of them that no column fills: their place stays empty. */
  unknown: string[];
  /** The recipient's own in a field; empty where there is nothing. */
  own(index: number, field: string): string;
  write(index: number): Worded;
  /** What smart encoding could do for a text that needs Unicode; null for one that does not. */
  explain(index: number): SmartText | null;
}

/** @param tables national shift tables that the way out carries. */
export function textWriter(
  { columns, rows }: Pick<RecipientList, 'columns' | 'rows'>,
  { text, instead, smart }: Pick<Wording, 'text' | 'instead' | 'smart'>,
  tables: readonly NationalTable[],
): Writer {
  const template = parseTemplate(text);
  const places = new Map(columns.map(({ field }, place) => [field, place]));
  const fields = [...template.fields];
  const own = (index: number, field: string) => rows[index]?.cells[places.get(field) ?? -1]?.trim() ?? '';
  const encode = (filled: string): Worded => {
    const normalised = normaliseText(filled);
    const plain = countSegments(normalised, { tables });
    if (smart === 'off' || plain.encoding === 'gsm7') return { text: normalised, count: plain };
    return smartEncode(normalised, { tables, ...(smart === 'all' ? { choose: () => true } : {}) });
  };
  const fill = (index: number): string => {
    const values = Object.fromEntries(
      fields.map((field) => [field, own(index, field) || (instead[field] ?? '')]),
    );
    const filled = template.fill(values);
    return typeof filled === 'string' ? filled : '';
  };
  let same: Worded | null = null;
  return {
    fields: template.fields,
    unknown: fields.filter((field) => !places.has(field)),
    own,
    write(index) {
      if (fields.length === 0 && same !== null) return same;
      same = encode(fill(index));
      return same;
    },
    explain(index) {
      const smart = smartEncode(fill(index), { tables });
      return smart.count.encoding === 'ucs2' || smart.replacements.length > 0 ? smart : null;
    },
  };
}

/** Whether a text can go at all. */
export function maySend({ text }: Pick<Worded, 'text'>): boolean {
  return text.trim() !== '' && text.length <= MAX_TEXT;
}

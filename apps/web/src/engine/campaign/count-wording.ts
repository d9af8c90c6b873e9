import type { NationalTable } from '@smseal/sms';
import type { Savings, Wording, WordingCounts } from './campaign-api.ts';
import type { RecipientList } from './recipient-list.ts';
import { MAX_TEXT, maySend, textWriter } from './word-texts.ts';

const TURN = 500;
const MOST_DEAR = 50;
const MOST_CHARACTERS = 12;
/** Texts that are looked at for what replacing would save; of more, every so many-th. */
const SAMPLE = 4_000;

type List = Pick<RecipientList, 'columns' | 'rows'>;

export interface CountOptions {
  /** National shift tables that the way out carries. */
  tables: readonly NationalTable[];
  /** Lets others have their turn. @throws when nobody wants the answer any more. */
  breathe: () => Promise<void>;
}

/** What a wording comes to over all recipients. */
export async function countWording(
  list: List,
  wording: Wording,
  { tables, breathe }: CountOptions,
): Promise<WordingCounts> {
  const writer = textWriter(list, wording, tables);
  const blank = new Map<string, number>();
  const sizes = new Map<number, number>();
  const sizeOf = new Uint16Array(list.rows.length);
  const told = { unicode: 0, empty: 0, tooLong: 0, segments: 0 };
  const known = [...writer.fields].filter((field) => !writer.unknown.includes(field));
  for (let index = 0; index < list.rows.length; index++) {
    if (index % TURN === TURN - 1) await breathe();
    for (const field of known)
      if (writer.own(index, field) === '' && !wording.instead[field])
        blank.set(field, (blank.get(field) ?? 0) + 1);
    const { text, count } = writer.write(index);
    if (text.trim() === '') told.empty++;
    else if (text.length > MAX_TEXT) told.tooLong++;
    if (!maySend({ text })) continue;
    if (count.encoding === 'ucs2') told.unicode++;
    told.segments += count.segments;
    sizeOf[index] = count.segments;
    sizes.set(count.segments, (sizes.get(count.segments) ?? 0) + 1);
  }
  const bySegments = [...sizes]
    .map(([segments, texts]) => ({ segments, texts }))
    .toSorted((a, b) => a.segments - b.segments);
  const least = bySegments[0]?.segments ?? 0;
  return {
    recipients: list.rows.length,
    least,
    most: bySegments.at(-1)?.segments ?? 0,
    bySegments,
    dear: dearest(sizeOf, least),
    unknown: writer.unknown,
    blank: [...blank].map(([field, texts]) => ({ field, texts })),
    saves: await savings(list, wording, { tables, breathe }),
    ...told,
  };
}

/** Places of the first recipients whose texts take most. */
function dearest(sizes: Uint16Array, least: number): number[] {
  return Array.from(sizes.keys())
    .filter((index) => (sizes[index] ?? 0) > least)
    .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b)
    .slice(0, MOST_DEAR);
}

/** What replacing characters would save beside what was chosen: counted over a part of a long list, and told so. */
async function savings(list: List, wording: Wording, { tables, breathe }: CountOptions): Promise<Savings> {
  const plain = textWriter(list, { ...wording, smart: 'off' }, tables);
  const characters = new Map<string, string>();
  const isSame = plain.fields.size === 0;
  const step = Math.max(1, isSame ? list.rows.length : Math.ceil(list.rows.length / SAMPLE));
  let lossless = 0;
  let all = 0;
  for (let index = 0; index < list.rows.length; index += step) {
    if (index % (TURN * step) === 0) await breathe();
    const { count } = plain.write(index);
    const smart = count.encoding === 'ucs2' ? plain.explain(index) : null;
    if (smart === null) continue;
    lossless += count.segments - smart.count.segments;
    all += count.segments - Math.min(smart.count.segments, smart.segmentsWithOffers);
    for (const { character, replacement } of [...smart.replacements, ...smart.offers])
      if (characters.size < MOST_CHARACTERS) characters.set(character, replacement);
  }
  return {
    lossless: lossless * step,
    all: all * step,
    about: step > 1 && !isSame,
    characters: [...characters].map(([character, replacement]) => ({ character, replacement })),
  };
}

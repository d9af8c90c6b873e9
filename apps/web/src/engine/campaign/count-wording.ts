import type { NationalTable } from '@smseal/sms';
import type { Wording, WordingCounts } from './campaign-api.ts';
import type { RecipientList } from './recipient-list.ts';
import { MAX_TEXT, textWriter } from './word-texts.ts';

const TURN = 500;
const MOST_DEAR = 50;
const MOST_CHARACTERS = 12;

/** What a wording comes to over all recipients. `breathe` throws when nobody wants the answer any more. */
export async function countWording(
  list: Pick<RecipientList, 'columns' | 'rows'>,
  wording: Wording,
  { tables, breathe }: { tables: readonly NationalTable[]; breathe: () => Promise<void> },
): Promise<WordingCounts> {
  const writer = textWriter(list, wording, tables);
  const blank = new Map<string, number>();
  const sizes = new Map<number, number>();
  const sizeOf = new Uint16Array(list.rows.length);
  const characters = new Map<string, string>();
  const saves = { lossless: 0, all: 0 };
  const told = { unicode: 0, empty: 0, tooLong: 0, segments: 0 };
  const known = [...writer.fields].filter((field) => !writer.unknown.includes(field));
  for (let index = 0; index < list.rows.length; index++) {
    if (index % TURN === TURN - 1) await breathe();
    for (const field of known)
      if (writer.own(index, field) === '' && !wording.instead[field])
        blank.set(field, (blank.get(field) ?? 0) + 1);
    const { text, count, plain, smart } = writer.write(index);
    if (text.trim() === '') told.empty++;
    else if (text.length > MAX_TEXT) told.tooLong++;
    if (count.encoding === 'ucs2') told.unicode++;
    told.segments += count.segments;
    sizeOf[index] = count.segments;
    sizes.set(count.segments, (sizes.get(count.segments) ?? 0) + 1);
    if (smart === null) continue;
    saves.lossless += plain.segments - smart.count.segments;
    saves.all += plain.segments - Math.min(smart.count.segments, smart.segmentsWithOffers);
    for (const { character, replacement } of [...smart.replacements, ...smart.offers])
      if (characters.size < MOST_CHARACTERS) characters.set(character, replacement);
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
    saves: {
      ...saves,
      characters: [...characters].map(([character, replacement]) => ({ character, replacement })),
    },
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

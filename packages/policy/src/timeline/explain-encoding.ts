import { countSegments, type NationalTable } from '@smseal/sms';
import type { ExplainedEncoding, TextCourse, WayOut } from './text-timeline.ts';

/** Shift tables that the way out passes on. A phone's own choice of them is not known, and is rare. */
export function tablesOf(way: WayOut): readonly NationalTable[] {
  return way.kind === 'smpp' ? way.tables : [];
}

/** Which alphabet a text goes in, and why it is that one (3GPP TS 23.038 §4, §6). */
export function explainEncoding({ text, way }: TextCourse): ExplainedEncoding {
  const { encoding, units, locking, single, culprits, perSegment, segments } = countSegments(text.text, {
    tables: tablesOf(way),
  });
  const because = culprits.map(({ character, replacement }) => ({ character, replacement }));
  const fits = `${perSegment} ${units} fit into ${segments > 1 ? 'each segment' : 'the segment'}`;
  const replaced = text.replaced ?? [];
  if (encoding === 'ucs2') {
    const named = because.map(({ character }) => `“${character}”`).join(' ');
    const lacks = way.kind === 'smpp' ? 'No 7-bit alphabet of this carrier has' : 'The 7-bit alphabet lacks';
    return { name: encoding, why: `${lacks} ${named}; ${fits}.`, because, replaced };
  }
  const table = locking === null && single === null ? 'the default alphabet' : 'a national alphabet';
  return {
    name: encoding,
    why: `Every character is in ${table} of GSM 03.38; ${fits}.`,
    because,
    replaced,
  };
}

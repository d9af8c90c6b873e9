import { explainError } from './explain-error.ts';
import type { ExplainedField } from './text-timeline.ts';

const LABEL = /(?:^|\s)(id|sub|dlvrd|submit date|done date|stat|err|text):/gi;
/** A receipt is about 150 characters. */
const MOST_CHARACTERS = 1_024;

/** SMPP 3.4 appendix B, table B-2, and words that carriers use besides. */
const STATES: Readonly<Record<string, string>> = {
  DELIVRD: 'Delivered to the handset.',
  EXPIRED: 'The time in which the carrier tried ran out.',
  DELETED: 'The carrier deleted it.',
  UNDELIV: 'It cannot be delivered.',
  ACCEPTD: 'Accepted: somebody read it for the recipient.',
  UNKNOWN: 'The carrier does not know.',
  REJECTD: 'The carrier rejected it.',
  ENROUTE: 'It is on its way.',
};

type Label = 'id' | 'sub' | 'dlvrd' | 'submit date' | 'done date' | 'stat' | 'err' | 'text';

const MEANINGS = {
  id: () => 'The carrier’s id of the text, by which the receipt was told to be its.',
  sub: () => 'Messages submitted, as the carrier counts.',
  dlvrd: () => 'Messages delivered, as the carrier counts.',
  'submit date': (value) => dateWords('Taken', value),
  'done date': (value) => dateWords('Ended', value),
  stat: (value) => STATES[value.toUpperCase()] ?? 'The carrier’s own word.',
  err: (value) => (/^0+$/.test(value) ? 'No error.' : explainError({ code: value, text: 'An error.' }, SMPP)),
  text: () => 'The beginning of the text, as the carrier repeats it.',
} as const satisfies Record<Label, (value: string) => string>;

const SMPP = { kind: 'smpp', tables: [], from: null, defaultAlphabet: 'gsm7' } as const;

/** A carrier's receipt, field by field (SMPP 3.4 appendix B); nothing where it is written in another way. */
export function explainReceipt(raw: string): ExplainedField[] {
  const text = raw.slice(0, MOST_CHARACTERS);
  const found = [...text.matchAll(LABEL)];
  const fields: ExplainedField[] = [];
  for (const [i, match] of found.entries()) {
    const label = (match[1] ?? '').toLowerCase() as Label;
    // What a person wrote stands behind `text:` and may look like a field.
    const isLast = label === 'text';
    const value = text.slice(match.index + match[0].length, isLast ? undefined : found[i + 1]?.index).trim();
    if (fields.some(({ name }) => name === label)) continue;
    fields.push({ name: label, value, means: MEANINGS[label](value) });
    if (isLast) break;
  }
  return fields;
}

/** `YYMMDDhhmm`, with seconds or the century with some. */
function dateWords(what: string, value: string): string {
  const [, year, month, day, hour, minute] =
    /^(?:20)?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d\d)?$/.exec(value) ?? [];
  if (year === undefined) return `${what} at a time that is not readable.`;
  return `${what} on 20${year}-${month}-${day} at ${hour}:${minute} by the carrier’s clock, whose zone it does not say.`;
}

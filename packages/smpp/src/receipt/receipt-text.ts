/** The fields of a delivery receipt's text as they were written (SMPP 3.4 appendix B); null where one is missing. */
export interface ReceiptText {
  id: string | null;
  /** Messages submitted and delivered. */
  sub: number | null;
  dlvrd: number | null;
  /** `YYYY-MM-DDThh:mm:ss` in the carrier's own time, whose zone it does not say; null also for zeros. */
  submitDate: string | null;
  doneDate: string | null;
  stat: string | null;
  /** The carrier's own code, hexadecimal with some. */
  err: string | null;
  /** At most the first 20 characters of the message. */
  text: string | null;
}

type Label = keyof ReceiptText;

/** A receipt is about 150 characters; what comes after so many is not looked at. */
const MAX_CHARACTERS = 2048;
const LABELS = /(^|\s)(id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err|text):/gi;

/** What a field's value looks like. Behind `text:` only such a value is taken for a field. */
const SHAPES = {
  id: /^\S{1,64}$/,
  sub: /^\d{1,4}$/,
  dlvrd: /^\d{1,4}$/,
  submitDate: /^\d{10,14}$/,
  doneDate: /^\d{10,14}$/,
  stat: /^[a-z]{4,13}$/i,
  err: /^[0-9a-z]{1,8}$/i,
  text: /^/,
} as const satisfies Record<Label, RegExp>;

function labelOf(written: string): Label {
  const name = written.toLowerCase().replace(/[ _]/g, '');
  if (name === 'submitdate') return 'submitDate';
  return name === 'donedate' ? 'doneDate' : (name as Label);
}

interface Piece {
  label: Label;
  /** Where the label begins, blank included, and where its value does. */
  from: number;
  start: number;
  value: string;
}

function piecesOf(text: string): Piece[] {
  const found = [...text.matchAll(LABELS)].map((match) => ({
    label: labelOf(match[2] ?? ''),
    from: match.index,
    start: match.index + match[0].length,
  }));
  return found.map((piece, index) => ({
    ...piece,
    value: text.slice(piece.start, found[index + 1]?.from ?? text.length).trim(),
  }));
}

/** `YYMMDDhhmm`, `YYMMDDhhmmss` or `YYYYMMDDhhmmss`. */
function dateOf(value: string | undefined): string | null {
  if (!value || !/^(\d{10}|\d{12}|\d{14})$/.test(value)) return null;
  const full = value.length === 14 ? value : `20${value.padEnd(12, '0')}`;
  const [, date, month = '', day = '', clock] = /^((?:\d{4})(\d\d)(\d\d))(\d{6})$/.exec(full) ?? [];
  if (!date || !clock || month === '00' || day === '00') return null;
  const text = `${full.slice(0, 4)}-${month}-${day}T${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4)}`;
  const read = new Date(`${text}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : null;
}

const numberOf = (value: string | undefined) => (value && /^\d+$/.test(value) ? Number(value) : null);

/**
 * Reads a receipt's text: fields in any order, any of them missing. A person's message stands behind `text:`, so what
 * looks like a field there is one only when it was not seen before and has a field's shape.
 * Null when there is neither an id nor a state.
 */
export function parseReceiptText(receipt: string): ReceiptText | null {
  const text = receipt.slice(0, MAX_CHARACTERS);
  const pieces = piecesOf(text);
  const values = new Map<Label, string>();
  let textEnd = text.length;
  for (const { label, from, value } of pieces) {
    const behindText = values.has('text');
    if (values.has(label) || (behindText && !SHAPES[label].test(value))) continue;
    if (behindText && textEnd === text.length) textEnd = from;
    values.set(label, value);
  }
  if (!values.has('id') && !values.has('stat')) return null;
  const excerpt = pieces.find((piece) => piece.label === 'text');
  return {
    id: values.get('id') || null,
    sub: numberOf(values.get('sub')),
    dlvrd: numberOf(values.get('dlvrd')),
    submitDate: dateOf(values.get('submitDate')),
    doneDate: dateOf(values.get('doneDate')),
    stat: values.get('stat') || null,
    err: values.get('err') || null,
    text: excerpt ? text.slice(excerpt.start, Math.max(excerpt.start, textEnd)).trimEnd() : null,
  };
}

/** A text with places for fields, taken apart once for many recipients. */
export interface Template {
  /** Names of its fields. */
  fields: ReadonlySet<string>;
  /** The text for one recipient. @returns the name of a missing field as `{ missing }`. */
  fill(fields: Readonly<Record<string, string>>): string | { missing: string };
}

const PLACE = /\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_]{0,39})\}/g;

/** `{name}` stands for a field; `{{` and `}}` for braces. Any other brace stands for itself. */
export function parseTemplate(text: string): Template {
  const pieces: (string | { field: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACE)) {
    pieces.push(text.slice(end, match.index));
    const [whole, field] = match;
    pieces.push(field === undefined ? whole.slice(1) : { field });
    end = match.index + whole.length;
  }
  pieces.push(text.slice(end));
  const fields = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.field])));
  if (fields.size === 0) {
    const plain = pieces.join('');
    return { fields, fill: () => plain };
  }
  return {
    fields,
    fill(values) {
      let filled = '';
      for (const piece of pieces) {
        if (typeof piece === 'string') filled += piece;
        else if (Object.hasOwn(values, piece.field)) filled += values[piece.field];
        else return { missing: piece.field };
      }
      return filled;
    },
  };
}

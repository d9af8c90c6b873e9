import type { ContactRow } from '../engine/engine-api.ts';

export type ContactLine = { kind: 'letter'; letter: string } | { kind: 'contact'; contact: ContactRow };

/** The letter under which a name stands: its first letter without marks; `#` for everything else. */
export function letterOf(name: string): string {
  const first = name
    .trim()
    .normalize('NFD')
    .match(/^\p{L}/u)?.[0];
  return first ? first.toLocaleUpperCase() : '#';
}

/** Contacts in the reader's own order, with a line before each new letter. */
export function contactLines(rows: readonly ContactRow[]): ContactLine[] {
  const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
  const groups = new Map<string, ContactRow[]>();
  for (const contact of rows.toSorted((a, b) => collator.compare(a.name, b.name))) {
    const letter = letterOf(contact.name);
    const group = groups.get(letter);
    if (group) group.push(contact);
    else groups.set(letter, [contact]);
  }
  const order = [...groups.keys()].toSorted((a, b) =>
    a === '#' ? 1 : b === '#' ? -1 : collator.compare(a, b),
  );
  return order.flatMap((letter): ContactLine[] => [
    { kind: 'letter', letter },
    ...(groups.get(letter) ?? []).map((contact): ContactLine => ({ kind: 'contact', contact })),
  ]);
}

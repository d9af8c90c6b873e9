import type { Entry } from '../vocabulary.ts';

/** One of several things in one place: what it holds, in one plain sentence, and where it differs from the others. */
export type Listed = string | ({ holds: string } & Partial<Omit<Entry, 'place' | 'name' | 'holds'>>);

/** The entries of things that share a place and most of what is said of them. */
export function listed(
  defaults: Omit<Entry, 'name' | 'holds' | 'clock'>,
  held: Readonly<Record<string, Listed>>,
): Entry[] {
  return Object.entries(held).map(([name, one]) =>
    Object.assign({ name }, defaults, typeof one === 'string' ? { holds: one } : one),
  );
}

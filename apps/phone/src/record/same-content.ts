import { isDeepStrictEqual } from 'node:util';

/** Members that say where a record was read from, not what it says. */
const PROVENANCE = ['source', 'attachments', 'batch', 'seenLate', 'goneFromPhone'] as const;

/**
 * Whether two payloads say the same. Attachments are left out: their keys are random, and what they hold is part of the
 * message's identity, so equal ids mean equal pictures.
 */
export function sameContent(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(contentOf(a), contentOf(b));
}

function contentOf(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(
    Object.entries(payload).filter(([name]) => !(PROVENANCE as readonly string[]).includes(name)),
  );
}

import { readBody, type DecodedUserData } from './decode-user-data.ts';

/** Stands in a text for parts that never came. */
export const GAP_MARK = '[…]';

/** What is kept of a part until its text is whole. */
export type HeldPart = Pick<DecodedUserData, 'encoding' | 'body'> & {
  locking: number | null;
  single: number | null;
};

/** One part per place; null where none came. */
export type HeldParts = readonly (HeldPart | null)[];

function alike(a: HeldPart, b: HeldPart): boolean {
  return a.encoding === b.encoding && a.locking === b.locking && a.single === b.single;
}

/** Bodies one after another. */
export function joinBodies(parts: HeldParts): Uint8Array {
  const held = parts.filter((part) => part !== null);
  const joined = new Uint8Array(held.reduce((sum, { body }) => sum + body.length, 0));
  let at = 0;
  for (const { body } of held) {
    joined.set(body, at);
    at += body.length;
  }
  return joined;
}

/** Parts that are read in one go: neighbours of one coding, so that what their sender cut in two is whole again. */
function runs(parts: HeldParts): (HeldPart[] | null)[] {
  const found: (HeldPart[] | null)[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    const before = last?.at(-1);
    if (part && last && before && alike(before, part)) last.push(part);
    else if (part) found.push([part]);
    else if (last !== null) found.push(null);
  }
  return found;
}

function readRun(run: HeldPart[]): string | null {
  const [first] = run;
  if (!first) return '';
  const body = joinBodies(run);
  // An octet was lost on the way, not cut off and sent in the next part: joined, all that follows would be shifted.
  const shifted = first.encoding === 'ucs2' && body.length % 2 === 1;
  if (!shifted) return readBody(body, first.encoding, first);
  return run.map((part) => readBody(part.body, part.encoding, part) ?? '').join('');
}

/** The text of the parts, each run of missing ones as `GAP_MARK`; null when a part is binary. */
export function joinTexts(parts: HeldParts): string | null {
  let text = '';
  for (const run of runs(parts)) {
    const piece = run ? readRun(run) : GAP_MARK;
    if (piece === null) return null;
    text += piece;
  }
  return text;
}

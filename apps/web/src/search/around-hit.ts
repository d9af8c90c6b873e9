import type { Highlight } from '../engine/engine-api.ts';

/** Characters kept before the first hit, so that it stands within the two lines that are shown. */
const BEFORE = 28;

/** Cuts the head of a long text off so that its first hit can be seen. */
export function aroundHit(
  text: string,
  highlights: readonly Highlight[],
): { text: string; highlights: Highlight[] } {
  const first = highlights[0]?.start ?? 0;
  if (first <= BEFORE * 2) return { text, highlights: [...highlights] };
  const space = text.indexOf(' ', first - BEFORE);
  const cut = space >= 0 && space < first ? space + 1 : first;
  const shift = cut - 2;
  return {
    text: `… ${text.slice(cut)}`,
    highlights: highlights
      .filter((hit) => hit.start >= cut)
      .map((hit) => ({ start: hit.start - shift, end: hit.end - shift })),
  };
}

import type { Highlight } from '../engine-api.ts';
import { foldWithPositions } from './fold.ts';

/** Where the folded words stand in the original text: ascending, not overlapping. */
export function highlightsOf(text: string, words: readonly string[]): Highlight[] {
  const { folded, starts, ends } = foldWithPositions(text);
  const found: Highlight[] = [];
  for (const word of words) {
    if (word === '') continue;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ start: starts[at] ?? 0, end: ends[at + word.length - 1] ?? text.length });
    }
  }
  return joined(found);
}

function joined(found: Highlight[]): Highlight[] {
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const out: Highlight[] = [];
  for (const next of found) {
    const last = out.at(-1);
    if (last && next.start <= last.end) last.end = Math.max(last.end, next.end);
    else out.push({ ...next });
  }
  return out;
}

export interface Snippet {
  snippet: string;
  highlights: Highlight[];
}

const BEFORE = 40;
const LENGTH = 180;

/** A line of the text around its first hit, cut at letters, with the hits in its own coordinates. */
export function snippetOf(text: string, words: readonly string[]): Snippet {
  const all = highlightsOf(text, words);
  const first = all[0]?.start ?? 0;
  if (text.length <= LENGTH) return { snippet: text, highlights: all };
  const from = letterStart(text, wordStart(text, Math.max(0, first - BEFORE), first));
  const to = letterStart(text, Math.min(text.length, from + LENGTH));
  const lead = from > 0 ? '…' : '';
  const shift = lead.length - from;
  const highlights = all
    .filter((hit) => hit.start >= from && hit.start < to)
    .map((hit) => ({ start: hit.start + shift, end: Math.min(hit.end, to) + shift }));
  return { snippet: lead + text.slice(from, to) + (to < text.length ? '…' : ''), highlights };
}

/** The start of a word at or after `from`, if there is one before the hit. */
function wordStart(text: string, from: number, hit: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, hit).search(/\s/u);
  return space < 0 ? from : from + space + 1;
}

/** Never cuts a surrogate pair. */
function letterStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

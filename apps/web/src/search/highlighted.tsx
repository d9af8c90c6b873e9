import type { Highlight } from '../engine/engine-api.ts';

/** A text with the found parts marked. */
export function Highlighted({ text, highlights }: { text: string; highlights: readonly Highlight[] }) {
  const parts: { text: string; found: boolean; at: number }[] = [];
  let done = 0;
  for (const { start, end } of highlights) {
    if (start < done) continue;
    if (start > done) parts.push({ text: text.slice(done, start), found: false, at: done });
    parts.push({ text: text.slice(start, end), found: true, at: start });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done), found: false, at: done });
  return parts.map((part) =>
    part.found ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
  );
}

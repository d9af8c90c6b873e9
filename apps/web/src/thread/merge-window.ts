import type { ThreadWindow } from '../engine/engine-api.ts';

/** More than this is let go at the far end, so that a long walk through a thread stays light. */
const MOST_HELD = 1500;

/** How far the indices of `held` have moved by the time of `next`; null when the two do not touch. */
function shiftBetween(held: ThreadWindow, next: ThreadWindow): number | null {
  const places = new Map(next.items.map((item, place) => [item.id, next.start + place]));
  for (const [place, item] of held.items.entries()) {
    const found = places.get(item.id);
    if (found !== undefined) return found - (held.start + place);
  }
  const touches =
    held.total === next.total &&
    (next.start + next.items.length === held.start || held.start + held.items.length === next.start);
  return touches ? 0 : null;
}

/**
 * Joins a window that has arrived with what is held. Items of `next` win; where the two do not touch, `next` alone
 * remains. The result is one unbroken run of the thread.
 */
export function mergeWindow(held: ThreadWindow | null, next: ThreadWindow): ThreadWindow {
  if (!held || held.conversation.id !== next.conversation.id || held.items.length === 0) return next;
  const shift = shiftBetween(held, next);
  if (shift === null) return next;
  const heldStart = held.start + shift;
  const fresh = new Set(next.items.map((item) => item.id));
  const before = held.items.slice(0, Math.max(0, next.start - heldStart));
  const after = held.items.slice(Math.max(0, next.start + next.items.length - heldStart));
  const keep = (items: ThreadWindow['items']) => items.filter((item) => !fresh.has(item.id));
  const kept = { before: keep(before), after: keep(after) };
  const items = [...kept.before, ...next.items, ...kept.after];
  const start = next.start - kept.before.length;
  if (items.length <= MOST_HELD) return { ...next, start, items };
  const older = heldStart >= next.start;
  return older
    ? { ...next, start, items: items.slice(0, MOST_HELD) }
    : { ...next, start: start + items.length - MOST_HELD, items: items.slice(-MOST_HELD) };
}

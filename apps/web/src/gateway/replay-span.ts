/** How far back a gateway remembers what it told, ms. */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** A moment as a field of local date and time holds it, to the second. */
export function toField(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** What two fields of local date and time say. */
export interface ReplaySpan {
  /** RFC 3339 UTC; `until` itself is outside. */
  since: string;
  until: string;
}

/** The span of two fields; or what is wrong with it, as a sentence. `now` in ms since 1970. */
export function replaySpan(since: string, until: string, now: number): ReplaySpan | { fault: string } {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  if (Number.isNaN(from) || Number.isNaN(to)) return { fault: 'Give both times, with date and hour.' };
  if (from >= to) return { fault: 'The beginning must be before the end.' };
  if (to < now - REMEMBERED_MS)
    return { fault: 'The gateway remembers events for 24 hours; choose a later end.' };
  return { since: new Date(from).toISOString(), until: new Date(to).toISOString() };
}

import type { Attachment, Id, TextEvent, TextState } from '@smseal/protocol';
import type { OpenedBatch, OpenedSegment } from '../sync/sync-store.ts';

/** One outgoing text as its readers show it, until the phone's own record of it takes its place. */
export interface OutgoingText {
  /** `batch:index`, as a phone's record names it. */
  id: `${Id}:${number}`;
  batch: Id;
  index: number;
  /** 0 one-time codes, 5 people writing, 9 one text to many. */
  priority: number;
  /** The device that sends it. */
  target: Id;
  author: Id;
  /** As the author wrote them; not yet normalised. */
  to: string[];
  text: string;
  attachments: Attachment[];
  simSlot: number | null;
  /** When it was written: RFC 3339 UTC. */
  at: string;
  /** When it was last heard of. */
  changedAt: string;
  state: TextState;
  error: { code: string; text: string } | null;
  /** It was erased: its place is kept, and nothing else of it. */
  erased: boolean;
  /** How many parts the radio has reported as sent, of how many; null before the first. */
  parts: { sent: number; of: number } | null;
}

/** How far along a text is: reports only raise it, so that a late one never moves it backwards. */
const RANK = {
  queued: 0,
  leased: 1,
  submitted: 2,
  unknown: 3,
  sent: 4,
  failed: 5,
  expired: 5,
  cancelled: 5,
  delivered: 6,
} as const satisfies Record<TextState, number>;

/** States that the server sets by itself; any other is taken from the sending device's signed segments alone. */
const SERVERS_OWN: ReadonlySet<TextState> = new Set<TextState>([
  'queued',
  'leased',
  'cancelled',
  'expired',
  'unknown',
]);

/** A batch and its segments as one item per text. Segments may come in any order. */
export function expandBatch(
  { batch, content }: OpenedBatch,
  segments: readonly OpenedSegment[],
): OutgoingText[] {
  const events = Map.groupBy(
    [...segments].sort((a, b) => a.number - b.number).flatMap((segment) => segment.content.events),
    ({ index }) => index,
  );
  return content.texts.map((text, index) => {
    const state = batch.states[index] ?? 'queued';
    const item: OutgoingText = {
      id: `${batch.id}:${index}`,
      batch: batch.id,
      index,
      priority: batch.priority,
      target: batch.target,
      author: batch.author,
      to: text.to,
      text: text.text,
      attachments: text.attachments ?? [],
      simSlot: text.simSlot,
      at: content.createdAt,
      changedAt: content.createdAt,
      state: SERVERS_OWN.has(state) ? state : 'leased',
      error: null,
      erased: text.erased ?? false,
      parts: null,
    };
    // Nothing that could be checked is left of it.
    if (item.erased) return { ...item, state };
    for (const event of events.get(index) ?? []) applyEvent(item, event);
    return item;
  });
}

/** Moves a text on by one report. */
export function applyEvent(item: OutgoingText, event: TextEvent): void {
  if (event.part) {
    const sent =
      event.state === 'sent' ? Math.max(event.part.k, item.parts?.sent ?? 0) : (item.parts?.sent ?? 0);
    item.parts = { sent, of: event.part.n };
  }
  if (RANK[event.state] <= RANK[item.state]) return;
  item.state = event.state;
  item.changedAt = event.at;
  item.error = event.error ?? null;
}

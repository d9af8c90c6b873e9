import { isFinal } from '@smseal/policy';
import type { TextEvent } from '@smseal/protocol';
import type { BatchWork } from './batch-work.ts';
import type { Flight } from './flight.ts';
import type { PartPlace } from './part-table.ts';

/** A carrier's id under which a receipt is still expected. */
export interface Expected {
  carrierId: string;
  /** The connector whose carrier gave it, where the event names one. */
  connector: string | undefined;
  part: PartPlace;
}

/**
 * What a former life told of a batch, taken up: texts of which something is still expected are under way again, each of
 * their parts counted that a receipt has come of. Texts that were cleared, and of which not every part was answered for,
 * are in doubt.
 * @returns ids to expect receipts of, and the places of texts in doubt.
 */
export function takeUp(
  work: BatchWork,
  events: readonly TextEvent[],
): { expected: Expected[]; inDoubt: number[] } {
  const answers = new Map<number, Map<number, TextEvent>>();
  const receipts = new Map<number, Set<number>>();
  const parts = new Map<number, number>();
  for (const event of events) {
    const { index, carrierId, part: { k, n } = { k: 1, n: 1 } } = event;
    if (carrierId !== undefined) {
      parts.set(index, n);
      entryOf(answers, index, () => new Map<number, TextEvent>()).set(k, event);
    } else if (isPartReceipt(event)) entryOf(receipts, index, () => new Set<number>()).add(k);
  }
  const expected: Expected[] = [];
  const inDoubt: number[] = [];
  work.states.forEach((state, index) => {
    const answered = answers.get(index);
    const n = parts.get(index) ?? 1;
    if (state === 'submitted' && (answered?.size ?? 0) < n) inDoubt.push(index);
    if (answered === undefined || isFinal(state)) return;
    const received = receipts.get(index) ?? new Set();
    if (n > 1) work.flights[index] ??= flightOf(work, { index, parts: n, delivered: received.size });
    for (const [k, { carrierId = '', connector }] of answered)
      if (!received.has(k)) expected.push({ carrierId, connector, part: { work, index, k } });
  });
  return { expected, inDoubt };
}

/** Whether an event says that one part of a long text was delivered: the text's own state it leaves as it is. */
export function isPartReceipt({ state, part, carrierId, receipt }: Omit<TextEvent, 'index' | 'at'>): boolean {
  return part !== undefined && carrierId === undefined && receipt !== undefined && !isFinal(state);
}

/** A long text that has left: its parts are with the carrier, and `delivered` of them have arrived. */
export function flightOf(
  work: BatchWork,
  { index, parts, delivered }: Pick<Flight, 'index' | 'parts' | 'delivered'>,
): Flight {
  return {
    work,
    index,
    parts,
    handover: null,
    next: parts + 1,
    again: null,
    accepted: parts,
    delivered,
    course: work.course,
    settled: true,
  };
}

function entryOf<T>(map: Map<number, T>, index: number, make: () => T): T {
  const known = map.get(index);
  if (known !== undefined) return known;
  const made = make();
  map.set(index, made);
  return made;
}

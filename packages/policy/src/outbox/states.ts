/** A batch's states as they are stored: one octet per text, its place in {@link TEXT_STATES}. */
import { TEXT_STATES, type TextReport, type TextState } from '@smseal/protocol';
import { expire, isFinal, isWaiting, judgeReport } from './transitions.ts';

/** Packs states, one octet per text. */
export function packStates(states: readonly TextState[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(states, (state) => TEXT_STATES.indexOf(state));
}

/**
 * Reads packed states.
 * @throws RangeError on an octet that names no state.
 */
export function unpackStates(packed: Uint8Array): TextState[] {
  return Array.from(packed, (octet) => {
    const state = TEXT_STATES[octet];
    if (!state) throw new RangeError(`no text state has the number ${octet}`);
    return state;
  });
}

/** What a report, a lease, a cancellation or the clock did to a batch. */
export interface StatesAfter {
  states: TextState[];
  /** How many texts changed. */
  moved: number;
}

function each(states: readonly TextState[], step: (state: TextState) => TextState): StatesAfter {
  const after = states.map(step);
  return { states: after, moved: after.filter((state, i) => state !== states[i]).length };
}

/** Every queued text goes to the leasing device. */
export function leaseStates(states: readonly TextState[]): StatesAfter {
  return each(states, (state) => (state === 'queued' ? 'leased' : state));
}

/** Every text in a device's hands begins to leave. */
export function clearStates(states: readonly TextState[]): StatesAfter {
  return each(states, (state) => (state === 'leased' ? 'submitted' : state));
}

/** Every text that has not left goes back to the queue. */
export function releaseStates(states: readonly TextState[]): StatesAfter {
  return each(states, (state) => (state === 'leased' ? 'queued' : state));
}

/** Every text that no device holds is stopped. */
export function cancelStates(states: readonly TextState[]): StatesAfter {
  return each(states, (state) => (state === 'queued' ? 'cancelled' : state));
}

/** The batch has run out of time. */
export function expireStates(states: readonly TextState[]): StatesAfter {
  return each(states, expire);
}

export type ReportOutcome =
  | ({ outcome: 'accepted' } & StatesAfter)
  /** The first report that no honest device could make; `transition` is `from→to`, or `none→to` for a text that is not there. */
  | { outcome: 'refused'; transition: string };

/** Applies a segment's reports: all of them, or none when one is refused. */
export function reportStates(states: readonly TextState[], reports: readonly TextReport[]): ReportOutcome {
  const after = [...states];
  for (const { index, state } of reports) {
    const from = after[index];
    if (from === undefined) return { outcome: 'refused', transition: `none→${state}` };
    const verdict = judgeReport(from, state);
    if (verdict === 'refused') return { outcome: 'refused', transition: `${from}→${state}` };
    if (verdict === 'moves') after[index] = state;
  }
  return { outcome: 'accepted', states: after, moved: after.filter((s, i) => s !== states[i]).length };
}

/** How many texts still have to leave, and whether nothing more is expected of the whole batch. */
export function summarise(states: readonly TextState[]): { waiting: number; final: boolean } {
  return { waiting: states.filter(isWaiting).length, final: states.every(isFinal) };
}

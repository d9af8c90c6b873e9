import { setTimeout as pause } from 'node:timers/promises';
import { FINAL_STATES, type BatchStates, type SMSeal, type TextState } from '@smseal/sdk/source';
import type { SendListener, StateCounts } from './send-listener.ts';

/** Batches of one question, as the send API has it. */
const NAMED = 100;
const EVERY_MS = 1_000;

export interface WatchOptions {
  client: SMSeal;
  batches: readonly string[];
  /** Texts in all batches. */
  all: number;
  listener: SendListener;
  /** Aborts when nobody wants to know any more. */
  signal: AbortSignal;
}

/** Tells where texts are until all have come to their end, or the signal aborts. @returns where they were last. */
export async function watchTexts(options: WatchOptions): Promise<StateCounts> {
  const { client, batches, all, listener, signal } = options;
  const tally = new Tally(listener);
  for (let open = batches; ;) {
    for (let at = 0; at < open.length && !signal.aborted; at += NAMED) {
      const answer = await client.states(open.slice(at, at + NAMED), { signal }).catch(unlessAborted(signal));
      if (answer) tally.note(answer);
    }
    listener.progress(tally.counts, all);
    open = tally.open;
    if (open.length === 0 || signal.aborted) return tally.counts;
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Stops what has not left. @returns where all texts are then. */
export async function cancelTexts(options: Omit<WatchOptions, 'signal'>): Promise<StateCounts> {
  const { client, batches, listener, all } = options;
  const tally = new Tally(listener);
  for (let at = 0; at < batches.length; at += NAMED) {
    tally.note(await client.cancelBatches(batches.slice(at, at + NAMED)));
    listener.progress(tally.counts, all);
  }
  return tally.counts;
}

/** Counts texts by state. Of a batch that has come to its end no more than the counts is kept. */
class Tally {
  readonly #listener: SendListener;
  readonly #settled: StateCounts = {};
  readonly #open = new Map<string, readonly TextState[]>();

  constructor(listener: SendListener) {
    this.#listener = listener;
  }

  get open(): string[] {
    return [...this.#open.keys()];
  }

  get counts(): StateCounts {
    const counts = { ...this.#settled };
    for (const states of this.#open.values()) add(counts, states);
    return counts;
  }

  note({ batches }: BatchStates): void {
    for (const { batch, states } of batches) {
      const before = this.#open.get(batch);
      for (const [index, state] of states.entries())
        if (FINAL_STATES.has(state) && before?.[index] !== state)
          this.#listener.ended({ id: `${batch}:${index}`, state });
      const isOver = states.every((state) => FINAL_STATES.has(state));
      if (!isOver) this.#open.set(batch, states);
      else {
        this.#open.delete(batch);
        add(this.#settled, states);
      }
    }
  }
}

function add(counts: StateCounts, states: readonly TextState[]): void {
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
}

function unlessAborted(signal: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (signal.aborted) return null;
    throw error;
  };
}

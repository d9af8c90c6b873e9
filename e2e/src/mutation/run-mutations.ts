import type { ProbeFamily } from '@smseal/inventory';
import { stageOf, type NamedMutation, type StageName } from '@smseal/testkit/mutation';
import type { ProbeResult } from '@smseal/verify';
import { familiesOf, judgeMutation, type JudgedMutation } from './judge-mutation.ts';
import { tryCopy } from './try-copy.ts';

export interface MutationRun {
  /** A PostgreSQL in which databases may be made. */
  postgres: string;
  /** Copies that are tried at the same time. */
  lanes: number;
  /** Is told of each mutation as it is done. */
  heard?: (judged: JudgedMutation) => void;
}

/** Long ones first, so that no lane is left with one at the end. */
const ORDER: readonly StageName[] = ['browser', 'installation', 'service', 'tls', 'release'];

/**
 * Breaks copies of this checkout, one mutation at a time, and judges what the probes noticed; before that, for each stage,
 * a copy that is not broken. @throws Error where that one cannot be tried.
 */
export async function runMutations(
  mutations: readonly NamedMutation[],
  { postgres, lanes, heard = () => undefined }: MutationRun,
): Promise<JudgedMutation[]> {
  const stages = ORDER.filter((stage) => mutations.some((mutation) => stageOf(mutation) === stage));
  const unbroken = new Map<StageName, readonly ProbeResult[]>();
  await inLanes(lanes, stages, async (stage) => {
    const on = mutations.filter((mutation) => stageOf(mutation) === stage);
    const families = [...new Set<ProbeFamily>(on.flatMap(familiesOf))];
    const { results, trouble } = await tryCopy({ stage, families, edits: [], postgres });
    if (trouble !== null) throw new Error(`What is not broken cannot be tried as ${stage}: ${trouble}`);
    unbroken.set(stage, results);
  });
  const inOrder = mutations.toSorted((a, b) => ORDER.indexOf(stageOf(a)) - ORDER.indexOf(stageOf(b)));
  const judged: JudgedMutation[] = [];
  await inLanes(lanes, inOrder, async (mutation) => {
    const stage = stageOf(mutation);
    const { edits } = mutation;
    const tried = await tryCopy({ stage, families: familiesOf(mutation), edits, postgres });
    const one = judgeMutation(mutation, tried, unbroken.get(stage) ?? []);
    judged.push(one);
    heard(one);
  });
  return judged;
}

/** Does the work of all items, so many at a time, in their order. */
async function inLanes<T>(
  lanes: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

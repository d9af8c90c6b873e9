import type { ProbeFamily } from '@smseal/inventory';
import { rigOf, type NamedMutation, type RigName } from '@smseal/testkit/mutation';
import type { ProbeResult } from '@smseal/verify';
import { familiesOf, judgeMutation, type JudgedMutation } from './judge-mutation.ts';
import { tryCopy } from './try-copy.ts';

export interface MutationRun {
  /** A PostgreSQL in which databases may be made. */
  postgres: string;
  /** Copies that are tried at the same time. */
  lanes: number;
  /** Ends what is under way and begins nothing more. */
  signal?: AbortSignal;
  /** Is told of each mutation as it is done. */
  heard?: (judged: JudgedMutation) => void;
}

/** Long ones first, so that no lane is left with one at the end. */
const ORDER: readonly RigName[] = ['backup', 'keeper', 'installation', 'service', 'tls', 'release'];

/**
 * Breaks copies of this checkout, one mutation at a time, and judges what the probes noticed; before that, for each rig,
 * a copy that is not broken. @throws Error where that one cannot be tried.
 */
export async function runMutations(
  mutations: readonly NamedMutation[],
  { lanes, heard = () => undefined, ...how }: MutationRun,
): Promise<JudgedMutation[]> {
  const rigs = ORDER.filter((rig) => mutations.some((mutation) => rigOf(mutation) === rig));
  const unbroken = new Map<RigName, readonly ProbeResult[]>();
  await inLanes(lanes, rigs, async (rig) => {
    const on = mutations.filter((mutation) => rigOf(mutation) === rig);
    const families = [...new Set<ProbeFamily>(on.flatMap(familiesOf))];
    const { results, trouble } = await tryCopy({ rig, families, edits: [], ...how });
    if (trouble !== null) throw new Error(`What is not broken cannot be tried as ${rig}: ${trouble}`);
    unbroken.set(rig, results);
  });
  const inOrder = mutations.toSorted((a, b) => ORDER.indexOf(rigOf(a)) - ORDER.indexOf(rigOf(b)));
  const judged: JudgedMutation[] = [];
  await inLanes(lanes, inOrder, async (mutation) => {
    const rig = rigOf(mutation);
    const { edits } = mutation;
    const tried = await tryCopy({ rig, families: familiesOf(mutation), edits, ...how });
    how.signal?.throwIfAborted();
    const one = judgeMutation(mutation, tried, unbroken.get(rig) ?? []);
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

/** The states of an erasure: one table, obeyed by whoever advances one. */
import type { ErasureState } from '@smseal/protocol';

/** Where an erasure may go from each state. What may hold one back comes between `planned` and `keys-destroyed`. */
export const ERASURE_STEPS = {
  requested: ['identity-verified'],
  'identity-verified': ['planned'],
  planned: ['keys-destroyed'],
  'keys-destroyed': ['rows-removed'],
  'rows-removed': ['verified'],
  verified: ['certified'],
  certified: [],
} as const satisfies Record<ErasureState, readonly ErasureState[]>;

/** Whether an erasure may go from one state to another. */
export function mayMove(from: ErasureState, to: ErasureState): boolean {
  const allowed: readonly ErasureState[] = ERASURE_STEPS[from];
  return allowed.includes(to);
}

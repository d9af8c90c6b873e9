import type { MembershipState, MembershipStore, SequenceStore } from '@smseal/client';

/** What a device of a run knows of its account, for as long as the run takes. */
export function membershipInMemory(state: MembershipState | null = null): MembershipStore {
  let known = state;
  return {
    loadMembership: () => Promise.resolve(known),
    saveMembership: (saved) => {
      known = saved;
      return Promise.resolve();
    },
  };
}

/** Counters of a device that lives for a run. */
export function sequenceInMemory(): SequenceStore {
  const last = { author: 0, live: 0 };
  return {
    reserve: (counter, count) => Promise.resolve((last[counter] += count) - count + 1),
    raise: (counter, above) => {
      last[counter] = Math.max(last[counter], above);
      return Promise.resolve();
    },
  };
}

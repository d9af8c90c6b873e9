import type { ProviderDevice, RowContext } from '@smseal/client';
import type { Sim } from '@smseal/protocol';
import { canonicalParty, conversationParties } from '@smseal/sms';

/** What the rows of this phone mean: its SIMs, its own numbers and its country. */
export function phoneContext({ sims }: Pick<ProviderDevice, 'sims'>): RowContext {
  const country = sims.find((sim) => sim.country)?.country?.toUpperCase();
  const own = sims.flatMap((sim) => (sim.number === null ? [] : [sim.number]));
  return {
    party: (address) => canonicalParty(address, country).value,
    others: (addresses) => conversationParties(addresses, { own, ...(country ? { country } : {}) }),
    sim: (subscription): Sim | null => {
      const sim = sims.find(({ subId }) => subId === subscription);
      return sim === undefined ? null : { slot: sim.slot, label: sim.label };
    },
    source: 'phone',
  };
}

import type { MembershipState, MembershipStore } from '@smseal/client';
import type { Journal } from '../journal/journal.ts';

/** The devices' chain and the keys sealed to this device, in the journal; the chain's pin with them. */
export class JournalMembershipStore implements MembershipStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  loadMembership(): Promise<MembershipState | null> {
    const stored = this.#journal.meta('membership');
    return Promise.resolve(stored === null ? null : (JSON.parse(stored) as MembershipState));
  }

  saveMembership(state: MembershipState): Promise<void> {
    this.#journal.setMeta('membership', JSON.stringify(state));
    return Promise.resolve();
  }
}

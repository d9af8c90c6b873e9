import type { Sim } from '@smseal/protocol';

/** What a mapping must be told about the phone that the rows come from. */
export interface RowContext {
  /** One address in the form in which parties are compared (`canonicalParty` of packages/sms). */
  party: (address: string) => string;
  /**
   * The other parties of a conversation: canonical, once each, sorted, own numbers left out
   * (`conversationParties` of packages/sms).
   */
  others: (addresses: readonly string[]) => string[];
  /** The SIM behind a subscription id; null when it is unknown (restored rows have −1). */
  sim: (subscription: number) => Sim | null;
  source: 'phone' | 'import';
}

/** Why a row is not a record. */
export type Skipped =
  | 'draft'
  /** An MMS whose content is still with the carrier. */
  | 'not-downloaded'
  /** Delivery and read reports, and boxes that no version of Android names. */
  | 'not-a-message';

/** The party that stands for an address which the phone does not know. */
export const UNKNOWN_PARTY = 'unknown';

/** Who the texts are from, and what they say: one segment. */
export const SENDER = 'ACME';
export const TEXT = 'Hello this is a benchmark';

/** A gateway between programs and the neutral carrier: ours or the peer. */
export interface Side {
  name: string;
  /** Where programs hand texts in. */
  httpPort: number;
  /** Signs what it posts to webhooks, as in `Webhook.secret`; null where nobody signs. */
  webhookSecret: string | null;
  /** Makes ready for the next run. */
  beforeRun(): Promise<void>;
  /** A request that hands in one text to each of so many numbers, for the load generator. */
  request(recipients: number): string;
  /** Texts that are safe on disk; null where nothing promises it. */
  committed(): Promise<number | null>;
  stop(): Promise<void>;
}

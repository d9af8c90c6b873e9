/** States of a text; transitions are one table in packages/policy. */
export const TEXT_STATES = [
  'queued',
  'leased',
  'submitted',
  'sent',
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
] as const;
export type TextState = (typeof TEXT_STATES)[number];

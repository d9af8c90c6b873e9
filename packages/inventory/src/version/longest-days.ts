import type { RetentionId } from '../vocabulary.ts';

/** The most days that something can be kept under a retention, by which two versions are compared; null where that hangs on its owner. */
export const LONGEST_DAYS = {
  passing: 0,
  minutes: 1,
  'orphan-24h': 1,
  'claim-24h': 2,
  'backup-13d': 13,
  'erasure-16d': 16,
  'activity-30d': 30,
  'log-30d': 30,
  'usage-30d': 30,
  'usage-3y': 3 * 365,
  'tombstone-90d': 90,
  'closure-90d': 90,
  session: null,
  preference: null,
  'pool-key-7d': null,
  device: null,
  account: null,
  installation: null,
} as const satisfies Record<RetentionId, number | null>;

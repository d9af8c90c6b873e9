/** The only columns that hold a time finer than a UTC day: each ends something, or is of a sign-in or the activity log. */
export const FINE_TIMES = [
  'account.closed',
  'activity.at',
  'batch.expires',
  'batch.lease_until',
  'batch.not_before',
  'blob_waiting.expires',
  'claim.expires',
  'erasure.until',
  'identity.change.expires',
  'identity.key_code.expires',
  'identity.reset.expires',
  'identity.session.last_used',
  'identity.session.started',
  'identity.sign_up.expires',
  'identity.used_challenge.expires',
  'link.expires',
] as const;

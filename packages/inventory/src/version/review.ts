/** When people look at the policy as a whole, whether or not anything has changed. UTC days. */
export const REVIEW = {
  /** The day on which it was last looked at. */
  last: '2026-11-26',
  /** The day by which it is looked at next; the probe of it turns red when that has passed. */
  next: '2027-05-26',
} as const;

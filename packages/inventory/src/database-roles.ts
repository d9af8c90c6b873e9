/**
 * Roles of PostgreSQL, besides the service's own, that may read something of an account; each with what for. None of them
 * may write, and nobody enters the database as one of them.
 */
export const READING_ROLES = {
  smseal_verifier: 'Looking for what was erased, independently of who erased it.',
} as const satisfies Record<string, string>;

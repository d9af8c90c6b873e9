import type { SessionLife } from '@smseal/database';

const DAY_MS = 86_400_000;
/** A session ends this long after its sign-in, whatever happens. */
export const SESSION_MS = 30 * DAY_MS;
/** … and this long after its last use. */
const IDLE_MS = 14 * DAY_MS;
/** Uses are noted in steps of this. */
export const USE_STEP_MS = 10 * 60_000;
/** A sign-in this young vouches for changes of sign-in methods. */
export const RECENT_MS = 15 * 60_000;
/** Sessions that an account can have; a further sign-in ends the oldest. */
export const MOST_SESSIONS = 50;

/** The bounds between which a session is alive. */
export function sessionLife(now: Date): SessionLife {
  return {
    startedAfter: new Date(now.getTime() - SESSION_MS),
    usedAfter: new Date(now.getTime() - IDLE_MS),
  };
}

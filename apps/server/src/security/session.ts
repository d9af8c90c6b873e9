import type { Id } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'smseal_session';

/** A signed-in person, as the session cookie tells. */
export interface Session {
  id: Id;
  account: Id;
  /** False until a password or passkey has replaced the one-time password; until then most routes refuse. */
  hasSignInMethod: boolean;
  /** When the account was closed; null while it is open, and only then most routes answer. */
  closed: Date | null;
}

/** Reads the session of a request; `identity` is the only feature that knows how. */
export interface SessionReader {
  /** Null where there is no cookie, or it names no session that is alive. */
  read(request: FastifyRequest): Promise<Session | null>;
}

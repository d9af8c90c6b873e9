import { erasedAt, findSession, holderOf, touchSession, type SessionRow } from '@smseal/database';
import { CodedError, type SessionView } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { sessionOf } from '../security/authentication.ts';
import type { Session, SessionReader } from '../security/session.ts';
import { tokenDigest } from './session-cookie.ts';
import { RECENT_MS, sessionLife, USE_STEP_MS } from './session-life.ts';

/** A session with what identity knows about its holder. */
export interface SignedIn extends Session, SessionRow {}

function signedIn(row: SessionRow): SignedIn {
  return { ...row, hasSignInMethod: row.hasPassword || row.passkeys > 0 };
}

/** Reads sessions from the database at every request, so that an ended one is dead at once on every server. */
export function sessionReader({ database, now }: Pick<Deps, 'database' | 'now'>): SessionReader {
  return {
    async read(request): Promise<SignedIn | null> {
      const digest = tokenDigest(request);
      if (!digest) return null;
      const at = now();
      const row = await findSession(database, digest, sessionLife(at));
      if (!row) return null;
      if (at.getTime() - row.lastUsed.getTime() >= USE_STEP_MS) await touchSession(database, row.id, at);
      return signedIn(row);
    },
  };
}

/** The session of a request that passed `needSession`; {@link sessionReader} is what makes all of them. */
export function signedInOf(request: FastifyRequest): SignedIn {
  return sessionOf(request) as SignedIn;
}

/** @throws CodedError `sign-in-again` where the sign-in is too old to vouch for a change of sign-in methods. */
export function needRecentSignIn(session: SignedIn, now: Date): void {
  if (now.getTime() - session.started.getTime() >= RECENT_MS) throw new CodedError('sign-in-again');
}

/** @throws CodedError `unauthenticated` where the account is gone. */
export async function sessionView(
  { database }: Pick<Deps, 'database'>,
  session: SignedIn,
): Promise<SessionView> {
  const { account, hasSignInMethod, hasPassword, passkeys, hasRoot, kind, closed } = session;
  const holder = await holderOf(database, account);
  if (!holder) throw new CodedError('unauthenticated');
  const { email, mobile } = holder;
  const closedUntil = closed && erasedAt(closed).toISOString();
  return { account, email, mobile, hasSignInMethod, hasPassword, passkeys, hasRoot, kind, closedUntil };
}

import { endSession, inTransaction, listSessions, recordActivity } from '@smseal/database';
import { CodedError, type Action, type Id, type SessionListEntry } from '@smseal/protocol';
import { addressOf } from './begin-session.ts';
import type { Identity } from './identity.ts';
import { clearSessionCookie } from './session-cookie.ts';
import { sessionLife } from './session-life.ts';
import type { Exchange } from './sign-up.ts';
import { signedInOf, type SignedIn } from './signed-in.ts';

export async function sessionsOf({ deps }: Identity, session: SignedIn): Promise<SessionListEntry[]> {
  const rows = await listSessions(deps.database, session.account, sessionLife(deps.now()));
  return rows.map((row) => ({
    id: row.id,
    started: row.started.toISOString(),
    lastUsed: row.last_used.toISOString(),
    current: row.id === session.id,
  }));
}

/** Ends a session of the account, this one or another. @throws CodedError `not-found` */
export async function revokeSession(identity: Identity, id: Id, exchange: Exchange): Promise<void> {
  await end(identity, id, { exchange, action: 'session-revoked' });
}

/** Ends this session. */
export async function signOut(identity: Identity, exchange: Exchange): Promise<void> {
  await end(identity, signedInOf(exchange.request).id, { exchange, action: 'sign-out' });
}

async function end(
  { deps }: Identity,
  id: Id,
  { exchange, action }: { exchange: Exchange; action: Action },
): Promise<void> {
  const { request, reply } = exchange;
  const session = signedInOf(request);
  await inTransaction(deps.database, async (transaction) => {
    if (!(await endSession(transaction, session.account, id))) throw new CodedError('not-found');
    await recordActivity(transaction, {
      account: session.account,
      action,
      ip: addressOf(request),
      device: null,
      now: deps.now(),
    });
  });
  if (id === session.id) clearSessionCookie(reply, deps.configuration.origin);
}

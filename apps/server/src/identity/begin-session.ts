import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  endSessionByToken,
  findSession,
  inTransaction,
  recordActivity,
  startSession,
  type Transaction,
} from '@smseal/database';
import type { Action, Id, SessionView } from '@smseal/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from './identity.ts';
import { newSessionToken, setSessionCookie, tokenDigest } from './session-cookie.ts';
import { MOST_SESSIONS, sessionLife } from './session-life.ts';
import { sessionView } from './signed-in.ts';

export interface SessionBeginning {
  account: Id;
  /** What the activity log says. */
  action: Action;
  request: FastifyRequest;
  reply: FastifyReply;
  /** What must succeed together with the session; what it throws undoes both. */
  before?: (transaction: Transaction) => Promise<void>;
}

/**
 * Starts a session in the place of the one that the request came with: a token from before a sign-in is never one
 * after it. @returns what `GET /v1/session` would answer.
 */
export async function beginSession(identity: Identity, beginning: SessionBeginning): Promise<SessionView> {
  const { database, now, configuration } = identity.deps;
  const { account, action, request, reply, before } = beginning;
  const at = now();
  const { cookie, digest } = newSessionToken();
  const old = tokenDigest(request);
  await inTransaction(database, async (transaction) => {
    await before?.(transaction);
    if (old) await endSessionByToken(transaction, old);
    await startSession(transaction, { id: newId(), account, token: digest, now: at }, MOST_SESSIONS);
    await recordActivity(transaction, { account, action, ip: addressOf(request), device: null, now: at });
  });
  setSessionCookie(reply, cookie, configuration.origin);
  const row = await findSession(database, digest, sessionLife(at));
  if (!row) throw new Error('a session that was just stored is not there');
  return sessionView(identity.deps, { ...row, hasSignInMethod: row.hasPassword || row.passkeys > 0 });
}

/** 128 random bits. */
export function newId(): Id {
  return randomBytes(16).toString('base64url');
}

/** The address of a request as the activity log keeps it: IPv4 in its own form, no zone. */
export function addressOf(request: FastifyRequest): string {
  const bare = request.ip.split('%', 1)[0] ?? '';
  const mapped = bare.replace(/^::ffff:/i, '');
  return isIPv4(mapped) ? mapped : bare;
}

import type { ApiClient } from '@smseal/client';
import { CodedError, type SessionView } from '@smseal/protocol';

/** The cookie session, or null when there is none. */
export async function currentSession(api: ApiClient): Promise<SessionView | null> {
  try {
    return await api.json<SessionView>({ method: 'GET', path: '/v1/session', retry: 1 });
  } catch (error) {
    if (error instanceof CodedError && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/** Ends the cookie session; one that has ended already is as good. */
export async function endSession(api: ApiClient): Promise<void> {
  try {
    await api.json({ method: 'POST', path: '/v1/sign-out', retry: 1 });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'unauthenticated') throw error;
  }
}

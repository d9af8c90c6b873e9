/** The routes of inbound sessions. */
import type { InboundSession, InboundSessionsPage } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** Posts the calling device's own session; the same one again changes nothing. */
export async function postInboundSession(
  api: ApiClient,
  session: InboundSession,
  how: How = {},
): Promise<void> {
  await api.json({ method: 'POST', path: '/v1/inbound-sessions', json: session, ...how });
}

/** One page of all sessions by id, for readers that were not there when they were posted. */
export function listInboundSessions(
  api: ApiClient,
  page: { after?: string; limit?: number },
  how: How = {},
): Promise<InboundSessionsPage> {
  return api.json({ method: 'GET', path: '/v1/inbound-sessions', query: page, ...how });
}

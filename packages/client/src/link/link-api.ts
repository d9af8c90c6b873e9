/** The routes of linking. Only reading is tried again by itself: every step is for one person's two minutes. */
import type {
  AnswerLink,
  Id,
  LinkOpened,
  LinkReveal,
  LinkState,
  LinkView,
  OpenLink,
  PendingLink,
} from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** New device: asks to be linked. */
export function openLink(api: ApiClient, request: OpenLink, how: How = {}): Promise<LinkOpened> {
  return api.json({ method: 'POST', path: '/v1/links', json: request, retry: 0, ...how });
}

/** Either side: the link's state. With `state`, holds the answer up to 25 s until the state differs. */
export function viewLink(api: ApiClient, link: Id, how: How & { state?: LinkState } = {}): Promise<LinkView> {
  const { state, ...rest } = how;
  const query = state === undefined ? {} : { wait: 1, state };
  return api.json({ method: 'GET', path: `/v1/links/${link}`, query, ...rest });
}

/** New device: opens its commitment. */
export async function revealLink(
  api: ApiClient,
  own: { link: Id; reveal: LinkReveal },
  how: How = {},
): Promise<void> {
  const json = { reveal: own.reveal };
  await api.json({ method: 'POST', path: `/v1/links/${own.link}/reveal`, json, ...how });
}

/** Trusted device: links that wait. */
export function listLinks(api: ApiClient, how: How = {}): Promise<{ links: PendingLink[] }> {
  return api.json({ method: 'GET', path: '/v1/links', ...how });
}

/** Trusted device: answers a commitment. */
export async function answerLink(
  api: ApiClient,
  pending: { link: Id; answer: AnswerLink },
  how: How = {},
): Promise<void> {
  const json = pending.answer;
  await api.json({ method: 'POST', path: `/v1/links/${pending.link}/answer`, json, ...how });
}

/** Either side: ends the link for good. */
export async function refuseLink(api: ApiClient, link: Id, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: `/v1/links/${link}/refuse`, ...how });
}

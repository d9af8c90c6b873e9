import { Type } from 'typebox';
import { CodedError } from '@smseal/protocol';
import type { Gateway } from '../gateway/gateway.ts';
import type { App } from '../http/app.ts';
import type { LinkDesk } from '../link/link-desk.ts';
import { drawPage } from './draw-page.ts';

export interface PageRoutesOptions {
  desk: LinkDesk;
  gateway: () => Gateway | null;
}

const closed = { additionalProperties: false };
const Ask = Type.Object({ account: Type.String({ minLength: 3, maxLength: 254 }) }, closed);
const Confirm = Type.Object({ linked: Type.Enum(['yes', 'no']) }, closed);

/** No script at all, so nothing that a page could be tricked into running. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The gateway's own page: where it stands, and its side of linking. For people at this machine. */
export function pageRoutes(app: App, { desk, gateway }: PageRoutesOptions): void {
  app.addHook('onRequest', async (request) => {
    // A page of another site may post a form here, but it cannot hide where it comes from.
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${request.headers.host ?? ''}`)
      throw new CodedError('foreign-origin');
  });
  app.get('/', async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(drawPage(desk.state, gateway()?.connectors ?? [])),
  );
  app.post('/link', { schema: { body: Ask } }, async (request, reply) => {
    desk.ask(request.body.account);
    return reply.redirect('/', 303);
  });
  app.post('/confirm', { schema: { body: Confirm } }, async (request, reply) => {
    desk.confirm(request.body.linked === 'yes');
    return reply.redirect('/', 303);
  });
}

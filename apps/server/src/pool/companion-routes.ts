import { companionSegments, listGateways, targetsOf } from '@smseal/database';
import { closed, CodedError, type CompanionsPage } from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { readCursor, writeCursor } from '../record/cursor.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';

const PageQuery = closed({ after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) });
const LISTED = 200;

/** What other gateways of a pool reported, for its members. */
export function companionRoutes(app: App, deps: Deps): void {
  app.get(
    '/v1/outbox/companions',
    { onRequest: needDevice(deps, 'deliver'), schema: { querystring: PageQuery } },
    async (request): Promise<CompanionsPage> => {
      const { account, id: device } = deviceOf(request);
      const { after } = request.query;
      const targets = await targetsOf(deps.database, { account, device });
      const { segments, batches, place, more } = await companionSegments(deps.database, {
        account,
        device,
        targets,
        after: after === undefined ? null : placeOf(after),
        limit: LISTED,
      });
      const connected = await deps.bus.connected(account);
      const gateways = await listGateways(deps.database, account);
      const absent = gateways.filter((id) => id !== device && !connected.has(id));
      return { segments, batches, absent, next: writeCursor([String(place)]), more };
    },
  );
}

/** @throws CodedError `invalid-request` for what is no place of the feed. */
function placeOf(cursor: string): number {
  const [place = null] = readCursor(cursor, 1);
  const number = Number(place ?? NaN);
  if (!Number.isSafeInteger(number)) throw new CodedError('invalid-request', { at: '/after' });
  return number;
}

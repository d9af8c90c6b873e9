import { cancelTexts, companionsOf, ownBatches } from '@smseal/database';
import { CancelTexts, closed, CodedError, Id, type TextsCancelled } from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { sendPage } from '../record/cbor.ts';
import { readCursor, writeCursor } from '../record/cursor.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { RateLimit } from '../security/rate-limit.ts';

const BatchParams = closed({ id: Id });
const OwnQuery = closed({
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
const LISTED = 50;

/** Whole batches, up to megabytes a page. */
const PAGES = { burst: 100, perSecond: 10 };

/** What a sending device's own batches came to, and stopping some of their texts. */
export function ownRoutes(app: App, deps: Deps): void {
  const limit = new RateLimit(PAGES);

  app.get(
    '/v1/outbox/own',
    { onRequest: needDevice(deps, 'send'), schema: { querystring: OwnQuery } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      limit.take(`${account} ${device}`, deps.now().getTime());
      const { after, limit: listed = LISTED } = request.query;
      const before = after === undefined ? null : placeOf(after);
      const authors = await companionsOf(deps.database, { account, device });
      const page = await ownBatches(deps.database, { account, authors, before, limit: listed });
      const { batches, places, next } = page;
      return sendPage(request, reply, {
        batches,
        cursors: places.map((place) => cursorOf(place + 1)),
        next: next === null ? null : cursorOf(next),
      });
    },
  );

  app.post(
    '/v1/outbox/batches/:id/cancel-texts',
    { onRequest: needDevice(deps, 'send'), schema: { params: BatchParams, body: CancelTexts } },
    async (request): Promise<TextsCancelled> => {
      const { account, id: device, can } = deviceOf(request);
      const authors = can.includes('read') ? null : await companionsOf(deps.database, { account, device });
      const input = { account, authors, batch: request.params.id, indexes: request.body.indexes };
      const { states, seq, holder } = await cancelTexts(deps.database, input);
      if (seq !== null) deps.bus.publish(account, { type: 'changed', head: seq });
      // What another gateway of the pool has in its hands is stopped there.
      const held = input.indexes.filter((index) => states[index] === 'leased');
      if (holder !== null && holder !== device && held.length > 0)
        deps.bus.publish(account, { type: 'stop', device: holder, batch: input.batch, indexes: held });
      return { states };
    },
  );
}

function cursorOf(place: number): string {
  return writeCursor([String(place)]);
}

/** @throws CodedError `invalid-request` for what is no place of the feed. */
function placeOf(cursor: string): number {
  const [place = null] = readCursor(cursor, 1);
  const number = Number(place ?? NaN);
  if (!Number.isSafeInteger(number)) throw new CodedError('invalid-request', { at: '/after' });
  return number;
}

import { listActivity } from '@smseal/database';
import { CodedError, type ActivityPage } from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { readCursor, writeCursor } from '../record/cursor.ts';
import { accountOf, needDeviceOrSession } from '../security/authentication.ts';

const ActivityQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
);
const LISTED = 100;

/** The activity log, as its account's people see it. */
export function activityRoutes(app: App, deps: Deps): void {
  app.get(
    '/v1/activity',
    { onRequest: needDeviceOrSession(deps), schema: { querystring: ActivityQuery } },
    async (request): Promise<ActivityPage> => {
      const { after, limit = LISTED } = request.query;
      const [at, id] = after === undefined ? [] : readCursor(after, 2);
      if (at !== undefined && Number.isNaN(Date.parse(at ?? '')))
        throw new CodedError('invalid-request', { at: '/after' });
      const cursor = at && id ? { at, id } : null;
      const account = accountOf(request);
      const { entries, more } = await listActivity(deps.database, { account, after: cursor, limit });
      const last = entries.at(-1);
      return { entries, next: more && last ? writeCursor([last.at, last.id]) : null };
    },
  );
}

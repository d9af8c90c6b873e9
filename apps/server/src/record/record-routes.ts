import {
  countRecords,
  deleteRecords,
  readChanges,
  readPlain,
  readRecordIds,
  readRecords,
} from '@smseal/database';
import {
  CodedError,
  Count,
  DeleteRecords,
  PutRecords,
  RECORD_KIND_NAMES,
  type RecordIdsPage,
  type RecordsAccepted,
  type SealedRecord,
} from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { sendPage } from './cbor.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { takeRecords } from './put-records.ts';
import { compilePutValidator } from './validate-put.ts';
import { isDay } from './calendar.ts';

const MOST = 1000;
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: MOST }));
const After = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
const Kind = Type.Enum(RECORD_KIND_NAMES);
const closed = { additionalProperties: false };

const ChangesQuery = Type.Object({ since: Count, limit: Limit }, closed);
const PlainQuery = Type.Object({ limit: Limit }, closed);
const RecordsQuery = Type.Object({ kind: Kind, after: After, limit: Limit }, closed);

/** Stored sealed things: upserts, deletions, the change feed and cold-start pages. */
export function recordRoutes(app: App, deps: Deps): void {
  void app.register((scope: App, _options, done) => {
    parseJsonAsItIs(scope);
    puttingRoute(scope, deps);
    done();
  });

  app.post(
    '/v1/records/delete',
    { onRequest: needDevice(deps, 'read'), schema: { body: DeleteRecords } },
    async (request): Promise<RecordsAccepted> => {
      const { account } = deviceOf(request);
      const { records } = request.body;
      const { database, journal } = deps;
      const now = deps.now().getTime();
      const { seq, changed, moved } = await deleteRecords(database, { account, records, journal, now });
      if (moved) deps.bus.publish(account, { type: 'changed', head: seq });
      return { seq, changed };
    },
  );

  readingRoutes(app, deps);
}

/**
 * Takes JSON without looking through half a megabyte for `__proto__` first: as a member it is one that no schema names,
 * and is refused as such.
 */
function parseJsonAsItIs(scope: App): void {
  scope.removeContentTypeParser(['application/json', 'text/plain']);
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, JSON.parse(text as string));
    } catch {
      done(new CodedError('malformed-body'));
    }
  });
}

function puttingRoute(app: App, deps: Deps): void {
  app.post(
    '/v1/records',
    {
      onRequest: needDevice(deps),
      schema: { body: PutRecords },
      validatorCompiler: compilePutValidator,
    },
    async (request): Promise<RecordsAccepted> => {
      const { records } = request.body as { records: SealedRecord[] };
      const { seq, changed } = await takeRecords(deps, deviceOf(request), records);
      return { seq, changed };
    },
  );
}

function readingRoutes(app: App, deps: Deps): void {
  const reader = { onRequest: needDevice(deps, 'read') };

  app.get('/v1/changes', { ...reader, schema: { querystring: ChangesQuery } }, async (request, reply) => {
    const { account } = deviceOf(request);
    const { since, limit = MOST } = request.query;
    return sendPage(request, reply, await readChanges(deps.database, { account, since, limit }));
  });

  app.get('/v1/records', { ...reader, schema: { querystring: RecordsQuery } }, async (request, reply) => {
    const { account } = deviceOf(request);
    const { kind, after, limit = MOST } = request.query;
    const [day, id] = after === undefined ? [] : readCursor(after, 2);
    if (day && !isDay(day)) throw new CodedError('invalid-request', { at: '/after' });
    const cursor = id ? { id, day: day ?? null } : null;
    const { records, more, head } = await readRecords(deps.database, { account, kind, after: cursor, limit });
    const last = records.at(-1);
    const next = more && last ? writeCursor([last.day ?? null, last.id]) : null;
    const total = cursor ? {} : { total: await countRecords(deps.database, { account, kind }) };
    return sendPage(request, reply, { records, next, head, ...total });
  });

  app.get('/v1/plain-records', { ...reader, schema: { querystring: PlainQuery } }, async (request, reply) => {
    const { account } = deviceOf(request);
    const { limit = MOST } = request.query;
    return sendPage(request, reply, await readPlain(deps.database, { account, limit }));
  });

  app.get(
    '/v1/record-ids',
    { ...reader, schema: { querystring: RecordsQuery } },
    async (request): Promise<RecordIdsPage> => {
      const { account } = deviceOf(request);
      const { kind, after, limit = MOST } = request.query;
      const [last = null] = after === undefined ? [] : readCursor(after, 1);
      const ids = await readRecordIds(deps.database, { account, kind, after: last, limit });
      const end = ids.at(-1);
      return { ids, next: end && ids.length === limit ? writeCursor([end.id]) : null };
    },
  );
}

import { postSegment, postSegments } from '@smseal/database';
import {
  closed,
  CodedError,
  Id,
  PostSegment,
  PostSegments,
  RawSegments,
  type RawSegment,
  type SegmentsAnswer,
  type TextState,
} from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { checkEnvelope } from './check-requests.ts';
import { toRawSegment, toRawSegments } from './raw-forms.ts';
import { acceptCbor, bodyReader } from './two-forms.ts';

const BatchParams = closed({ id: Id });
const readSegments = bodyReader({ text: PostSegments, raw: RawSegments, toRaw: toRawSegments });

/** Devices that deliver tell what became of texts: of one batch, or of many at once. */
export function segmentRoutes(app: App, deps: Deps): void {
  const deliverer = { onRequest: needDevice(deps, 'deliver') };

  app.post(
    '/v1/outbox/batches/:id/segments',
    { ...deliverer, schema: { params: BatchParams, body: PostSegment } },
    async (request): Promise<{ seq: number; states: TextState[] }> => {
      const { account, id: author } = deviceOf(request);
      const batch = request.params.id;
      const segment = toRawSegment(request.body);
      checkSegment(author, batch, segment);
      const input = { account, batch, segment, now: deps.now().getTime() };
      const { seq, states, isNew } = await postSegment(deps.database, input);
      if (isNew) deps.bus.publish(account, { type: 'changed', head: seq });
      return { seq, states };
    },
  );

  void app.register((scope: App, _options, done) => {
    acceptCbor(scope);
    scope.post('/v1/outbox/segments', deliverer, async (request): Promise<SegmentsAnswer> => {
      const { account, id: author } = deviceOf(request);
      const { segments } = readSegments(request);
      for (const { batch, segment } of segments) checkSegment(author, batch, segment);
      const input = { account, segments, now: deps.now().getTime() };
      const { seq, outcomes } = await postSegments(deps.database, input);
      if (seq !== null) deps.bus.publish(account, { type: 'changed', head: seq });
      return { seq, outcomes };
    });
    done();
  });
}

/** @throws CodedError `wrong-author`, `not-an-envelope`. */
function checkSegment(author: Id, batch: Id, segment: RawSegment): void {
  if (segment.author !== author) throw new CodedError('wrong-author');
  checkEnvelope(segment.envelope, batch);
}

import {
  companionsOf,
  countStates,
  readBatch,
  readStates,
  targetsOf,
  type BatchesAsker,
} from '@smseal/database';
import { closed, CodedError, Id, StatesRequest, type StatesAnswer } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import type { LiveDevice } from '../device/device-tokens.ts';
import { sendPage } from '../record/cbor.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { RateLimit } from '../security/rate-limit.ts';

const BatchParams = closed({ id: Id });

/** Whole batches by device, each up to megabytes: a gateway answers its customers from its own memory first. */
const WHOLE_BATCHES = { burst: 300, perSecond: 50 };

/** Looking at batches: one whole, or how far along many are. */
export function watchingRoutes(app: App, deps: Deps): void {
  const onRequest = needDevice(deps);
  const limit = new RateLimit(WHOLE_BATCHES);

  app.get(
    '/v1/outbox/batches/:id',
    { onRequest, schema: { params: BatchParams } },
    async (request, reply) => {
      const device = deviceOf(request);
      limit.take(`${device.account} ${device.id}`, deps.now().getTime());
      const batch = await readBatch(deps.database, await askerOf(deps, device), request.params.id);
      if (!batch) throw new CodedError('not-found');
      return sendPage(request, reply, batch);
    },
  );

  app.post(
    '/v1/outbox/states',
    { onRequest, schema: { body: StatesRequest } },
    async (request): Promise<StatesAnswer> => {
      const { batches, form } = request.body;
      const rows = await readStates(deps.database, await askerOf(deps, deviceOf(request)), batches);
      return {
        batches: rows.map(({ batch, paused, states }) =>
          form === 'packed'
            ? { batch, paused, states: states.toString('base64url') }
            : { batch, paused, counts: countStates(states) },
        ),
      };
    },
  );
}

/** Readers see every batch of their account; other devices those that they, or the others of their pool, wrote or send. */
async function askerOf({ database }: Deps, { account, id: device, can }: LiveDevice): Promise<BatchesAsker> {
  if (can.includes('read')) return { account, devices: null };
  const [targets, companions] = [
    await targetsOf(database, { account, device }),
    await companionsOf(database, { account, device }),
  ];
  return { account, devices: [...targets, ...companions] };
}

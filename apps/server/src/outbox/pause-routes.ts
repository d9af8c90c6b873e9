import { pauseBatches } from '@smseal/database';
import { NamedBatches } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';

/** Who sends may hold batches back and let them go on; their sending devices hear of it at once. */
export function pauseRoutes(app: App, deps: Deps): void {
  for (const [path, paused] of [
    ['/v1/outbox/batches/pause', true],
    ['/v1/outbox/batches/resume', false],
  ] as const)
    app.post(
      path,
      { onRequest: needDevice(deps, 'send'), schema: { body: NamedBatches } },
      async (request): Promise<NamedBatches> => {
        const { account } = deviceOf(request);
        const input = { account, batches: request.body.batches, paused };
        const { batches, targets } = await pauseBatches(deps.database, input);
        for (const target of targets) deps.bus.publish(account, { type: 'outbox', target });
        return { batches };
      },
    );
}

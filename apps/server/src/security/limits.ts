import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { addressPrefix, RateLimit } from './rate-limit.ts';

/** How often devices and networks may ask. */
export interface Limits {
  /** Requests by device: a first sync with its pictures passes, a loop gone wild does not. */
  device: RateLimit;
  /** Requests by network, before anybody has said who they are. */
  network: RateLimit;
  /** Tokens that are not alive, by network. */
  deadToken: RateLimit;
}

export function createLimits(): Limits {
  return {
    device: new RateLimit({ burst: 3_000, perSecond: 500 }),
    network: new RateLimit({ burst: 6_000, perSecond: 1_000 }),
    deadToken: new RateLimit({ burst: 60, perSecond: 1 }),
  };
}

/** Counts every request against its network. */
export function limitNetworks(app: App, { limits, now }: Deps): void {
  app.addHook('onRequest', (request, _reply, done) => {
    limits.network.take(addressPrefix(request.ip), now().getTime());
    done();
  });
}

import type { UsageDimension } from '@smseal/inventory';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';

/** What a request is for, by the first word of its route; what is of no account is not counted. */
const SURFACES: Readonly<Record<string, UsageDimension<'requests'>>> = {
  records: 'content',
  'plain-records': 'content',
  'record-ids': 'content',
  changes: 'content',
  blobs: 'content',
  outbox: 'sending',
  lists: 'sending',
  gateways: 'sending',
  pools: 'sending',
  chain: 'devices',
  keys: 'devices',
  devices: 'devices',
  links: 'devices',
  'inbound-sessions': 'devices',
};

/** Counts the requests of accounts that were answered as they were meant, and so which accounts are in use. */
export function countRequests(app: App, { usage }: Pick<Deps, 'usage'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    const account = request.device?.account ?? request.session?.account;
    if (account !== undefined && reply.statusCode < 400) {
      const word = /^\/v1\/([a-z-]+)/.exec(request.routeOptions.url ?? '')?.[1] ?? '';
      usage.count('requests', SURFACES[word] ?? 'account', { account });
      usage.count('active-accounts', 'any', { account });
    }
    done();
  });
}

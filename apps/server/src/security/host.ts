import { CodedError } from '@smseal/protocol';
import type { App } from '../app.ts';
import { isLoopback, type Configuration } from '../configuration/configuration.ts';

/**
 * Whether a request over plain HTTP was sent to another name than this machine's: by a proxy that makes the server
 * public without TLS, or by a page whose name was made to point here.
 */
export function isForeignHost(host: string | undefined, { tls }: Configuration): boolean {
  return tls === null && !isLoopback((host ?? '').replace(/:\d+$/, ''));
}

/** Refuses such requests with `insecure-transport`. */
export function refuseForeignHosts(app: App, configuration: Configuration): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (isForeignHost(request.headers.host, configuration)) throw new CodedError('insecure-transport');
    done();
  });
}

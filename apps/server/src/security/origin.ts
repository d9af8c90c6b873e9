import { CodedError } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';

const READS = new Set(['GET', 'HEAD']);

/**
 * A change that a browser's cookie vouches for must come from our own pages: browsers attach the cookie to other
 * sites' requests, too, and send `Origin` with every request that changes something.
 * @throws CodedError `foreign-origin`
 */
export function checkOrigin(request: FastifyRequest, origin: string): void {
  if (READS.has(request.method)) return;
  if (request.headers.origin !== origin) throw new CodedError('foreign-origin');
}

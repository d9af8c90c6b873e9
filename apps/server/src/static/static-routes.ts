import { existsSync } from 'node:fs';
import path from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';

const YEAR_S = 365 * 24 * 60 * 60;
/** Files here have a hash of their content in their name. */
const HASHED = `${path.sep}assets${path.sep}`;

/**
 * The built web app: files of `SMSEAL_WEB_ROOT`, compressed ones where they lie beside them. Addresses without a file
 * extension are the app's own screens and get its page; the sign-in page is a page of its own.
 */
export function staticRoutes(app: App, { configuration, log }: Deps): void {
  const root = path.resolve(configuration.webRoot);
  if (!existsSync(path.join(root, 'index.html'))) {
    log.warn('there is no web app at SMSEAL_WEB_ROOT; build it with npm run build');
    return;
  }
  app.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders(reply, file) {
      const cache = file.includes(HASHED) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
      reply.header('cache-control', cache);
      reply.header('vary', 'accept-encoding');
    },
  });
  app.get('/*', (request, reply) => {
    const asked = request.url.split('?', 1)[0] ?? '/';
    if (asked.startsWith('/v1/')) return reply.callNotFound();
    return reply.sendFile(fileFor(asked));
  });
}

function fileFor(asked: string): string {
  if (asked === '/sign-in') return 'sign-in.html';
  if (path.posix.extname(asked) === '') return 'index.html';
  return asked.slice(1);
}

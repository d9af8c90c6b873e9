import { existsSync } from 'node:fs';
import path from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { tokenDigest } from '../identity/session-cookie.ts';
import { PUBLIC_POLICY } from '../security/headers.ts';
import { publicFiles } from './public-files.ts';

const YEAR_S = 365 * 24 * 60 * 60;
/** Files here have a hash of their content in their name. */
const HASHED = `${path.sep}assets${path.sep}`;

/**
 * The built web app (`SMSEAL_WEB_ROOT`) and the public pages (`SMSEAL_SITE_ROOT`), compressed files where they lie beside.
 * Addresses without a file extension that no public page has are the app's own screens and get its page; sign-in
 * and the page for certificates are pages of their own. Who has no session finds the public home at `/`, everybody else the app.
 */
export function staticRoutes(app: App, { configuration, log }: Deps): void {
  const root = path.resolve(configuration.webRoot);
  const siteRoot = path.resolve(configuration.siteRoot);
  const ofSite = publicFiles(siteRoot);
  const { trustRoot } = configuration;
  /** The trust page is written anew while the server runs. */
  const rootOf = (file: string): string =>
    file === 'trust.html' && trustRoot !== null && existsSync(path.join(trustRoot, file))
      ? trustRoot
      : siteRoot;
  const hasApp = existsSync(path.join(root, 'index.html'));
  if (!hasApp) log.warn('there is no web app at SMSEAL_WEB_ROOT; build it with npm run build');
  if (!hasApp && ofSite.size === 0) return;
  app.register(fastifyStatic, {
    root: [root, siteRoot],
    serve: false,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders(reply, file) {
      const cache = file.includes(HASHED) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
      reply.header('cache-control', cache);
      // At `/` it depends on who asks.
      reply.header('vary', 'accept-encoding, cookie');
    },
  });
  app.get('/*', (request, reply) => {
    const asked = request.url.split('?', 1)[0] ?? '/';
    if (asked.startsWith('/v1/')) return reply.callNotFound();
    const file = asked === '/' && tokenDigest(request) !== null ? undefined : ofSite.get(asked);
    if (file !== undefined) return sendPublic(reply, file, rootOf(file));
    return hasApp ? reply.sendFile(fileFor(asked), root) : reply.callNotFound();
  });
}

/** No public page has a script, so none runs there. */
function sendPublic(reply: FastifyReply, file: string, root: string): FastifyReply {
  return reply.header('content-security-policy', PUBLIC_POLICY).sendFile(file, root);
}

/** Pages of the app that are not its screens. */
const OWN_PAGES: ReadonlySet<string> = new Set(['/sign-in', '/certificate']);

function fileFor(asked: string): string {
  if (OWN_PAGES.has(asked)) return `${asked.slice(1)}.html`;
  if (path.posix.extname(asked) === '') return 'index.html';
  return asked.slice(1);
}

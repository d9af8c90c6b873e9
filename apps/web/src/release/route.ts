import { VARYING_PAGES, type ReleaseBody } from '@smseal/protocol';
import type { KeptRelease } from './kept-release.ts';

/** What is asked for, as far as it matters here. */
export interface Asked {
  method: string;
  path: string;
  isPage: boolean;
  /** As `Request.destination`. */
  destination: string;
}

/** What becomes of a request. */
export type Route =
  /** Calls of the API and what cannot run: the service worker stays out of it. */
  | { to: 'network' }
  /** A file of the app, from what is kept. */
  | { to: 'kept'; hash: string }
  /** A public page or file: from the service, when it is as signed. */
  | { to: 'checked'; hash: string }
  /** A page that is in no release: nothing runs on it. */
  | { to: 'caged' }
  /** Something that would run or style, and is in no release. */
  | { to: 'refused' };

/** What runs in a page, or changes what it seems to say. */
const EFFECTIVE = new Set([
  'script',
  'worker',
  'sharedworker',
  'style',
  'font',
  'manifest',
  'iframe',
  'frame',
]);

/** Decides from the release in use; files of the one before still answer pages that were opened with it. */
export function routeOf({ method, path, isPage, destination }: Asked, kept: KeptRelease): Route {
  if (method !== 'GET' || path.startsWith('/v1/')) return { to: 'network' };
  const { app, site } = kept.current;
  if (isPage) {
    if (VARYING_PAGES.includes(path)) return { to: 'caged' };
    const page = path === '/' ? undefined : site[path];
    if (page !== undefined) return { to: 'checked', hash: page };
    return routeOfScreen(path, app);
  }
  const file = app[path] ?? kept.previous?.app[path];
  if (file !== undefined) return { to: 'kept', hash: file };
  const ofSite = site[path];
  if (ofSite !== undefined) return { to: 'checked', hash: ofSite };
  return EFFECTIVE.has(destination) ? { to: 'refused' } : { to: 'network' };
}

/** Pages of the app that are not its screens. */
const OWN_PAGES: ReadonlySet<string> = new Set(['/sign-in', '/certificate']);

/** Each screen is the app's one page. In a browser that is linked, so is `/`. */
function routeOfScreen(path: string, app: ReleaseBody['app']): Route {
  const name = OWN_PAGES.has(path) ? `${path}.html` : path.includes('.') ? path : '/index.html';
  const hash = app[name];
  return hash === undefined ? { to: 'caged' } : { to: 'kept', hash };
}

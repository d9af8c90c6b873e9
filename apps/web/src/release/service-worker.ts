/**
 * Serves the app from a release that its publisher has signed, and takes no other. The server may offer what it likes: what
 * is not signed does not run in a browser that is linked.
 */
import { SealError } from '@smseal/seal';
import { asSigned, keptFile, NotAsSigned, readKept, takeRelease, type KeptRelease } from './kept-release.ts';
import { routeOf, type Route } from './route.ts';
import { RELEASE_CACHE } from './worker-messages.ts';
import type { FromServiceWorker, ReleaseState, ToServiceWorker } from './worker-messages.ts';
import { scope, type FetchEvent } from './worker-scope.ts';

/** Between two looks for a newer release that nobody asked for. */
const LOOK_MS = 10 * 60_000;

let kept: Promise<KeptRelease | null> | null = null;
let looking: Promise<void> | null = null;
let lookedAt = -Infinity;
let forgotten = false;

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (event) => {
  const { type } = event.data as ToServiceWorker;
  forgotten = type === 'forget';
  event.waitUntil(forgotten ? forget() : look());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (forgotten || origin !== scope.location.origin) return;
  if (request.method !== 'GET' || pathname.startsWith('/v1/')) return;
  event.respondWith(answer(event, pathname));
});

async function install(): Promise<void> {
  await takeRelease(await readKept());
  await scope.skipWaiting();
}

async function answer(event: FetchEvent, path: string): Promise<Response> {
  const { request } = event;
  const isPage = request.mode === 'navigate';
  if (isPage && performance.now() - lookedAt > LOOK_MS) event.waitUntil(look());
  const asked = { method: request.method, path, isPage, destination: request.destination };
  const before = await (kept ??= readKept());
  if (before === null) return fetch(request);
  const first = await follow(routeOf(asked, before), request);
  if (first !== null) return first;
  // The service may have gone on to a newer release that is not known here yet.
  await look();
  const after = await (kept ??= readKept());
  const second = after === null || after === before ? null : await follow(routeOf(asked, after), request);
  return second ?? (isPage ? refusal() : Response.error());
}

/** Null where what comes is not as it was signed. */
async function follow(route: Route, request: Request): Promise<Response | null> {
  switch (route.to) {
    case 'network':
      return fetch(request);
    case 'kept':
      return (await keptFile(route.hash)) ?? asSigned(await fetch(request), [route.hash]);
    case 'checked':
      return asSigned(await fetch(request), [route.hash]);
    case 'caged':
      return caged(await fetch(request));
    case 'refused':
      return null;
  }
}

/** Looks for a newer release, once at a time, and tells the pages how it stands. */
function look(): Promise<void> {
  lookedAt = performance.now();
  looking ??= lookOnce().finally(() => (looking = null));
  return looking;
}

async function lookOnce(): Promise<void> {
  let release: ReleaseState;
  try {
    const before = await readKept();
    const isOther = await takeRelease(before);
    release = { state: isOther && before !== null ? 'newer' : 'in-use' };
    if (isOther) kept = null;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) return;
    release = { state: 'refused', reason };
  }
  const message: FromServiceWorker = { type: 'release', release };
  for (const client of await scope.clients.matchAll({ includeUncontrolled: true }))
    client.postMessage(message, []);
}

/** Null where nothing can be said: the service is away. */
function reasonOf(error: unknown): (ReleaseState & { state: 'refused' })['reason'] | null {
  if (error instanceof NotAsSigned) return 'unsigned';
  if (!(error instanceof SealError)) return null;
  if (error.code === 'wrong-key') return 'other-publisher';
  return error.code === 'too-old' ? 'older' : 'unsigned';
}

async function forget(): Promise<void> {
  await looking;
  kept = null;
  await caches.delete(RELEASE_CACHE);
}

/** The answer, with nothing on it that runs. */
async function caged(answered: Response): Promise<Response> {
  // A redirection is followed by the browser, and asked for here again.
  if (answered.type === 'opaqueredirect') return answered;
  const headers = new Headers(answered.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  headers.set('content-security-policy', "sandbox; default-src 'none'; style-src 'self'; img-src 'self'");
  return new Response(await answered.arrayBuffer(), { status: answered.status, headers });
}

function refusal(): Response {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not as it was signed</title>
<style>body{font:1rem/1.6 system-ui;max-width:34rem;margin:12vh auto;padding:0 1.5rem}</style>
<h1>This page is not as it was signed</h1>
<p>The service sent something that is not in the release that its publisher has signed, so this browser does not show it.</p>
<p><a href="/">Back to your texts</a></p>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  return new Response(body, { status: 502, headers });
}

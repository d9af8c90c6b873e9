import { RELEASE_PATH, toBase64Url, type ReleaseBody, type SignedRelease } from '@smseal/protocol';
import { openRelease } from '@smseal/seal';
import { RELEASE_CACHE } from './worker-messages.ts';

const CURRENT = '/release/current';
const PREVIOUS = '/release/previous';

/** The release in use, and the one before it for pages that were opened with it. */
export interface KeptRelease {
  key: string;
  current: ReleaseBody;
  previous: ReleaseBody | null;
}

/** What this browser keeps; null before the first release. */
export async function readKept(): Promise<KeptRelease | null> {
  if (!(await caches.has(RELEASE_CACHE))) return null;
  const cache = await caches.open(RELEASE_CACHE);
  const current = await readSigned(cache, CURRENT);
  if (current === null) return null;
  const previous = await readSigned(cache, PREVIOUS);
  return {
    key: current.key,
    current: await openRelease(current),
    previous: previous === null ? null : await openRelease(previous),
  };
}

async function readSigned(cache: Cache, name: string): Promise<SignedRelease | null> {
  const found = await cache.match(name);
  return found ? ((await found.json()) as SignedRelease) : null;
}

/**
 * Takes the release that the service offers: signed by the publisher known here, no earlier, and each file of the app as it
 * says; then, and only then, it is in use. @returns whether it is another one than before.
 * @throws SealError or NotAsSigned for one that is not taken; TypeError where the service is away.
 */
export async function takeRelease(kept: KeptRelease | null): Promise<boolean> {
  const answer = await fetch(RELEASE_PATH, { cache: 'no-store', credentials: 'omit' });
  if (answer.status >= 500) throw new TypeError('the service is away');
  const signed = (await answer.json().catch(() => null)) as SignedRelease;
  const pin = kept === null ? undefined : { key: kept.key, issued: kept.current.issued };
  const body = await openRelease(signed, pin);
  if (body.issued === kept?.current.issued && signed.body === (await bodyInUse())) return false;
  const cache = await caches.open(RELEASE_CACHE);
  for (const [path, hash] of Object.entries(body.app)) await takeFile(cache, path, hash);
  const before = await cache.match(CURRENT);
  if (before) await cache.put(PREVIOUS, before);
  await cache.put(CURRENT, Response.json(signed));
  await prune(cache, [body, ...(kept ? [kept.current] : [])]);
  return true;
}

async function bodyInUse(): Promise<string | undefined> {
  const cache = await caches.open(RELEASE_CACHE);
  return (await readSigned(cache, CURRENT))?.body;
}

async function takeFile(cache: Cache, path: string, hash: string): Promise<void> {
  const name = nameOf(hash);
  if (await cache.match(name)) return;
  const answer = await fetch(path, { cache: 'no-cache', credentials: 'omit' });
  const checked = await asSigned(answer, [hash]);
  if (checked === null) throw new NotAsSigned(path);
  await cache.put(name, checked);
}

/** A file is not the one that the release names. */
export class NotAsSigned extends Error {
  override readonly name = 'NotAsSigned';

  constructor(path: string) {
    super(`${path} is not as it was signed`);
  }
}

/** A kept file of a release; undefined where it was lost. */
export async function keptFile(hash: string): Promise<Response | undefined> {
  const cache = await caches.open(RELEASE_CACHE);
  return cache.match(nameOf(hash));
}

/** The answer again when its octets are what one of the hashes says; null when they are not. */
export async function asSigned(answer: Response, hashes: readonly string[]): Promise<Response | null> {
  if (!answer.ok) return null;
  const octets = await answer.arrayBuffer();
  const hash = toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)));
  return hashes.includes(hash) ? sameWith(answer, octets) : null;
}

/** An answer of the same headers, without those of its way here. */
function sameWith(answer: Response, octets: ArrayBuffer): Response {
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Response(octets, { status: answer.status, headers });
}

async function prune(cache: Cache, inUse: readonly ReleaseBody[]): Promise<void> {
  const names = new Set(inUse.flatMap(({ app }) => Object.values(app).map(nameOf)));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== CURRENT && pathname !== PREVIOUS && !names.has(pathname)) await cache.delete(request);
  }
}

function nameOf(hash: string): string {
  return `/release/file/${hash}`;
}

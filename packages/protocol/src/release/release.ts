import { Type, type Static } from 'typebox';
import { closed, Instant, octets, octetsUpTo, shortText } from '../schema.ts';

/** Where a service serves the manifest of what it serves. */
export const RELEASE_PATH = '/release.json';

/** Public pages that are written anew while the service runs: in no release, and nothing may run on them. */
export const VARYING_PAGES: readonly string[] = ['/trust'];

const MAX_BODY_OCTETS = 256 * 1024;

/** SHA-256 of each file's octets, before any transfer coding, by the path at which it is served. */
const Files = Type.Record(Type.String({ pattern: '^/[A-Za-z0-9._/-]*$' }), octets(32), {
  additionalProperties: false,
});

/** What a release serves to everybody. Octets as signed; nobody writes the JSON anew. */
export const ReleaseBody = closed({
  v: Type.Literal(1),
  version: shortText(40),
  /** When it was signed. A browser goes to no earlier one. */
  issued: Instant,
  /** Files of the web app; each of its screens is `/index.html`, signing in is `/sign-in.html`. */
  app: Files,
  /** The public pages and what they load, without {@link VARYING_PAGES}. */
  site: Files,
});
export type ReleaseBody = Static<typeof ReleaseBody>;

/** `GET /release.json`: the body as base64url, the publisher's public key, its signature (SEAL-110). */
export const SignedRelease = closed({
  body: octetsUpTo(MAX_BODY_OCTETS),
  key: octets(32),
  signature: octets(64),
});
export type SignedRelease = Static<typeof SignedRelease>;

/** At which path a file of the public site is served: `/privacy` is `privacy.html`, `/` is `home.html`, and what RFC 8615
 * calls well-known lies in a folder without the dot. */
export function publicPath(file: string): string {
  if (file === 'home.html') return '/';
  return `/${file.replace(/\.html$/, '').replace(/^well-known\//, '.well-known/')}`;
}

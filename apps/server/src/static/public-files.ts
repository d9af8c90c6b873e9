import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/** Files that lie beside another one in a form that saves octets. */
const COMPRESSED = /\.(br|gz)$/;

/** Files of the public site by the address at which each is asked for: `/privacy` is `privacy.html`, `/` is
 * `home.html`, and what RFC 8615 calls well-known lies in a folder without the dot. */
export function publicFiles(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map();
  const files = globSync(['*.html', 'assets/*', 'well-known/*'], { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !COMPRESSED.test(file));
  return new Map(files.map((file) => [addressOf(file), file]));
}

function addressOf(file: string): string {
  if (file === 'home.html') return '/';
  return `/${file.replace(/\.html$/, '').replace(/^well-known\//, '.well-known/')}`;
}

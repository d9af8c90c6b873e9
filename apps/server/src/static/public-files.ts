import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { publicPath } from '@smseal/protocol';

/** Files that lie beside another one in a form that saves octets. */
const COMPRESSED = /\.(br|gz)$/;

/** The last are the versions of the privacy policy, as software reads them. */
const FILES = ['**/*.html', '*.txt', 'assets/*', 'well-known/*', 'privacy/versions/*.json'];

/** Files of the public site by the path at which each is asked for. */
export function publicFiles(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map();
  const files = globSync(FILES, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !COMPRESSED.test(file));
  return new Map(files.map((file) => [publicPath(file), file]));
}

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { publicPath, RELEASE_PATH, VARYING_PAGES, type ReleaseBody } from '@smseal/protocol';
import { openRelease, publisherKeys, releaseDigest, signRelease } from '@smseal/seal';
import { ROOT } from './rooms.ts';

const APP = path.join(ROOT, 'apps/web/dist');
const SITE = path.join(ROOT, 'apps/site/dist');
const RELEASE = path.join(APP, RELEASE_PATH);

/**
 * Signs what lies in the built folders, unless it is signed so already. The publisher's key is the file that is named, else
 * `release.key` in the checkout, which is made where there is none. @returns one line to say.
 */
export async function writeRelease(keyFile = path.join(ROOT, 'release.key')): Promise<string> {
  const publisher = await publisherKeys(readSeed(keyFile));
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const body: ReleaseBody = {
    v: 1,
    version,
    issued: new Date().toISOString(),
    app: hashesOf(APP, (file) => `/${file}`),
    site: hashesOf(SITE, publicPath),
  };
  const signed = await signRelease(body, publisher);
  const before = await readBefore(signed.key);
  if (before && isDeepStrictEqual({ ...before, issued: body.issued }, body)) return 'release: fresh';
  writeFileSync(RELEASE, JSON.stringify(signed));
  return `release: ${await releaseDigest(body)}, signed by ${signed.key}`;
}

function readSeed(file: string): string {
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** The release that lies there, if it is by the same publisher. */
async function readBefore(key: string): Promise<ReleaseBody | null> {
  try {
    return await openRelease(JSON.parse(readFileSync(RELEASE, 'utf8')), { key, issued: '' });
  } catch {
    return null;
  }
}

/** SHA-256 of each file by its path, in the order of paths; compressed forms are the same file. */
function hashesOf(folder: string, pathOf: (file: string) => string): Record<string, string> {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hashes = files.map((file): [string, string] => [
    pathOf(path.relative(folder, file).split(path.sep).join('/')),
    createHash('sha256').update(readFileSync(file)).digest('base64url'),
  ]);
  return Object.fromEntries(
    hashes
      .filter(([name]) => name !== RELEASE_PATH && !VARYING_PAGES.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Builds apps/web when anything that goes into it has changed since the last build (`--force` builds anyway), and lays
 * gzip and brotli forms beside each file, so that the server never compresses while somebody waits.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { ROOT } from './rooms.ts';

const WEB = path.join(ROOT, 'apps/web');
const DIST = path.join(WEB, 'dist');
/** Digest of the sources of the build that lies in dist. */
const MARK = path.join(DIST, '.sources');
const INPUTS = [
  'package-lock.json',
  'tools/src/build-web.ts',
  'apps/web/*.{html,ts,json}',
  'apps/web/{src,public}/**/*',
  'packages/{client,seal,protocol,inventory,policy,sms}/{package.json,src/**/*}',
];
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt', '.map']);
/** Below this many octets a compressed form gains nothing. */
const SMALLEST = 600;

function digestOfSources(): string {
  const files = globSync(INPUTS, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  if (files.length < 10) throw new Error('The sources of the web app were not found.');
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function build(): void {
  const manifest = createRequire(path.join(WEB, 'package.json')).resolve('vite/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { vite: string } };
  const vite = path.join(path.dirname(manifest), bin.vite);
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
}

function compress(): number {
  let written = 0;
  for (const entry of globSync('**/*', { cwd: DIST, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSED.has(path.extname(entry.name))) continue;
    const file = path.join(entry.parentPath, entry.name);
    const data = readFileSync(file);
    if (data.length < SMALLEST) continue;
    writeFileSync(`${file}.gz`, gzipSync(data, { level: 9 }));
    const parameters = {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    };
    writeFileSync(`${file}.br`, brotliCompressSync(data, { params: parameters }));
    written += 1;
  }
  return written;
}

try {
  const digest = digestOfSources();
  const before = existsSync(MARK) ? readFileSync(MARK, 'utf8') : '';
  if (before === digest && !process.argv.includes('--force')) {
    console.log('web: fresh');
  } else {
    build();
    const count = compress();
    writeFileSync(MARK, digest);
    console.log(`web: built, ${count} files compressed`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** What a browser must fetch as JavaScript before a page works, gzip -9: the entry's static imports and its worker. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Figure } from './figure.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DIST = path.join(ROOT, 'apps/web/dist');

/** Scripts that `page` loads at once, with everything they import statically. */
function scriptsOf(page: string): string[] {
  const html = readFileSync(path.join(DIST, page), 'utf8');
  const queue = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, file]) => file ?? '');
  const seen = new Set<string>();
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const code = readFileSync(path.join(DIST, file), 'utf8');
    for (const [, relative] of code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g))
      if (relative) queue.push(path.join(path.dirname(file), relative));
    for (const [, worker] of code.matchAll(/["'`]\/?(assets\/[^"'`]*worker[^"'`]*\.js)["'`]/g))
      if (worker) queue.push(worker);
  }
  return [...seen];
}

function gzipped(files: string[]): number {
  return (
    files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length, 0) /
    1000
  );
}

export async function benchBundles(): Promise<Figure[]> {
  execFileSync(process.execPath, ['tools/src/build.ts'], { cwd: ROOT, stdio: 'ignore' });
  return Promise.resolve([
    atMost({
      name: 'JavaScript of the sign-in page',
      value: gzipped(scriptsOf('sign-in.html')),
      unit: 'kB',
      most: 120,
    }),
    atMost({
      name: 'JavaScript of the inbox',
      value: gzipped(scriptsOf('index.html')),
      unit: 'kB',
      most: 250,
    }),
  ]);
}

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt', '.map']);
/** Below this many octets a compressed form gains nothing. */
const SMALLEST = 600;

/** Lays gzip and brotli forms beside each file of a folder, so that the server never compresses while somebody waits. */
export function compressFiles(folder: string): number {
  let written = 0;
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
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

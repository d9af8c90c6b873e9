/**
 * `node apps/site/src/trust/write-trust.ts RESULTS SITE FOLDER`: writes the trust page with what the last run said. RESULTS:
 * what `smseal verify --json` wrote; SITE: the folder of the built pages, for their stylesheet; FOLDER: where the page goes.
 */
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { document, ENGLISH } from '../html/page.ts';
import { readResults } from './read-results.ts';
import { trustPage } from './trust-page.ts';

const [results, site, folder] = process.argv.slice(2);
if (results === undefined || site === undefined || folder === undefined)
  throw new Error('Say from what and where to: write-trust.ts RESULTS SITE FOLDER');
const [style] = globSync('assets/site-*.css', { cwd: site });
if (style === undefined) throw new Error(`${site} holds no public pages; build them with npm run build.`);

const page = document(trustPage(readResults(readFileSync(results, 'utf8'))), ENGLISH, `/${style}`);
mkdirSync(folder, { recursive: true, mode: 0o700 });
const forms = {
  'trust.html.br': brotliCompressSync(page),
  'trust.html.gz': gzipSync(page),
  'trust.html': page,
};
for (const [name, content] of Object.entries(forms)) {
  writeFileSync(path.join(folder, `${name}.new`), content, { mode: 0o600 });
  renameSync(path.join(folder, `${name}.new`), path.join(folder, name));
}

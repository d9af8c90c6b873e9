/**
 * `node apps/site/src/main.ts FOLDER TOKENS DOCS [RESULTS]`: writes the public pages. TOKENS: the stylesheet of the product's
 * colours. DOCS: folder of the manual. RESULTS: what `smseal verify --json` wrote, for the trust page.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compilePolicy } from '@smseal/inventory';
import { PICTURES } from './home/product-picture.ts';
import { document, ENGLISH } from './html/page.ts';
import { pages } from './pages.ts';
import { readResults } from './trust/read-results.ts';
import { readVersions } from './version/archive.ts';

const [folder, tokens, docs, results] = process.argv.slice(2);
if (folder === undefined || tokens === undefined || docs === undefined)
  throw new Error('Say from what and where to: node apps/site/src/main.ts FOLDER TOKENS DOCS [RESULTS]');

/** Global Privacy Control (W3C), §4: this origin honours the signal. */
const GPC = { gpc: true, lastUpdate: '2026-11-25' };

/** RFC 9309: the public pages may be found; the app's screens show nothing to a stranger. */
const ROBOTS = 'User-agent: *\nAllow: /\nDisallow: /v1/\nDisallow: /settings\n';

const style =
  readFileSync(tokens, 'utf8') + readFileSync(path.join(import.meta.dirname, 'style/site.css'), 'utf8');
const digest = createHash('sha256').update(style).digest('hex').slice(0, 12);
const styleName = `assets/site-${digest}.css`;

rmSync(folder, { recursive: true, force: true });
for (const below of ['assets', 'well-known', 'docs', 'privacy/versions'])
  mkdirSync(path.join(folder, below), { recursive: true });
writeFileSync(path.join(folder, styleName), style);
for (const { name, octets } of PICTURES) writeFileSync(path.join(folder, name), octets);
writeFileSync(path.join(folder, 'well-known/gpc.json'), `${JSON.stringify(GPC)}\n`);
writeFileSync(path.join(folder, 'robots.txt'), ROBOTS);
const tried = results === undefined ? null : readResults(readFileSync(results, 'utf8'));
const versions = readVersions({ policy: compilePolicy() });
for (const { number, text } of versions)
  writeFileSync(path.join(folder, `privacy/versions/${number}.json`), text);
for (const page of pages({ results: tried, docs, versions })) {
  const name = page.path === '/' ? 'home' : page.path.slice(1);
  writeFileSync(path.join(folder, `${name}.html`), document(page, ENGLISH, `/${styleName}`));
}

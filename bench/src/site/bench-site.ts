/** The public pages, as the server serves them, before the real Lighthouse. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atMost, noLess, type Extent, type Figure } from '../figure.ts';
import { startServer } from '../running-server.ts';
import { audit, CATEGORIES, type Audit, type Category } from './lighthouse.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MOST_KB = 50;

/** Each category's lowest score, and the heaviest page. */
export async function benchSite({ quick }: Extent): Promise<Figure[]> {
  if (!existsSync('/usr/bin/chromium')) return [];
  execFileSync(process.execPath, ['tools/src/build.ts'], { cwd: ROOT, stdio: 'ignore' });
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-lighthouse-'));
  const server = await startServer();
  try {
    const audits = new Map<string, Audit>();
    for (const page of (await pagesOf(server.url)).slice(0, quick ? 1 : undefined))
      audits.set(page, await audit(new URL(page, server.url).href, folder));
    return [...CATEGORIES.map((category) => lowest(audits, category)), heaviest(audits)];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The home and every page that it leads to. */
async function pagesOf(url: string): Promise<string[]> {
  const html = await (await fetch(url)).text();
  const linked = [...html.matchAll(/<a\b[^>]*\bhref="(\/[a-z-]*)"/g)].map(([, page = '/']) => page);
  return [...new Set(['/', ...linked])].filter((page) => page !== '/sign-in' && page !== '/sign-up');
}

function lowest(audits: ReadonlyMap<string, Audit>, category: Category): Figure {
  const below = [...audits].filter(([, { scores }]) => scores[category] < 100);
  const name = `Lighthouse, ${category}, ${audits.size} public pages`;
  const value = Math.min(...[...audits.values()].map(({ scores }) => scores[category]));
  const figure = noLess({ name, value, unit: 'of 100', least: 100, peer: Number.NaN, peerName: '' });
  if (below.length === 0) return figure;
  const note = below.map(
    ([page, { scores, faults }]) => `${page} ${scores[category]}: ${faults[category].join(', ')}`,
  );
  return { ...figure, note: note.join('; ') };
}

function heaviest(audits: ReadonlyMap<string, Audit>): Figure {
  const name = 'heaviest public page over the wire';
  const value = Math.max(...[...audits.values()].map(({ weight }) => weight));
  const pages = [...audits].filter(([, { weight }]) => weight === value).map(([page]) => page);
  return atMost({ name, value, unit: 'kB', most: MOST_KB, note: pages.join(', ') });
}

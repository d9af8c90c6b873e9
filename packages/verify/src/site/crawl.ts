import { ask, textOf, type Answer, type Site } from './site.ts';

/** Where a stranger begins; whatever is linked from there on the same site is read, too. */
const HOME = '/';
/** Pages of the web app, which anyone can load: signing in, certificates, and screens. Its home is at `/` for who has a session. */
const OF_THE_APP: readonly string[] = [
  '/sign-in',
  '/certificate',
  '/settings/devices',
  '/settings/export',
  '/settings/delete',
];
const MOST_PAGES = 200;

/** A page with what it names, loads and is styled by. */
export interface CrawledPage {
  path: string;
  /** Whether it is a public page: all but the web app's own. */
  isPublic: boolean;
  answer: Answer;
  html: string;
  /** Addresses that the page loads by itself, as they are written. */
  loads: readonly string[];
  /** What of them is of this site, fetched. */
  files: readonly { path: string; answer: Answer }[];
}

/**
 * Reads every public page, the web app's few and all that they load, without a cookie.
 * @throws Error where there is no end of pages.
 */
export async function crawl(site: Site): Promise<CrawledPage[]> {
  const known = new Map<string, Promise<Answer>>();
  const fetched = (path: string): Promise<Answer> => {
    const before = known.get(path);
    if (before) return before;
    const asked = ask(site, { path });
    known.set(path, asked);
    return asked;
  };
  const pages: CrawledPage[] = [];
  const paths = new Set([HOME, ...OF_THE_APP]);
  for (const path of paths) {
    if (pages.length === MOST_PAGES) throw new Error(`more than ${MOST_PAGES} pages are linked`);
    const answer = await fetched(path);
    const html = textOf(answer);
    for (const linked of pagesLinkedFrom(html, site)) paths.add(linked);
    const loads = loadsOf(html);
    const own = loads.flatMap((address) => ownPath(address, site) ?? []);
    const files = await Promise.all(own.map(async (file) => ({ path: file, answer: await fetched(file) })));
    pages.push({ path, isPublic: !OF_THE_APP.includes(path), answer, html, loads, files });
  }
  return pages;
}

/** `src` of everything, and `href` of what a page loads by itself; links that people click are none of it. */
function loadsOf(html: string): string[] {
  const tags = [...html.matchAll(/<(script|link|img|iframe|source|video|audio|embed|object|form)\b[^>]*>/gi)];
  return tags.flatMap(([tag, name = '']) =>
    [...tag.matchAll(/\b(src|href|data|action|srcset)\s*=\s*["']([^"']+)["']/gi)]
      .filter(([, attribute]) => attribute !== 'href' || name.toLowerCase() === 'link')
      .map(([, , address = '']) => address),
  );
}

function pagesLinkedFrom(html: string, site: Site): string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref\s*=\s*["']([^"']+)["']/gi)].flatMap(([, address = '']) => {
    const path = ownPath(address, site);
    return path === null || /\.\w+$/.test(path) ? [] : [path];
  });
}

/** The path of an address on this site; null for another site's. */
function ownPath(address: string, site: Site): string | null {
  const url = URL.parse(address, site.origin);
  return url?.origin === new URL(site.origin).origin ? url.pathname : null;
}

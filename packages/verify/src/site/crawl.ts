import { ask, textOf, type Answer, type Site } from './site.ts';

/** Pages that need no sign-in. */
const PAGES = ['/', '/sign-in'] as const;

/** A page with what it names, loads and is styled by. */
export interface CrawledPage {
  path: string;
  answer: Answer;
  html: string;
  /** Addresses that the page loads by itself, as they are written. */
  loads: readonly string[];
  /** What of them is of this site, fetched. */
  files: readonly { path: string; answer: Answer }[];
}

/** Reads every public page and all that it loads, without a cookie. */
export async function crawl(site: Site): Promise<CrawledPage[]> {
  const known = new Map<string, Promise<Answer>>();
  const fetched = (path: string): Promise<Answer> => {
    const before = known.get(path);
    if (before) return before;
    const asked = ask(site, { path });
    known.set(path, asked);
    return asked;
  };
  return Promise.all(
    PAGES.map(async (path) => {
      const answer = await fetched(path);
      const html = textOf(answer);
      const loads = loadsOf(html);
      const ours = loads
        .map((address) => new URL(address, site.origin))
        .filter((url) => url.origin === new URL(site.origin).origin);
      const files = await Promise.all(
        ours.map(async (url) => ({ path: url.pathname, answer: await fetched(url.pathname) })),
      );
      return { path, answer, html, loads, files };
    }),
  );
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

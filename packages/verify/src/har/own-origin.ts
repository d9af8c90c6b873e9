import { verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import { textOf, type Site } from '../site/site.ts';
import { directivesOf } from './directives.ts';

const KEYWORDS = new Set(["'self'", "'none'", 'blob:', 'data:']);
/** Directives that name no source of anything. */
const NO_SOURCES = new Set(['require-trusted-types-for', 'trusted-types', 'upgrade-insecure-requests']);

/** Nothing on any page is of another origin, and the browser is told to hold to that. */
export async function ownOrigin(site: Site): Promise<Outcome> {
  const pages = await crawl(site);
  const faults: string[] = [];
  let files = 0;
  for (const { path, answer, loads, files: own } of pages) {
    faults.push(
      ...policyFaults(answer.headers['content-security-policy'], site).map((fault) => `${path}: ${fault}`),
    );
    for (const address of loads)
      if (new URL(address, site.origin).origin !== new URL(site.origin).origin)
        faults.push(`${path} loads ${address}`);
    for (const file of own) {
      files++;
      if (!(file.answer.headers['content-type'] ?? '').startsWith('text/css')) continue;
      for (const [, address = ''] of textOf(file.answer).matchAll(
        /(?:url\(|@import)\s*["']?(https?:\/\/[^"')]+)/g,
      ))
        faults.push(`${file.path} loads ${address}`);
    }
  }
  return verdict(
    faults,
    `${pages.length} pages and ${files} files are of this origin and may reach no other`,
  );
}

/** What a Content-Security-Policy lets a page reach beyond its own origin. */
function policyFaults(policy: string | undefined, site: Site): string[] {
  if (policy === undefined) return ['there is no Content-Security-Policy'];
  const { host } = new URL(site.origin);
  const own = new Set([...KEYWORDS, `ws://${host}`, `wss://${host}`, site.origin]);
  const directives = directivesOf(policy);
  const faults = [...directives].flatMap(([name, sources]) =>
    NO_SOURCES.has(name)
      ? []
      : sources.filter((source) => !own.has(source)).map((source) => `${name} lets in ${source}`),
  );
  if (directives.get('default-src')?.join() !== "'none'") faults.push('what it does not name is let in');
  return faults;
}

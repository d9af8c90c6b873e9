import { verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import type { Site } from '../site/site.ts';
import { directivesOf } from './directives.ts';

/** Pages that a visitor must come to from the home by links alone. */
const NEEDED = ['/privacy', '/cookies', '/terms', '/security', '/trust'] as const;
/** What runs something, or could. */
const RUNS =
  /<(script|iframe|frame|object|embed|applet|form|style)\b|<[a-z][^>]*\s(on[a-z]+|style|srcdoc)\s*=|javascript:/i;
/** Directives that may name a source where nothing runs. */
const INERT = new Set(['style-src', 'img-src', 'font-src', 'connect-src']);

/** Public pages have nothing that runs, and a policy under which nothing could. */
export async function noScript(site: Site): Promise<Outcome> {
  const pages = (await crawl(site)).filter(({ isPublic }) => isPublic);
  const faults = NEEDED.filter((path) => !pages.some((page) => page.path === path)).map(
    (path) => `no link from the home leads to ${path}`,
  );
  for (const { path, answer, html } of pages) {
    const found = RUNS.exec(html.replaceAll(/<code>[^<]*<\/code>/g, ''))?.[0];
    if (found !== undefined) faults.push(`${path} has ${found}`);
    faults.push(
      ...policyFaults(answer.headers['content-security-policy'] ?? '').map((why) => `${path}: ${why}`),
    );
  }
  return verdict(faults, `${pages.length} pages run nothing and may run nothing`);
}

function policyFaults(policy: string): string[] {
  const directives = directivesOf(policy);
  const faults = [...directives].flatMap(([name, sources]) =>
    INERT.has(name)
      ? sources.filter((source) => source !== "'self'").map((source) => `${name} lets in ${source}`)
      : [],
  );
  for (const [name, sources] of directives)
    if (!INERT.has(name) && sources.some((source) => source !== "'none'"))
      faults.push(`${name} lets in ${sources.join(' ')}`);
  if (directives.get('default-src')?.join() !== "'none'") faults.push('what it does not name is let in');
  // Neither falls back to `default-src`.
  for (const name of ['form-action', 'base-uri'])
    if (directives.get(name)?.join() !== "'none'") faults.push(`${name} is not refused`);
  return faults;
}

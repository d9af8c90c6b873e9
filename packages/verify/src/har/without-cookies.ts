import { verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import type { Site } from '../site/site.ts';

/** Pages and their files come to whoever sends no cookie. */
export async function withoutCookies(site: Site): Promise<Outcome> {
  const pages = await crawl(site);
  const faults: string[] = [];
  let files = 0;
  for (const { path, answer, html, files: own } of pages) {
    if (answer.status !== 200) faults.push(`${path} answers ${answer.status}`);
    if (!/<title>[^<]+<\/title>/.test(html)) faults.push(`${path} has no title`);
    for (const file of own) {
      files++;
      if (file.answer.status !== 200) faults.push(`${file.path} answers ${file.answer.status}`);
    }
  }
  return verdict(faults, `${pages.length} pages and ${files} files came whole`);
}

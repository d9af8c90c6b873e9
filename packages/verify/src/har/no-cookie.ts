import { verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import { ask, type Answer, type Site } from '../site/site.ts';

/** Nothing sets a cookie before a sign-in. */
export async function noCookie(site: Site): Promise<Outcome> {
  const pages = await crawl(site);
  const answers: [string, Answer][] = pages.flatMap(({ path, answer, files }) => [
    [path, answer],
    ...files.map((file): [string, Answer] => [file.path, file.answer]),
  ]);
  for (const path of ['/v1/session', '/v1/devices', '/healthz'])
    answers.push([path, await ask(site, { path })]);
  const faults = answers.flatMap(([path, { cookies }]) =>
    cookies.map((cookie) => `${path} sets ${cookie.split('=')[0] ?? ''}`),
  );
  return verdict(faults, `${answers.length} answers set none`);
}

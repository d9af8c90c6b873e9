import { findingsOf, INVENTORY } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import { ask, type Asked, type Site } from '../site/site.ts';

/** One of each kind of answer: kept, compressed, refused, unknown, wrongly asked. */
const ASKED: readonly Asked[] = [
  { path: '/', headers: { 'accept-encoding': 'br' } },
  { path: '/healthz' },
  { path: '/v1/session' },
  { path: '/v1/nothing' },
  { path: '/v1/sign-up' },
  { path: '/v1/sign-up', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
  { path: '/v1/sign-up', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' },
];

/** The headers of all answers, against the inventory, both ways. */
export async function headers(site: Site): Promise<Outcome> {
  const pages = await crawl(site);
  const answers = pages.flatMap(({ answer, files }) => [answer, ...files.map((file) => file.answer)]);
  for (const asked of ASKED) answers.push(await ask(site, asked));
  const names = new Set(answers.flatMap((answer) => Object.keys(answer.headers)));
  const { unlisted, missing } = findingsOf(INVENTORY, 'response-header', names);
  const faults = [
    ...unlisted.map((name) => `${name} is sent and not listed`),
    ...missing.map((name) => `${name} is listed and not sent`),
  ];
  return verdict(faults, `${names.size} headers in ${answers.length} answers, all listed`);
}

import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import { ask, jsonOf, type Site } from '../site/site.ts';

const PATH = '/.well-known/gpc.json';
const SIGNAL = { 'sec-gpc': '1' };

/** Global Privacy Control (W3C): the statement that it is honoured, and that whoever sends it is treated like all. */
export async function privacyControl(site: Site): Promise<Outcome> {
  const statement = await ask(site, { path: PATH });
  if (statement.status !== 200) return red(`${PATH} answers ${statement.status}`);
  const faults = jsonOf(statement)?.['gpc'] === true ? [] : [`${PATH} does not say so`];
  const before = (await crawl(site)).map(({ path, answer }) => ({ path, answer }));
  for (const { path, answer } of [{ path: PATH, answer: statement }, ...before]) {
    const told = await ask(site, { path, headers: SIGNAL });
    if (told.status !== answer.status || !told.octets.equals(answer.octets))
      faults.push(`${path} is another one for who sends the signal`);
    if (told.cookies.length > 0) faults.push(`${path} sets a cookie for who sends the signal`);
  }
  return verdict(faults, `it is said at ${PATH}, and ${before.length} pages are the same with the signal`);
}

import { entriesOf, INVENTORY, type Place } from '@smseal/inventory';
import { green, red, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, jsonOf, textOf, type Site } from '../site/site.ts';

/** What of these places a page does not name. */
async function unnamed(site: Site, path: string, places: readonly Place[]): Promise<Outcome> {
  const answer = await ask(site, { path });
  if (answer.status !== 200) return red(`${path} answers ${answer.status}`);
  const named = new Set([...textOf(answer).matchAll(/<code>([^<]+)<\/code>/g)].map(([, name = '']) => name));
  const listed = places.flatMap((place) => entriesOf(INVENTORY, place).map(({ name }) => name));
  return verdict(
    listed.filter((name) => !named.has(name)).map((name) => `${path} does not name ${name}`),
    `${path} names all ${listed.length}`,
  );
}

/** The policy's table, against the inventory. */
export function policyTable(site: Site): Promise<Outcome> {
  return unnamed(site, '/privacy', ['database']);
}

/** The cookie page, against the inventory. */
export function cookiePage(site: Site): Promise<Outcome> {
  return unnamed(site, '/cookies', ['cookie', 'browser-storage']);
}

/** Global Privacy Control: the statement that it is honoured (W3C, `/.well-known/gpc.json`). */
export async function privacyControl(site: Site): Promise<Outcome> {
  const answer = await ask(site, { path: '/.well-known/gpc.json', headers: { 'sec-gpc': '1' } });
  if (answer.status !== 200) return red(`/.well-known/gpc.json answers ${answer.status}`);
  return jsonOf(answer)?.['gpc'] === true
    ? green('it is said at /.well-known/gpc.json')
    : red('/.well-known/gpc.json does not say so');
}

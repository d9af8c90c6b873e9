import { findingsOf, INVENTORY } from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, textOf, type Site } from '../site/site.ts';

const PATH = '/cookies';

/** The cookie page against the inventory, both ways. */
export async function cookiePage(site: Site): Promise<Outcome> {
  const answer = await ask(site, { path: PATH });
  if (answer.status !== 200) return red(`${PATH} answers ${answer.status}`);
  const [cookies = '', ...storage] = textOf(answer).split(/<h2>\s*Storage/);
  const lists = [
    { place: 'cookie', names: namesIn(cookies) },
    { place: 'browser-storage', names: namesIn(storage.join('')) },
  ] as const;
  const faults = lists.flatMap(({ place, names }) => {
    const { unlisted } = findingsOf(INVENTORY, place, names);
    const missing = INVENTORY.filter((entry) => entry.place === place && !names.includes(entry.name));
    return [
      ...missing.map(({ name }) => `${PATH} does not name ${name}`),
      ...unlisted.map((name) => `${PATH} names ${name} as ${place}, which is not kept`),
    ];
  });
  const [jar, kept] = lists.map(({ names }) => names.length);
  return verdict(faults, `${PATH} names all: cookies ${jar}, storage ${kept}`);
}

function namesIn(html: string): string[] {
  return [...html.matchAll(/<code>([^<]+)<\/code>/g)].map(([, name = '']) => name);
}

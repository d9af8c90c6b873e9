import { CLAIM_IDS, CLAIMS, standingOf } from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { plainText } from '../site/plain-text.ts';
import { ask, textOf, type Site } from '../site/site.ts';
import { claimsShown } from './claims-shown.ts';

const PATH = '/trust';

/** The trust page against the claims: each once, in its own words, under what it stands on. */
export async function trustPage(site: Site): Promise<Outcome> {
  const answer = await ask(site, { path: PATH });
  if (answer.status !== 200) return red(`${PATH} answers ${answer.status}`);
  const shown = claimsShown(textOf(answer));
  const known: ReadonlySet<string> = new Set(CLAIM_IDS);
  const faults = shown
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => `${PATH} shows ${id}, which nobody claims`);
  for (const id of CLAIM_IDS) {
    const [first, ...again] = shown.filter((one) => one.id === id);
    const { kind } = standingOf(CLAIMS[id]);
    if (first === undefined) faults.push(`${PATH} leaves out ${id}`);
    else if (again.length > 0) faults.push(`${PATH} shows ${id} ${again.length + 1} times`);
    else if (first.kind !== kind) faults.push(`${PATH} shows ${id} as ${first.kind}, and it is ${kind}`);
    else if (!plainText(first.html).includes(CLAIMS[id].text)) faults.push(`${PATH} words ${id} otherwise`);
  }
  return verdict(faults, `${PATH} has all ${shown.length}, each once`);
}

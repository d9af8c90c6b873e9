import { PROBES } from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { plainText } from '../site/plain-text.ts';
import { ask, textOf, type Site } from '../site/site.ts';
import { claimsShown, type ShownClaim } from './claims-shown.ts';

const [MEASURES, TRUST] = ['/security', '/trust'] as const;

/** Each measure of the security page leads to claims of the trust page, and those to probes that there are. */
export async function measures(site: Site): Promise<Outcome> {
  const pages = [await ask(site, { path: MEASURES }), await ask(site, { path: TRUST })] as const;
  const [listed, shown] = pages;
  if (listed.status !== 200) return red(`${MEASURES} answers ${listed.status}`);
  if (shown.status !== 200) return red(`${TRUST} answers ${shown.status}`);
  const claims = new Map(claimsShown(textOf(shown)).map((claim) => [claim.id, claim]));
  const list = /<ul class="measures">[^]*?<\/ul>/.exec(textOf(listed))?.[0] ?? '';
  const items = [...list.matchAll(/<li>[^]*?<\/li>/g)].map(([item]) => item);
  const faults = items.length === 0 ? [`${MEASURES} lists no measure`] : [];
  for (const item of items) {
    const ids = [...item.matchAll(/href="\/trust#(\w+)"/g)].map(([, id = '']) => id);
    if (ids.length === 0) faults.push(`“${plainText(item)}” leads to no claim`);
    faults.push(...ids.flatMap((id) => faultOf(id, claims.get(id))));
  }
  return verdict(faults, `${items.length} measures, each with what tries it`);
}

function faultOf(id: string, claim: ShownClaim | undefined): string[] {
  if (claim === undefined) return [`${MEASURES} leads to ${id}, which is not on ${TRUST}`];
  const probes = [...claim.html.matchAll(/<code>([a-z-]+\/[a-z-]+)<\/code>/g)].map(([, name = '']) => name);
  if (claim.kind !== 'executable' || probes.length === 0)
    return [`${MEASURES} leads to ${id}, which nothing tries`];
  return probes
    .filter((name) => !Object.hasOwn(PROBES, name))
    .map((name) => `${id} is tried by ${name}, which there is not`);
}

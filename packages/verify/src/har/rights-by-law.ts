import {
  LAW_OF_PLACE,
  PROMISE,
  REGIMES,
  RIGHTS,
  termWords,
  type Regime,
  type RegimeId,
  type Right,
} from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { plainText } from '../site/plain-text.ts';
import { ask, textOf, type Site } from '../site/site.ts';

const PATH = '/privacy';

/** The policy shows each law with its rights, times and places, and what is promised whatever they say. */
export async function rightsByLaw(site: Site): Promise<Outcome> {
  const answer = await ask(site, { path: PATH });
  if (answer.status !== 200) return red(`${PATH} answers ${answer.status}`);
  const page = textOf(answer);
  const parts = page.split(/(?=<details id="law-)/);
  const laws = Object.keys(REGIMES) as RegimeId[];
  const faults = laws.flatMap((law) => {
    const part = parts.find((one) => one.startsWith(`<details id="law-${law}"`));
    return part === undefined ? [`${PATH} leaves out ${law}`] : faultsOfLaw(law, plainText(part));
  });
  const promise = `answered within ${PROMISE.map(termWords).join(' or ')}, whichever is earlier`;
  if (!plainText(page).includes(promise)) faults.push(`${PATH} does not say “${promise}”`);
  return verdict(faults, `${PATH} shows ${laws.length} laws with their rights, times and places`);
}

function faultsOfLaw(id: RegimeId, words: string): string[] {
  const { title, law, answer, longer, confirmed, rights }: Regime = REGIMES[id];
  const places = [...LAW_OF_PLACE].flatMap(([place, of]) => (of === id ? [place] : []));
  const needed = [
    title,
    law,
    `Answered within ${termWords(answer)}`,
    ...(longer === null ? [] : [`may become ${termWords(longer)} longer`]),
    ...(confirmed === null ? [] : [`confirmed within ${termWords(confirmed)}`]),
    `Places: ${places.join(', ')}.`,
    ...(Object.keys(rights) as Right[]).map((right) => `${RIGHTS[right].title} ${rights[right] ?? ''}.`),
  ];
  return needed.filter((say) => !words.includes(say)).map((say) => `${PATH} does not say “${say}” of ${id}`);
}

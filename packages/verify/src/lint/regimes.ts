import {
  CLAIMS,
  KEPT_FOR_ALL,
  LAW_OF_PLACE,
  REGIMES,
  RIGHTS,
  type Regime,
  type RegimeId,
  type Right,
} from '@smseal/inventory';
import { regimesOf } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';

const ALL = Object.keys(REGIMES) as RegimeId[];
/** What each law has to give at least. */
const LEAST = [
  'access',
  'rectification',
  'erasure',
  'portability',
  'complaint',
] as const satisfies readonly Right[];
/** Places that stand for what can be said, each with what has to be kept there. */
const PLACES: readonly [said: string | null, kept: readonly RegimeId[]][] = [
  ['DE', ['gdpr']],
  ['IS', ['gdpr']],
  ['GB', ['uk-gdpr']],
  ['RS', ['zzpl']],
  ['CH', ['fadp']],
  ['BR', ['lgpd']],
  ['US-CA', ['ccpa']],
  ['US', ALL],
  ['JP', ALL],
  ['somewhere', ALL],
  [null, ALL],
];

/** The tables of laws, and who is under which. */
export function regimes(): Outcome {
  const faults = ALL.flatMap(faultsOfLaw);
  for (const [said, kept] of PLACES) {
    const found = regimesOf(said);
    const where = said ?? 'who does not say where';
    for (const law of [...kept, ...KEPT_FOR_ALL])
      if (!found.includes(law)) faults.push(`${law} is not kept for ${where}`);
  }
  for (const law of ALL)
    if (![...LAW_OF_PLACE.values()].includes(law)) faults.push(`${law} is the law of no place`);
  for (const { title, claim } of Object.values(RIGHTS))
    if (!(claim in CLAIMS)) faults.push(`“${title}” stands on no claim`);
  return verdict(
    faults,
    `${ALL.length} laws for ${LAW_OF_PLACE.size} places, in doubt all of them, the European and the Californian always`,
  );
}

function faultsOfLaw(id: RegimeId): string[] {
  const { rights, sooner }: Regime = REGIMES[id];
  return [
    ...LEAST.filter((right) => rights[right] === undefined).map((right) => `${id} gives no ${right}`),
    ...(Object.keys(sooner) as Right[])
      .filter((right) => rights[right] === undefined)
      .map((right) => `${id} has a time for ${right} and does not give it`),
  ];
}

import { getCountries, getCountryCallingCode, Metadata, type CountryCode } from 'libphonenumber-js/min';

/** What decides about an international number of one calling code, without taking the number apart. */
interface Plan {
  /** Where a number begins like this, it may hold more than itself; null where none does. */
  prefix: RegExp | null;
  /** By count of national digits: whether all countries of the code have such numbers, or none; undefined between. */
  possible: readonly (boolean | undefined)[];
}

/** What the library's numbering plan knows and its types leave out. */
interface PlanSource {
  possibleLengths(): number[];
  nationalPrefixForParsing(): string | undefined;
}

const LONGEST_CODE = 3;
/** ITU-T E.164 §6. */
const MOST_DIGITS = 15;

let plans: Map<string, Plan> | null = null;

/**
 * Whether a number in strict E.164 (`+` and digits) is possible, told from its calling code and length alone; null where
 * those do not settle it. Its answers are those of the library, which looks at each country of a calling code in turn and
 * takes many times as long.
 */
export function isPossibleByPlan(number: string): boolean | null {
  plans ??= readPlans();
  for (let end = 2; end <= LONGEST_CODE + 1; end++) {
    const plan = plans.get(number.slice(1, end));
    if (plan === undefined) continue;
    if (plan.prefix?.test(number.slice(end))) return null;
    return plan.possible[number.length - end] ?? null;
  }
  return null;
}

function readPlans(): Map<string, Plan> {
  const countries = Map.groupBy(getCountries(), (country) => getCountryCallingCode(country));
  return new Map([...countries].map(([code, sharing]) => [code, planOf(code, sharing)]));
}

function planOf(code: string, sharing: readonly CountryCode[]): Plan {
  // A calling code stands for the first of its countries, as in the library itself.
  const prefix = sourceOf(code as CountryCode).nationalPrefixForParsing();
  const lengths = sharing.map((country) => new Set(sourceOf(country).possibleLengths()));
  const possible = Array.from({ length: MOST_DIGITS }, (_, digits) => {
    const having = lengths.filter((some) => some.has(digits)).length;
    return having === lengths.length ? true : having === 0 ? false : undefined;
  });
  return { prefix: prefix === undefined ? null : new RegExp(`^(?:${prefix})`), possible };
}

function sourceOf(country: CountryCode): PlanSource {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return metadata.numberingPlan as unknown as PlanSource;
}

import { FEWEST_ACCOUNTS, USAGE_METRICS, type UsageMetric } from '@smseal/inventory';
import { releaseWeek, TOGETHER } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';

/** Sizes of cells around the threshold. */
const SIZES = [0, 1, FEWEST_ACCOUNTS - 1, FEWEST_ACCOUNTS, FEWEST_ACCOUNTS + 1, 3 * FEWEST_ACCOUNTS];
const DAYS = 7;

/**
 * Releases made-up weeks, with and without one account. The accounts of a smaller cell are in every larger one, too: so are
 * the fewest behind what subtracting gives.
 */
export function usageFigures(): Outcome {
  const faults = new Set<string>();
  let weeks = 0;
  for (const [name, metric] of Object.entries<UsageMetric>(USAGE_METRICS)) {
    for (const sizes of weeksOf(metric.dimensions.length)) {
      weeks++;
      for (const fault of faultsOf(metric, sizes)) faults.add(`${name}: ${fault}`);
    }
  }
  return verdict([...faults], `${weeks} made-up weeks tell of nobody, with one account more or less`);
}

function weeksOf(dimensions: number): number[][] {
  if (dimensions === 0) return [[]];
  return weeksOf(dimensions - 1).flatMap((week) => SIZES.map((size) => [...week, size]));
}

function faultsOf(metric: UsageMetric, sizes: readonly number[]): string[] {
  const faults: string[] = [];
  const figures = release(metric, sizes, 0);
  const hidden = metric.dimensions.map((_, at) => (figures[at]?.figure === null ? (sizes[at] ?? 0) : 0));
  metric.dimensions.forEach((_, at) => {
    if (figures[at]?.figure !== null && (sizes[at] ?? 0) < FEWEST_ACCOUNTS)
      faults.push('too few are told of');
  });
  const isSumTold = figures.some(({ dimension, figure }) => dimension === TOGETHER && figure !== null);
  const isAnyHidden = metric.dimensions.some((_, at) => figures[at]?.figure === null);
  if (isSumTold && isAnyHidden && Math.max(...hidden) < FEWEST_ACCOUNTS)
    faults.push('the sum without what is told is of too few');
  const more = release(metric, sizes, 1);
  figures.forEach(({ dimension, figure }, at) => {
    const other = more[at]?.figure ?? null;
    const step = metric.step * (dimension === TOGETHER ? metric.dimensions.length : 1);
    if (figure !== null && figure % step !== 0) faults.push('a figure is not rounded');
    if (figure !== null && other !== null && Math.abs(other - figure) > step)
      faults.push('one account moves a figure by more than a step');
  });
  return faults;
}

/** A week in which each account has added as much as it can; `more` accounts are in every cell besides. */
function release(metric: UsageMetric, sizes: readonly number[], more: number) {
  const cells = metric.dimensions.map((dimension, at) => {
    const accounts = (sizes[at] ?? 0) + more;
    return { dimension, accounts, total: accounts * metric.most * DAYS };
  });
  return releaseWeek(metric, cells, FEWEST_ACCOUNTS);
}

import type { UsageMetric } from '@smseal/inventory';

/** What a week had in one dimension of a metric. */
export interface UsageCell {
  dimension: string;
  /** Accounts that are in it, at the least. */
  accounts: number;
  total: number;
}

/** What is told of it; `figure` is null where it is not. */
export interface ReleasedFigure {
  dimension: string;
  figure: number | null;
}

/** Names the sum over all dimensions of a metric. */
export const TOGETHER = 'together';
const DAYS = 7;

/**
 * What may be told of a week. A cell with fewer than `fewest` accounts is hidden, and so is one without any: nobody learns
 * whether there was one. Whoever subtracts what is told from the sum over all gets what is hidden together, so where anything
 * is hidden the smallest of the others is, too: then enough accounts are behind that as well.
 */
export function releaseWeek(
  metric: UsageMetric,
  cells: readonly UsageCell[],
  fewest: number,
): ReleasedFigure[] {
  const all = metric.dimensions.map(
    (dimension) => cells.find((cell) => cell.dimension === dimension) ?? { dimension, accounts: 0, total: 0 },
  );
  const large = all.filter(({ accounts }) => accounts >= fewest).sort((a, b) => a.accounts - b.accounts);
  const told = new Set(all.length > 1 && large.length < all.length ? large.slice(1) : large);
  const figures: ReleasedFigure[] = all.map((cell) => ({
    dimension: cell.dimension,
    figure: told.has(cell) ? figureOf(metric, cell.total, metric.step) : null,
  }));
  if (all.length === 1) return figures;
  const sum = all.reduce((so, { total }) => so + total, 0);
  // One account can add to every cell.
  const step = metric.step * all.length;
  return [...figures, { dimension: TOGETHER, figure: large.length > 0 ? figureOf(metric, sum, step) : null }];
}

function figureOf({ per }: UsageMetric, total: number, step: number): number {
  const figure = per === 'day' ? total / DAYS : total;
  return Math.floor(figure / step) * step;
}

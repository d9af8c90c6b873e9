/** A figure on use: what is counted, when it happens, in sums that name nobody. */
export interface UsageMetric {
  /** What it counts, for people. */
  title: string;
  /** What it is told apart by: a closed list, the same for everybody. */
  dimensions: readonly string[];
  /** What one account adds to a day at the most; more of it is not counted. */
  most: number;
  /** Whether a week's figure is its sum or what a day of it had. */
  per: 'week' | 'day';
  /** Figures are rounded down to a multiple of this, which is never less than what one account can add to it. */
  step: number;
}

/** So few accounts are too few: nothing is said of them, nor anything from which it could be worked out. */
export const FEWEST_ACCOUNTS = 20;

export const USAGE_METRICS = {
  'active-accounts': {
    title: 'Accounts in use, a day',
    dimensions: ['any'],
    most: 1,
    per: 'day',
    step: 10,
  },
  'accepted-texts': {
    title: 'Texts taken to be sent, a week',
    dimensions: ['codes', 'ordinary', 'marketing'],
    most: 1_000,
    per: 'week',
    step: 10_000,
  },
  requests: {
    title: 'Requests answered, a week',
    dimensions: ['content', 'sending', 'devices', 'account'],
    most: 1_000,
    per: 'week',
    step: 10_000,
  },
} as const satisfies Record<string, UsageMetric>;

export type UsageMetricName = keyof typeof USAGE_METRICS;
/** One of a metric's dimensions. */
export type UsageDimension<Name extends UsageMetricName> = (typeof USAGE_METRICS)[Name]['dimensions'][number];

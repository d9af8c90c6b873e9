import { IMPERSONAL } from '../vocabulary.ts';
import { columns, type TableDefaults } from './columns.ts';

const USAGE = {
  purpose: 'Knowing how much the service is used, without knowing by whom.',
  necessity: 'optional',
  protection: 'clear',
  category: 'operation',
  rights: IMPERSONAL,
  recipients: ['none'],
} as const satisfies Partial<TableDefaults>;

const METRIC = 'What is counted, one word of a fixed list.';
const DIMENSION = 'What it is told apart by, one word of a fixed list.';

/** Sums on use. No row is of anybody. */
export const USAGE_ENTRIES = [
  ...columns(
    { ...USAGE, table: 'ops.usage_sum', retention: 'usage-30d' },
    {
      metric: METRIC,
      dimension: DIMENSION,
      day: { holds: 'The UTC day of which it is a sum.', clock: true },
      accounts: 'How many accounts are in the sum at the least; which ones is written nowhere.',
      total: 'The sum; no account adds more to it than a fixed amount.',
    },
  ),
  ...columns(
    { ...USAGE, table: 'ops.usage_figure', retention: 'usage-3y' },
    {
      metric: METRIC,
      dimension: DIMENSION,
      week: { holds: 'The Monday of the week of which it is a figure.', clock: true },
      figure: 'The figure, rounded; empty where too few accounts are behind it.',
    },
  ),
];

/** Rows of migration 0040. */
export interface UsageTables {
  'ops.usage_sum': { metric: string; dimension: string; day: string; accounts: number; total: number };
  /** `week` is a Monday. */
  'ops.usage_figure': { metric: string; dimension: string; week: string; figure: number | null };
}

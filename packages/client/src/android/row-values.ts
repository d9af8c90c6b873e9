/** Reads of raw columns: numbers may come as text, and backups write the word "null" for null. */
import type { ProviderRow } from '../source/provider-door.ts';

/** The column as text; null when it is null, missing or the word "null". Bodies are read as they are instead. */
export function textOf(row: ProviderRow, column: string): string | null {
  const value = row[column];
  if (value === null || value === undefined || value === 'null') return null;
  return String(value);
}

/** The column as a whole number; null when it is null or no number. */
export function integerOf(row: ProviderRow, column: string): number | null {
  const text = textOf(row, column)?.trim() ?? '';
  if (!/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

const LAST_INSTANT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Milliseconds of a provider's time. SMS and calls count milliseconds, MMS seconds, and some makers mix them up: whatever
 * lies before 1973 as milliseconds is taken as seconds. Null when it is missing or zero.
 */
export function timeMsOf(row: ProviderRow, column: string): number | null {
  const value = integerOf(row, column);
  if (value === null || value <= 0) return null;
  return Math.min(value < 100_000_000_000 ? value * 1000 : value, LAST_INSTANT_MS);
}

/** RFC 3339 UTC with milliseconds. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

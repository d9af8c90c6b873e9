import { createHash } from 'node:crypto';
import type { ProviderRow } from '@smseal/client';

/** A digest of the given columns of a row: equal digests, equal rows. */
export function fingerprint(row: ProviderRow, columns: readonly string[]): string {
  const values = JSON.stringify(columns.map((column) => row[column] ?? null));
  return createHash('sha256').update(values).digest('base64url');
}

import { unpackStates } from '@smseal/policy';
import { toBase64Url, type BatchStored, type PostBatch } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { OutboxTables } from './outbox-tables.ts';

export type BatchRow = Selectable<OutboxTables['batch']>;

/** A batch whose envelope is octets: as the database holds it and as it goes out in CBOR. */
export type StoredBatch = Omit<BatchStored, 'envelope'> & { envelope: Buffer };

/** A batch as readers get it. */
export function toStoredBatch(row: BatchRow): StoredBatch {
  return {
    id: row.id,
    target: row.target,
    poolKey: row.pool_key,
    author: row.author,
    epoch: row.epoch,
    priority: row.priority,
    notBefore: row.not_before?.toISOString() ?? null,
    expires: row.expires.toISOString(),
    count: row.count,
    ...(row.api_key === null ? {} : { apiKey: row.api_key }),
    ...(row.replaces === null ? {} : { replaces: toBase64Url(row.replaces) }),
    envelope: row.envelope,
    accountWrap: { enc: toBase64Url(row.account_enc), sealed: toBase64Url(row.account_sealed) },
    signature: toBase64Url(row.signature),
    states: unpackStates(row.states),
  };
}

/** A batch as its target gets it; null when its wrap is gone. */
export function toPostedBatch(row: BatchRow): PostBatch | null {
  if (!row.target_enc || !row.target_sealed) return null;
  const { states: _states, ...posted } = toStoredBatch(row);
  return {
    ...posted,
    envelope: toBase64Url(row.envelope),
    targetWrap: { enc: toBase64Url(row.target_enc), sealed: toBase64Url(row.target_sealed) },
  };
}

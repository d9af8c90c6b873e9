import { toBase64Url, type AppendListSegment, type ListHead, type ListKeySet } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { ListTables } from './list-tables.ts';

export type ListKeyRow = Selectable<ListTables['list_key']>;
export type ListSegmentRow = Omit<Selectable<ListTables['list_segment']>, 'account_id' | 'stored'>;

const ENC_OCTETS = 32;
const WRAP_OCTETS = ENC_OCTETS + 48;

const octets = (text: string): Buffer => Buffer.from(text, 'base64url');
const textOf = (held: Buffer | null): string | null => (held === null ? null : toBase64Url(held));

/** Keys exactly as they were put. */
export function toListKeySet(row: ListKeyRow): ListKeySet {
  return {
    list: row.list as ListKeySet['list'],
    version: row.version,
    author: row.author,
    epoch: row.epoch,
    head: { count: row.head_count, digest: textOf(row.head_digest) },
    envelope: toBase64Url(row.envelope),
    accountWrap: { enc: toBase64Url(row.account_enc), sealed: toBase64Url(row.account_sealed) },
    gateways: row.gateways.map((device, at) => {
      const wrap = row.sealed.subarray(at * WRAP_OCTETS, (at + 1) * WRAP_OCTETS);
      const [enc, sealed] = [wrap.subarray(0, ENC_OCTETS), wrap.subarray(ENC_OCTETS)];
      return { device, wrap: { enc: toBase64Url(enc), sealed: toBase64Url(sealed) } };
    }),
    signature: toBase64Url(row.signature),
  };
}

/** The columns of a key set, without those that name the row or tell where the list ends. */
export function toKeyColumns(
  set: ListKeySet,
): Omit<ListKeyRow, 'account_id' | 'list' | 'count' | 'digest' | 'stored'> {
  return {
    version: set.version,
    author: set.author,
    epoch: set.epoch,
    head_count: set.head.count,
    head_digest: set.head.digest === null ? null : octets(set.head.digest),
    envelope: octets(set.envelope),
    account_enc: octets(set.accountWrap.enc),
    account_sealed: octets(set.accountWrap.sealed),
    gateways: set.gateways.map(({ device }) => device),
    sealed: Buffer.concat(set.gateways.flatMap(({ wrap }) => [octets(wrap.enc), octets(wrap.sealed)])),
    signature: octets(set.signature),
  };
}

/** Where a list ends now. */
export function headOfList({ count, digest }: Pick<ListKeyRow, 'count' | 'digest'>): ListHead {
  return { count, digest: textOf(digest) };
}

/** A segment exactly as it was appended. */
export function toListSegment(row: ListSegmentRow): AppendListSegment {
  return {
    list: row.list as AppendListSegment['list'],
    number: row.number,
    author: row.author,
    previous: textOf(row.previous),
    keyVersion: row.key_version,
    envelope: toBase64Url(row.envelope),
    signature: toBase64Url(row.signature),
  };
}

export function toSegmentColumns(segment: AppendListSegment): ListSegmentRow {
  return {
    list: segment.list,
    number: segment.number,
    author: segment.author,
    previous: segment.previous === null ? null : octets(segment.previous),
    key_version: segment.keyVersion,
    envelope: octets(segment.envelope),
    signature: octets(segment.signature),
  };
}

/**
 * Records of open accounts: the suite octet and the payload as it is, for the service to read and to encrypt on its disks.
 * Nothing here is a seal: what such a record says is the server's word.
 */
import { toBase64Url, type SealedRecord } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import { SUITE_PLAIN } from '../envelope/envelope.ts';
import { concat, fromJson, utf8, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import type { PlainRecordInput } from './seal-record.ts';

/** Writes one record in plain. @throws SealError `not-permitted` where the chain is not that of an open account. */
export function plainRecord({ chain, ...input }: PlainRecordInput): SealedRecord {
  if (!chain.open) throw new SealError('not-permitted', 'in plain, and the account is sealed');
  const { kind, id, version, author, authorSeq, clear, payload } = input;
  const envelope = concat(Uint8Array.of(SUITE_PLAIN), utf8(JSON.stringify(payload)));
  const head = { kind, id, version, epoch: chain.epoch, author, authorSeq, ...clear };
  return { ...head, envelope: toBase64Url(envelope) };
}

/** The payload of a record in plain. @throws SealError `unknown-suite` where the account is sealed, `malformed`. */
export function readPlain(chain: Chain, envelope: Octets): unknown {
  if (!chain.open) throw new SealError('unknown-suite', 'in plain, and the account is sealed');
  return fromJson(envelope.subarray(1));
}

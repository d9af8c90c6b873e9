import { toBase64Url, type Id, type SealedRecord } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import { sealEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import type { Keyring } from '../epoch/keyring.ts';
import type { Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { inChunks } from './in-chunks.ts';
import { recordAad } from './record-aad.ts';

/** The fields of a record that the server sees beside its envelope. */
export interface ClearFields {
  conversation?: Id;
  /** UTC day. */
  day?: string;
}

/** What is said of a record beside its payload. */
export interface RecordHead {
  kind: SealedRecord['kind'];
  id: Id;
  /** 1 for the first, then the stored version + 1. */
  version: number;
  /** The author's own rising counter. */
  authorSeq: number;
  clear?: ClearFields;
  /** JSON-serialisable. */
  payload: unknown;
}

export interface SealRecordInput extends RecordHead {
  keyring: Keyring;
  /** The keyring's newest unless given. */
  epoch?: number;
  account: Id;
  /** The sealing device. */
  author: Id;
}

/** What a record in plain is made from; see {@link plainRecord}. */
export interface PlainRecordInput extends RecordHead {
  /** Must be that of an open account. */
  chain: Chain;
  /** The writing device. */
  author: Id;
}

/** Seals one record under its epoch's record key. @throws SealError `unknown-epoch`, `not-permitted` (a foreign keyring). */
export async function sealRecord(input: SealRecordInput): Promise<SealedRecord> {
  return sealRecordWith(input);
}

/** Seals many records, keeping WebCrypto busy; the order stays. @throws SealError as {@link sealRecord}, for the first. */
export async function sealRecords(inputs: readonly SealRecordInput[]): Promise<SealedRecord[]> {
  return inChunks(inputs, (input) => sealRecordWith(input));
}

/** @param nonce random unless given; known-answer vectors alone give it. */
export async function sealRecordWith(input: SealRecordInput, nonce?: Octets): Promise<SealedRecord> {
  const { keyring, account, kind, id, version, author, authorSeq, clear, payload } = input;
  if (keyring.account !== account) throw new SealError('not-permitted', 'a keyring of another account');
  const keys = input.epoch === undefined ? keyring.current() : keyring.at(input.epoch);
  const head = { kind, id, version, epoch: keys.epoch, author, authorSeq, ...clear };
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.recordKey,
    aad: recordAad(SUITE_KEY, account, head),
    payload,
    ...(nonce ? { nonce } : {}),
  });
  return { ...head, envelope: toBase64Url(envelope) };
}

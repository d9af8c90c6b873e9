import { toBase64Url, type Id, type SealedRecord } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { OpenedSession } from '../device/inbound-session.ts';
import {
  openEnvelope,
  splitEnvelope,
  SUITE_KEY,
  SUITE_PLAIN,
  type EnvelopeParts,
} from '../envelope/envelope.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { SealError, type SealErrorCode } from '../seal-error.ts';
import { inChunks } from './in-chunks.ts';
import { readPlain } from './plain-record.ts';
import { recordAad } from './record-aad.ts';

/** A record from JSON (its envelope as text) or CBOR (as octets). */
export interface OpenableRecord extends Omit<SealedRecord, 'envelope'> {
  envelope: string | Octets;
}

/** What a reader opens records with. */
export interface RecordReader {
  keyring: Keyring;
  chain: Chain;
  /** Verified inbound sessions by id. */
  sessions?: ReadonlyMap<Id, OpenedSession>;
}

export interface OpenRecordInput extends RecordReader {
  record: OpenableRecord;
}

/** A record's payload, or why it is refused. */
export type RecordOpening = { ok: true; payload: unknown } | { ok: false; error: SealErrorCode };

/**
 * Opens a record: its author must be of the chain and within the epoch's cut-off, its key the one that it names, and
 * every member beside the envelope what the author sealed. Of a record in plain only the first of these can be said.
 * @returns the payload as parsed JSON.
 * @throws SealError `malformed`, `unknown-suite`, `unknown-epoch`, `unknown-device`, `removed-device`, `not-permitted`,
 *   `over-cutoff`, `unknown-session`, `wrong-key`, `not-authentic`.
 */
export async function openRecord({ record, ...reader }: OpenRecordInput): Promise<unknown> {
  const envelope = typeof record.envelope === 'string' ? fromWire(record.envelope) : record.envelope;
  if (envelope[0] === SUITE_PLAIN) {
    requireAuthor(reader.chain, record, 'read');
    return readPlain(reader.chain, envelope);
  }
  const parts = splitEnvelope(envelope);
  requireAuthor(reader.chain, record, parts.suite === SUITE_KEY ? 'read' : 'write');
  const key = parts.suite === SUITE_KEY ? epochKey(reader, record, parts) : sessionKey(reader, record, parts);
  return openEnvelope(parts, key, recordAad(parts.suite, reader.chain.account, record));
}

/** Opens many records, keeping WebCrypto busy; the order stays and one refusal does not hold up the rest. */
export async function openRecords(
  input: RecordReader & { records: readonly OpenableRecord[] },
): Promise<RecordOpening[]> {
  const { records, ...reader } = input;
  return inChunks(records, async (record): Promise<RecordOpening> => {
    try {
      return { ok: true, payload: await openRecord({ ...reader, record }) };
    } catch (error) {
      if (error instanceof SealError) return { ok: false, error: error.code };
      throw error;
    }
  });
}

function requireAuthor(chain: Chain, record: OpenableRecord, capability: 'read' | 'write'): void {
  const epoch = chain.epochs.get(record.epoch);
  if (!epoch) throw new SealError('unknown-epoch', 'an epoch that the chain does not have');
  const author = chain.device(record.author);
  if (!author) throw new SealError('unknown-device', 'an author that the chain never admitted');
  if (!author.can.includes(capability))
    throw new SealError('not-permitted', 'an author that may not seal this way');
  if (author.removedIndex !== null && author.removedIndex < epoch.index) {
    throw new SealError('removed-device', 'an author that was removed before the epoch began');
  }
  const next = chain.epochs.get(record.epoch + 1);
  if (next && record.authorSeq > (next.cutoffs.get(record.author) ?? 0)) {
    throw new SealError('over-cutoff', 'written in an epoch after it had ended');
  }
}

function epochKey({ keyring }: RecordReader, record: OpenableRecord, parts: EnvelopeParts): CryptoKey {
  const keys = keyring.at(record.epoch);
  if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'sealed under another key');
  return keys.recordKey;
}

function sessionKey({ sessions }: RecordReader, record: OpenableRecord, parts: EnvelopeParts): CryptoKey {
  const session = sessions?.get(toBase64Url(parts.name));
  if (!session) throw new SealError('unknown-session', 'an inbound session that was never posted');
  if (session.device !== record.author || session.epoch !== record.epoch) {
    throw new SealError('not-permitted', 'an inbound session of another device or epoch');
  }
  return session.key;
}

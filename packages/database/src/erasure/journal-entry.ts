import { createHash } from 'node:crypto';
import type { RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';

/** A batch whose content was sealed anew with some of its texts blanked. Digests are SHA-256, base64url. */
export interface ReplacedBatch {
  id: Id;
  /** Digest of the envelope that is replaced. */
  replaced: string;
  /** Digest of the envelope that takes its place. */
  by: string;
}

/** What an erasure erases: ids, and nothing that says who or what they are. */
export type ErasureMatter =
  /** Everything of an account. Its devices are named so that traces of them can be looked for. */
  | { kind: 'account'; account: Id; devices: readonly Id[] }
  /** What was wrapped to a device that the chain has removed, and what names it. */
  | { kind: 'device'; account: Id; device: Id }
  /** Devices that were removed through the chain: what lets them in, and what was wrapped to them. */
  | { kind: 'removal'; account: Id; devices: readonly Id[] }
  /** Records with their blobs, and texts of batches that were sealed anew. */
  | {
      kind: 'records';
      account: Id;
      records: readonly { kind: RecordKind; id: Id }[];
      batches: readonly ReplacedBatch[];
    };

/** One entry of the journal. Its octets are final: {@link hashOf} them is what the next entry names. */
export interface JournalEntry {
  v: 1;
  /** From 1, without a gap. */
  number: number;
  /** SHA-256 of the entry before, base64url; null at 1. */
  previous: string | null;
  /** UTC day on which it was written; never before that of the entry before. */
  day: string;
  /** The erasure that it belongs to. */
  id: Id;
  matter: ErasureMatter;
}

/** An entry and the digest of its octets. */
export interface HashedEntry {
  entry: JournalEntry;
  hash: Buffer;
}

/** An entry as it is written: one line of JSON. */
export function entryOctets(entry: JournalEntry): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`);
}

export function hashOf(octets: Uint8Array): Buffer {
  return createHash('sha256').update(octets).digest();
}

/** Reads entries, one a line. @returns null where a line is not an entry as it was written. */
export function readEntries(octets: Buffer): HashedEntry[] | null {
  const text = octets.toString();
  if (!text.endsWith('\n')) return null;
  const entries: HashedEntry[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    const entry = readEntry(line);
    if (!entry) return null;
    entries.push({ entry, hash: hashOf(Buffer.from(`${line}\n`)) });
  }
  return entries;
}

function readEntry(line: string): JournalEntry | null {
  try {
    const entry = JSON.parse(line) as Partial<JournalEntry>;
    const isEntry =
      entry.v === 1 &&
      Number.isSafeInteger(entry.number) &&
      typeof entry.day === 'string' &&
      typeof entry.id === 'string' &&
      typeof entry.matter?.account === 'string';
    return isEntry ? (entry as JournalEntry) : null;
  } catch {
    return null;
  }
}

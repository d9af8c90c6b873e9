import type { SealedRecord } from '@smseal/protocol';
import { frame, frameMore, type Part } from '../octets/frame.ts';
import type { Octets } from '../octets/octets.ts';
import type { Suite } from '../envelope/envelope.ts';
import { SealError } from '../seal-error.ts';

const FIXED = new Set(['kind', 'id', 'version', 'epoch', 'author', 'authorSeq', 'envelope']);

/** Beginnings that thousands of records share. */
const beginnings = new Map<string, Octets>();

/** What a record's envelope binds: suite, account, every member but the envelope; clear fields in order of name. */
export function recordAad(suite: Suite, account: string, record: Omit<SealedRecord, 'envelope'>): Octets {
  const { id, version, epoch, author, authorSeq } = record;
  const parts = [id, version, epoch, author, authorSeq, ...clearFields(record)];
  return frameMore(beginning(suite, account, record.kind), parts);
}

function beginning(suite: Suite, account: string, kind: string): Octets {
  const name = `${suite} ${account} ${kind}`;
  const known = beginnings.get(name);
  if (known) return known;
  if (beginnings.size > 64) beginnings.clear();
  const made = frame('record', suite, account, kind);
  beginnings.set(name, made);
  return made;
}

/** Name and value of whatever stands beside the fixed members, known here or not: nothing travels unbound. */
function clearFields(record: object): Part[] {
  const names: string[] = [];
  for (const name of Object.keys(record)) if (!FIXED.has(name)) names.push(name);
  const parts: Part[] = [];
  for (const name of names.sort()) {
    const value: unknown = record[name as keyof typeof record];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new SealError('malformed', 'a clear field that is not a text');
    parts.push(name, value);
  }
  return parts;
}

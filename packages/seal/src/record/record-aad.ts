import type { SealedRecord } from '@smseal/protocol';
import { Frame } from '../octets/frame.ts';
import type { Octets } from '../octets/octets.ts';
import type { Suite } from '../envelope/envelope.ts';

const FIXED = new Set(['kind', 'id', 'version', 'epoch', 'author', 'authorSeq', 'envelope']);

/** Beginnings that thousands of records share. */
const prefixes = new Map<string, Octets>();

/** What a record's envelope binds: suite, account, every member but the envelope; clear fields in order of name. */
export function recordAad(suite: Suite, account: string, record: Omit<SealedRecord, 'envelope'>): Octets {
  const aad = new Frame(prefix(suite, account, record.kind));
  aad.add(record.id, record.version, record.epoch, record.author, record.authorSeq);
  for (const [name, value] of clearFields(record)) aad.add(name, value);
  return aad.octets();
}

function prefix(suite: Suite, account: string, kind: string): Octets {
  const name = `${suite} ${account} ${kind}`;
  const known = prefixes.get(name);
  if (known) return known;
  const made = new Frame('record').add(suite, account, kind).octets();
  if (prefixes.size > 64) prefixes.clear();
  prefixes.set(name, made);
  return made;
}

/** Whatever stands beside the fixed members, known here or not: nothing travels unbound. */
function clearFields(record: object): [string, string][] {
  return Object.entries(record)
    .filter(([name, value]) => !FIXED.has(name) && value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

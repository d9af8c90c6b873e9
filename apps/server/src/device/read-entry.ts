import type { NewEntry } from '@smseal/database';
import { ChainBody, CodedError, fromBase64Url, type ChainEntry } from '@smseal/protocol';
import { Compile } from 'typebox/compile';

const body = Compile(ChainBody);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Octets of a base64url text. @throws CodedError `invalid-request` naming `at` */
export function octetsAt(text: string, at: string): Uint8Array {
  try {
    return fromBase64Url(text);
  } catch {
    throw new CodedError('invalid-request', { at });
  }
}

/**
 * What a posted entry says, its octets kept as they were signed.
 * @throws CodedError `invalid-request` where it is not exactly one of the protocol's shapes
 */
export function readEntry(entry: ChainEntry, place: number): NewEntry {
  const at = `/entries/${place}/body`;
  const octets = octetsAt(entry.body, at);
  let content: unknown;
  try {
    content = JSON.parse(decoder.decode(octets));
  } catch {
    throw new CodedError('invalid-request', { at });
  }
  if (!body.Check(content)) throw new CodedError('invalid-request', { at });
  return { body: octets, signature: octetsAt(entry.signature, `/entries/${place}/signature`), content };
}

import type { Id } from '@smseal/protocol';
import { fromHexId, toHexId, type TextPlace } from '../message/message-ids.ts';

/** What a SID begins with, by what it names. */
const KINDS = { account: 'AC', apiKey: 'SK' } as const;

/** 128 bits as a SID: two letters and 32 hexadecimal digits. */
export function toSid(kind: keyof typeof KINDS, id: Id): string {
  return KINDS[kind] + Buffer.from(id, 'base64url').toString('hex');
}

/** The id in a SID of this kind; null for anything else. */
export function fromSid(kind: keyof typeof KINDS, sid: string): Id | null {
  if (!sid.startsWith(KINDS[kind]) || !/^[0-9a-f]{32}$/.test(sid.slice(2))) return null;
  return Buffer.from(sid.slice(2), 'hex').toString('base64url');
}

/** A text's SID: batch and place, so that nothing has to be looked up. */
export function toMessageSid(place: TextPlace): string {
  return `SM${toHexId(place)}`;
}

/** The text that a SID names; null for anything else. */
export function fromMessageSid(sid: string): TextPlace | null {
  return sid.startsWith('SM') ? fromHexId(sid.slice(2)) : null;
}

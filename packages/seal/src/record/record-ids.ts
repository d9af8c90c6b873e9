/**
 * Keyed ids: the first 128 bits of an HMAC-SHA256 under the account's id key. Reading or importing the same thing twice
 * gives the same id; the server, without the key, cannot test a guess.
 */
import { toBase64Url, type CallPayload, type Id, type MessagePayload } from '@smseal/protocol';
import type { Keyring } from '../epoch/keyring.ts';
import { frame, type Part } from '../octets/frame.ts';
import { utf8, type Octets } from '../octets/octets.ts';
import { hmac, sha256 } from '../primitive/hash.ts';
import { SealError } from '../seal-error.ts';

/** The id of the conversation among these parties: a set, so order and repetition do not matter. */
export async function conversationId(keyring: Keyring, parties: readonly string[]): Promise<Id> {
  return keyed(keyring, frame('id/conversation', partySet(parties)));
}

export interface MessageIdentity {
  direction: MessagePayload['direction'];
  /** All other parties, as in the payload. */
  parties: readonly string[];
  text: string;
  /** RFC 3339; counts to the whole second, since sources disagree below it. */
  at: string;
  /** 0, 1 … among messages that are otherwise equal. */
  ordinal: number;
}

export async function messageId(keyring: Keyring, message: MessageIdentity): Promise<Id> {
  const { direction, parties, text, at, ordinal } = message;
  const body = await sha256(utf8(text));
  return keyed(keyring, frame('id/message', direction, partySet(parties), body, second(at), ordinal));
}

/** @param key what the source knows the contact by, the same every time. */
export async function contactId(keyring: Keyring, key: string): Promise<Id> {
  return keyed(keyring, frame('id/contact', key));
}

export interface CallIdentity {
  number: string | null;
  type: CallPayload['type'];
  /** RFC 3339; counts to the whole second. */
  at: string;
  /** Seconds. */
  duration: number;
  /** 0, 1 … among calls that are otherwise equal. */
  ordinal: number;
}

export async function callId(keyring: Keyring, call: CallIdentity): Promise<Id> {
  const { number, type, at, duration, ordinal } = call;
  return keyed(keyring, frame('id/call', number ?? '', type, second(at), duration, ordinal));
}

export async function settingId(keyring: Keyring, name: string): Promise<Id> {
  return keyed(keyring, frame('id/setting', name));
}

async function keyed(keyring: Keyring, message: Octets): Promise<Id> {
  return toBase64Url((await hmac(keyring.idMac, message)).subarray(0, 16));
}

/** Sorted by UTF-16 code unit, each once, framed as one part. */
function partySet(parties: readonly string[]): Part {
  return frame('parties', ...[...new Set(parties)].sort());
}

/** Whole seconds since 1970 as decimal text, below zero before it. @throws SealError `malformed`. */
function second(at: string): Part {
  const time = Date.parse(at);
  if (Number.isNaN(time)) throw new SealError('malformed', 'not a time');
  return String(Math.floor(time / 1000));
}

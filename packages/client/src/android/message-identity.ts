import type { MessagePayload } from '@smseal/protocol';

/** What a phone's or backup's message is known by; true repeats differ in their ordinal alone. */
export interface MessageIdentity {
  direction: 'in' | 'out';
  parties: string[];
  /** What stands for the body: the text of an SMS; subject, text and content digests of an MMS. */
  text: string;
  /** RFC 3339 of the second. */
  at: string;
}

/**
 * The identity of a mapped message. `digests` are the SHA-256 of its media in base64url, in any order, so that an MMS is
 * known by its content wherever it was read from.
 */
export function messageIdentity(payload: MessagePayload, digests: readonly string[] = []): MessageIdentity {
  const { direction, parties, at } = payload;
  const text =
    payload.transport === 'sms'
      ? payload.text
      : ['', 'mms', payload.subject ?? '', payload.text, ...[...digests].sort()].join('\u0000');
  return { direction, parties, text, at: `${at.slice(0, 19)}.000Z` };
}

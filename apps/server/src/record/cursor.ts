import { CodedError } from '@smseal/protocol';

/** Cursors are opaque to callers: the JSON of the last row's place, as base64url. */
export function writeCursor(place: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws CodedError `invalid-request` where the text is not a cursor of `length` members. */
export function readCursor(text: string, length: number): (string | null)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(place) && place.length === length && place.every(isMember)) return place;
  } catch {
    // Fall through: what is not JSON is no cursor either.
  }
  throw new CodedError('invalid-request', { at: '/after' });
}

function isMember(member: unknown): member is string | null {
  return member === null || (typeof member === 'string' && member.length <= 64);
}

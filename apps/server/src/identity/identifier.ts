import type { Identifier } from '@smseal/database';
import { CodedError } from '@smseal/protocol';
import { normaliseNumber } from '@smseal/sms';

/** The form in which e-mails are stored and compared. */
export function normaliseEmail(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The number of a sign-up. @throws CodedError `invalid-request` at `/mobile` for anything but an international number. */
export function signUpNumber(text: string): string {
  const number = normaliseNumber(text);
  if (number === null) throw new CodedError('invalid-request', { at: '/mobile' });
  return number;
}

/** What somebody typed to say who they are. What can be neither is kept as an e-mail that nobody has. */
export function readIdentifier(text: string): Identifier {
  const mobile = text.includes('@') ? null : normaliseNumber(text);
  return mobile === null ? { email: normaliseEmail(text.trim()), mobile: null } : { email: null, mobile };
}

/** The key that limits count an identifier under. */
export function identifierKey(identifier: Identifier): string {
  return identifier.mobile ?? identifier.email ?? '';
}

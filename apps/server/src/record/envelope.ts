/** What the server can tell of an envelope without a key: its header and its length (packages/seal/SPEC.md). */
import { CodedError } from '@smseal/protocol';

/** 1: under a key named by 32 octets. 2: under an inbound session named by 16 octets. */
export type Suite = 1 | 2;

const NAME_OCTETS = { 1: 32, 2: 16 } as const satisfies Record<Suite, number>;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
const PADDING_FLOOR = 128;

/** An envelope's octets and suite. */
export interface Envelope {
  suite: Suite;
  octets: Buffer;
}

/**
 * Reads an envelope from its text and checks that it has the form of one: a known suite, and room for a name, a nonce, a
 * tag and content of a padded length. Plain text has no such form.
 * @throws CodedError `not-an-envelope` with `record`; `invalid-request` where the text is not canonical base64url.
 */
export function readEnvelope(text: string, record: string): Envelope {
  const octets = readOctets(text);
  return { suite: suiteOf(octets, record), octets };
}

/** @throws CodedError `invalid-request` where the text is not canonical base64url. */
export function readOctets(text: string): Buffer {
  const octets = Buffer.from(text, 'base64url');
  // Decoding is lenient, and one octet string has one text: what does not encode back was not canonical.
  if (!isCanonical(text, octets)) throw new CodedError('invalid-request', { at: '/envelope' });
  return octets;
}

/** The suite of octets that have the form of an envelope. @throws CodedError `not-an-envelope` with `record`. */
export function suiteOf(octets: Uint8Array, record: string): Suite {
  const [suite] = octets;
  if (suite !== 1 && suite !== 2) throw new CodedError('not-an-envelope', { record });
  const content = octets.length - 1 - NAME_OCTETS[suite] - NONCE_OCTETS - TAG_OCTETS;
  if (!isPadded(content)) throw new CodedError('not-an-envelope', { record });
  return suite;
}

/** Whether a content of this length can come out of the padding: at least 128 octets, then few distinct lengths. */
function isPadded(length: number): boolean {
  if (length < PADDING_FLOOR) return false;
  const exponent = Math.floor(Math.log2(length));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return length % unit === 0;
}

const LAST_BITS: Readonly<Record<number, RegExp>> = { 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ };

/** The alphabet is the schema's matter; here, the length and the bits that the last character has too many. */
function isCanonical(text: string, octets: Buffer): boolean {
  const rest = text.length % 4;
  return (
    octets.length === Math.floor((text.length * 3) / 4) && rest !== 1 && (LAST_BITS[rest]?.test(text) ?? true)
  );
}

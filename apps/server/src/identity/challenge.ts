import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sameMac } from './one-time-code.ts';

/** Life of a challenge, ms. */
export const CHALLENGE_MS = 5 * 60_000;

/** What a challenge is for: an account's registration, or a sign-in by whoever answers. */
export type ChallengePurpose = { registerFor: string } | 'sign-in';

const RANDOM_OCTETS = 16;
const TIME_OCTETS = 6;
const MAC_OCTETS = 16;

/**
 * A challenge (WebAuthn §13.4.3) that proves by itself that we gave it: random octets, its end, and a MAC over both and
 * the purpose. So nothing is stored for whoever merely asks; only an answered one is remembered, until its end.
 */
export function newChallenge(secret: Buffer, purpose: ChallengePurpose, now: Date): Buffer {
  const body = Buffer.alloc(RANDOM_OCTETS + TIME_OCTETS);
  randomBytes(RANDOM_OCTETS).copy(body);
  body.writeUIntBE(now.getTime() + CHALLENGE_MS, RANDOM_OCTETS, TIME_OCTETS);
  return Buffer.concat([body, mac(secret, purpose, body)]);
}

/** What is remembered of an answered challenge; null where we did not give it for this, or it has ended. */
export function readChallenge(
  secret: Buffer,
  purpose: ChallengePurpose,
  answered: { challenge: string; now: Date },
): { digest: Buffer; expires: Date } | null {
  const octets = Buffer.from(answered.challenge, 'base64url');
  if (octets.length !== RANDOM_OCTETS + TIME_OCTETS + MAC_OCTETS) return null;
  const body = octets.subarray(0, RANDOM_OCTETS + TIME_OCTETS);
  if (!sameMac(octets.subarray(body.length), mac(secret, purpose, body))) return null;
  const expires = new Date(body.readUIntBE(RANDOM_OCTETS, TIME_OCTETS));
  return expires > answered.now ? { digest: createHash('sha256').update(octets).digest(), expires } : null;
}

function mac(secret: Buffer, purpose: ChallengePurpose, body: Buffer): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['passkey-challenge', purpose]))
    .update(body)
    .digest()
    .subarray(0, MAC_OCTETS);
}

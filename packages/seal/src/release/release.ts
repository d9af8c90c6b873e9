import { ReleaseBody, SignedRelease, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import { frame } from '../octets/frame.ts';
import { fromJson, fromWire, utf8 } from '../octets/octets.ts';
import { sha256 } from '../primitive/hash.ts';
import { requireSignature, sign, signingPairFromSeed } from '../primitive/ed25519.ts';
import { rawPublic } from '../primitive/x25519.ts';
import { SealError } from '../seal-error.ts';

const LABEL = 'release/signature';

/** A publisher's pair, of its 32-octet seed as base64url. @throws SealError `malformed`. */
export function publisherKeys(seed: string): Promise<CryptoKeyPair> {
  return signingPairFromSeed(fromWire(seed, 32), false);
}

/** Signs a release as its publisher (SEAL-110). */
export async function signRelease(body: ReleaseBody, publisher: CryptoKeyPair): Promise<SignedRelease> {
  const octets = utf8(JSON.stringify(body));
  return {
    body: toBase64Url(octets),
    key: toBase64Url(await rawPublic(publisher.publicKey)),
    signature: toBase64Url(await sign(publisher.privateKey, frame(LABEL, octets))),
  };
}

/** What is known of releases before the one that is opened. */
export interface ReleasePin {
  /** The publisher's public key. */
  key: string;
  /** When the release in use was signed. */
  issued: string;
}

/**
 * The release as its publisher signed it (SEAL-111). @throws SealError `malformed`, `bad-signature`, and with a pin
 * `wrong-key` for another publisher's, `too-old` for an earlier one.
 */
export async function openRelease(signed: unknown, pin?: ReleasePin): Promise<ReleaseBody> {
  if (!Check(SignedRelease, signed)) throw new SealError('malformed', 'not a signed release');
  if (pin && signed.key !== pin.key)
    throw new SealError('wrong-key', 'the release is signed by another publisher');
  const octets = fromWire(signed.body);
  await requireSignature(signed.key, signed.signature, frame(LABEL, octets));
  const body = fromJson(octets);
  if (!Check(ReleaseBody, body)) throw new SealError('malformed', 'a release of no known shape');
  if (pin && body.issued < pin.issued)
    throw new SealError('too-old', 'the release is older than the one in use');
  return body;
}

/** What a release serves, in one word: whoever builds the same sources gets the same. base64url SHA-256. */
export async function releaseDigest({ version, app, site }: ReleaseBody): Promise<string> {
  const files = [app, site].map((names) => Object.entries(names).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return toBase64Url(await sha256(frame('release/digest', version, JSON.stringify(files))));
}

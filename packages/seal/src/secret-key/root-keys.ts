import { frame } from '../octets/frame.ts';
import { utf8, type Octets } from '../octets/octets.ts';
import { signingPairFromSeed } from '../primitive/ed25519.ts';
import { hkdf, importHkdfKey } from '../primitive/hash.ts';
import { agreementPairFromSeed, rawPublic } from '../primitive/x25519.ts';
import { parseSecretKey } from './secret-key.ts';

/** The root's pairs: made from the secret key when it is typed, held in memory for that one act. */
export interface RootKeys {
  sign: CryptoKeyPair;
  agree: CryptoKeyPair;
  /** Ed25519 public key, 32 octets. */
  signPublic: Octets;
  /** X25519 public key, 32 octets. */
  agreePublic: Octets;
}

/** Derives the root's pairs, neither extractable. @throws SealError `bad-secret-key`. */
export async function deriveRoot(secretKey: string): Promise<RootKeys> {
  const key = await importHkdfKey(utf8(parseSecretKey(secretKey)));
  const sign = await signingPairFromSeed(await hkdf({ key, info: frame('root/sign') }), false);
  const agree = await agreementPairFromSeed(await hkdf({ key, info: frame('root/agree') }), false);
  return {
    sign,
    agree,
    signPublic: await rawPublic(sign.publicKey),
    agreePublic: await rawPublic(agree.publicKey),
  };
}

/**
 * HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message to a context. Base mode
 * proves nothing about the sender: whatever is opened is checked against a commitment or a signature before it is used.
 */
import { concat, utf8, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { decrypt, encrypt, importAesKey, KEY_OCTETS, NONCE_OCTETS } from './aes-gcm.ts';
import { hmacOnce } from './hash.ts';
import { agree, agreeOnce, agreementPairFromSeed, importAgreementKey, rawPublic } from './x25519.ts';

export interface HpkeRecipient {
  /** X25519 public key of the recipient. */
  to: Octets;
  /** A frame that names the slot: for what, for whom. */
  info: Octets;
  /** Fixed key material of the ephemeral pair; known-answer vectors alone give it. */
  ephemeral?: Octets;
}

/** Seals a 32-octet key: 32 octets of encapsulation, 48 of ciphertext and tag. */
export async function hpkeSeal(
  recipient: HpkeRecipient,
  key: Octets,
): Promise<{ enc: Octets; sealed: Octets }> {
  const { enc, secret } = await encapsulate(recipient);
  const aead = await aeadOf(await scheduleOf(secret, recipient.info));
  return { enc, sealed: await encrypt({ ...aead, octets: key }) };
}

export interface HpkeOpening {
  pair: CryptoKeyPair;
  info: Octets;
  enc: Octets;
}

/** @throws SealError `not-authentic` when it was not sealed to this pair for this slot. */
export async function hpkeOpen(opening: HpkeOpening, sealed: Octets): Promise<Octets> {
  try {
    const aead = await aeadOf(await scheduleOf(await decapsulate(opening), opening.info));
    return await decrypt({ ...aead, octets: sealed });
  } catch {
    throw new SealError('not-authentic', 'the key was not sealed to this recipient for this slot');
  }
}

/** An encapsulation and 32 octets exported under `exporter` (RFC 9180 §5.3). */
export async function hpkeSendExport(
  recipient: HpkeRecipient,
  exporter: Octets,
): Promise<{ enc: Octets; secret: Octets }> {
  const { enc, secret } = await encapsulate(recipient);
  return { enc, secret: await exportOf(await scheduleOf(secret, recipient.info), exporter) };
}

/** The recipient's side of {@link hpkeSendExport}. @throws SealError `not-authentic` on an impossible encapsulation. */
export async function hpkeReceiveExport(opening: HpkeOpening, exporter: Octets): Promise<Octets> {
  try {
    return await exportOf(await scheduleOf(await decapsulate(opening), opening.info), exporter);
  } catch {
    throw new SealError('not-authentic', 'the encapsulation is not for this key');
  }
}

const EMPTY: Octets = new Uint8Array(0);
/** Octets of a SHA-256, and of every secret here. */
const HASH_OCTETS = 32;
const ZEROS: Octets = new Uint8Array(HASH_OCTETS);
const VERSION = utf8('HPKE-v1');
/** §4.1: DHKEM(X25519, HKDF-SHA256). */
const KEM = concat(utf8('KEM'), new Uint8Array([0x00, 0x20]));
/** §5.1: that, HKDF-SHA256, AES-256-GCM. */
const SUITE = concat(utf8('HPKE'), new Uint8Array([0x00, 0x20, 0x00, 0x01, 0x00, 0x02]));
const BASE_MODE = new Uint8Array([0]);

/** §4.1 Encap. */
async function encapsulate({ to, ephemeral }: HpkeRecipient): Promise<{ enc: Octets; secret: Octets }> {
  const { enc, secret } = ephemeral ? await agreeAs(ephemeral, to) : await agreeOnce(to);
  return { enc, secret: await sharedSecret(secret, concat(enc, to)) };
}

/** §7.1.3 DeriveKeyPair, and then as with a fresh pair. */
async function agreeAs(ephemeral: Octets, to: Octets): Promise<{ enc: Octets; secret: Octets }> {
  const prk = await labeledExtract({ suite: KEM, label: 'dkp_prk', octets: ephemeral });
  const seed = await labeledExpand({ suite: KEM, label: 'sk', key: prk, info: EMPTY, length: HASH_OCTETS });
  const { publicKey, privateKey } = await agreementPairFromSeed(seed, false);
  return { enc: await rawPublic(publicKey), secret: await agree(privateKey, await importAgreementKey(to)) };
}

/** §4.1 Decap. */
async function decapsulate({ pair, enc }: HpkeOpening): Promise<Octets> {
  const secret = await agree(pair.privateKey, await importAgreementKey(enc));
  return sharedSecret(secret, concat(enc, await rawPublic(pair.publicKey)));
}

/** §4.1 ExtractAndExpand. */
async function sharedSecret(agreed: Octets, context: Octets): Promise<Octets> {
  const key = await labeledExtract({ suite: KEM, label: 'eae_prk', octets: agreed });
  return labeledExpand({ suite: KEM, label: 'shared_secret', key, info: context, length: HASH_OCTETS });
}

/** What a context is derived from (§5.1). */
interface Schedule {
  secret: Octets;
  context: Octets;
}

/** §5.1 KeySchedule, base mode: neither a pre-shared key nor its id. */
async function scheduleOf(shared: Octets, info: Octets): Promise<Schedule> {
  const id = await labeledExtract({ suite: SUITE, label: 'psk_id_hash', octets: EMPTY });
  const hash = await labeledExtract({ suite: SUITE, label: 'info_hash', octets: info });
  const secret = await labeledExtract({ suite: SUITE, label: 'secret', salt: shared, octets: EMPTY });
  return { secret, context: concat(BASE_MODE, id, hash) };
}

/** Key and nonce of the context's first message. */
async function aeadOf({ secret, context }: Schedule) {
  const given = { suite: SUITE, key: secret, info: context };
  const key = await labeledExpand({ ...given, label: 'key', length: KEY_OCTETS });
  const nonce = await labeledExpand({ ...given, label: 'base_nonce', length: NONCE_OCTETS });
  return { key: await importAesKey(key), nonce, aad: EMPTY };
}

/** §5.3 Export, 32 octets. */
async function exportOf({ secret, context }: Schedule, exporter: Octets): Promise<Octets> {
  const given = { suite: SUITE, length: HASH_OCTETS };
  const key = await labeledExpand({ ...given, label: 'exp', key: secret, info: context });
  return labeledExpand({ ...given, label: 'sec', key, info: exporter });
}

interface Extraction {
  suite: Octets;
  label: string;
  /** Empty unless said. */
  salt?: Octets;
  octets: Octets;
}

/** §4 LabeledExtract. An empty salt is one of zeros (RFC 5869 §2.2). */
async function labeledExtract({ suite, label, salt, octets }: Extraction): Promise<Octets> {
  return hmacOnce(salt ?? ZEROS, concat(VERSION, suite, utf8(label), octets));
}

interface Expansion {
  suite: Octets;
  label: string;
  /** A pseudo-random key of 32 octets. */
  key: Octets;
  info: Octets;
  /** At most 32. */
  length: number;
}

/** §4 LabeledExpand, of which one block of HKDF-Expand (RFC 5869 §2.3) is always enough here. */
async function labeledExpand({ suite, label, key, info, length }: Expansion): Promise<Octets> {
  const labeled = concat(new Uint8Array([0, length]), VERSION, suite, utf8(label), info, new Uint8Array([1]));
  const block = await hmacOnce(key, labeled);
  return block.slice(0, length);
}

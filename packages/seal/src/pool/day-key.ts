import {
  POOL_DAYS_LATE,
  toBase64Url,
  type Id,
  type PoolKeyView,
  type PostPoolGrants,
  type PostPoolKey,
} from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireGateway } from '../device/standing.ts';
import { openWrap, sealWrap } from '../envelope/wrap.ts';
import { frame } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { randomId, randomOctets } from '../primitive/random.ts';
import { agreementPairFromSeed, rawPublic } from '../primitive/x25519.ts';
import { SealError } from '../seal-error.ts';
import type { PoolStanding } from './pool-standing.ts';

/** A verified public key of a pool's day: what {@link verifyDayKey} gives, and nothing else does. */
export interface DayKey {
  id: Id;
  pool: Id;
  /** UTC day. */
  day: string;
  /** X25519. */
  agree: Octets;
}

/** A day's key with its private half. */
export interface HeldDayKey extends DayKey {
  pair: CryptoKeyPair;
  /** What members are granted; overwritten when the key is destroyed. */
  seed: Octets;
}

export interface SealDayKeyInput {
  chain: Chain;
  /** A member of the pool. */
  by: DeviceKeys;
  standing: PoolStanding;
  /** UTC day. */
  day: string;
}

/**
 * Makes the key of a pool's day, signs it, and seals its private half to every member.
 * @throws SealError `not-permitted` where the author is no member, or a member no gateway; `unknown-device`, `removed-device`.
 */
export async function sealDayKey(input: SealDayKeyInput): Promise<PostPoolKey> {
  return sealDayKeyWith(input, {});
}

/** What known-answer vectors fix. */
export interface FixedDayKey {
  id?: Id;
  seed?: Octets;
  /** For each member. */
  ephemerals?: readonly Octets[];
}

export async function sealDayKeyWith(
  { chain, by, standing, day }: SealDayKeyInput,
  fixed: FixedDayKey,
): Promise<PostPoolKey> {
  if (!standing.members.includes(by.id))
    throw new SealError('not-permitted', 'a key by no member of the pool');
  const { pool, generation } = standing;
  const seed = fixed.seed ?? randomOctets(32);
  const { publicKey } = await agreementPairFromSeed(seed, false);
  const id = fixed.id ?? randomId();
  const head = { id, pool, generation, day, author: by.id, public: toBase64Url(await rawPublic(publicKey)) };
  const members = await Promise.all(
    standing.members.map(async (device, at) => ({
      device,
      wrap: await wrapTo({ chain, device, key: id, seed }, fixed.ephemerals?.[at]),
    })),
  );
  const signed = statement(chain.account, head, standing.members);
  return { ...head, members, signature: toBase64Url(await sign(by.sign.privateKey, signed)) };
}

type DayKeyHead = Omit<PostPoolKey, 'members' | 'signature'>;

/**
 * Verifies a day's key: its author and everybody to whom it was sealed belong to the pool now, and nobody has left since.
 * @throws SealError `not-permitted` (another pool or generation, or somebody who is no member), `unknown-device`,
 *   `removed-device`, `bad-signature`, `malformed`.
 */
export async function verifyDayKey(
  key: PoolKeyView,
  { chain, standing }: { chain: Chain; standing: PoolStanding },
): Promise<DayKey> {
  if (key.pool !== standing.pool) throw new SealError('not-permitted', 'a key of another pool');
  if (key.generation !== standing.generation)
    throw new SealError('not-permitted', 'a key of before or after a change of members');
  for (const id of [key.author, ...key.members]) {
    requireGateway(chain, id);
    if (!standing.members.includes(id)) throw new SealError('not-permitted', 'a key by or for no member');
  }
  return verified(key, chain);
}

/** Signature and form alone: for members, who open what was sealed before somebody left, too. */
async function verified(key: PoolKeyView, chain: Chain): Promise<DayKey> {
  const author = chain.device(key.author);
  if (!author) throw new SealError('unknown-device', 'a key of a device that the chain never admitted');
  if (author.platform !== 'gateway' || !author.can.includes('deliver'))
    throw new SealError('not-permitted', 'a key of a device that is no gateway');
  await requireSignature(author.sign, key.signature, statement(chain.account, key, key.members));
  return { id: key.id, pool: key.pool, day: key.day, agree: fromWire(key.public, 32) };
}

/**
 * The key to seal to today: today's, or the newest one before it that may still be; null when there is none. A clock may
 * be behind the gateway's at midnight, so tomorrow's is better than none.
 */
export function chooseDayKey(keys: readonly DayKey[], today: string): DayKey | null {
  const start = Date.parse(today);
  const ageOf = ({ day }: DayKey) => Math.round((start - Date.parse(day)) / DAY_MS);
  const [best] = keys
    .filter((key) => ageOf(key) >= -1 && ageOf(key) <= POOL_DAYS_LATE)
    .toSorted((a, b) => Math.abs(ageOf(a)) - Math.abs(ageOf(b)) || ageOf(b) - ageOf(a));
  return best ?? null;
}

const DAY_MS = 86_400_000;

/**
 * Opens the private half of a day's key that was sealed to this member.
 * @throws SealError `not-permitted` (no wrap for this device, or an author who is no gateway), `unknown-device`,
 *   `bad-signature`, `not-authentic`, `wrong-key` where it is not the public key's, `malformed`.
 */
export async function openDayKey(
  key: PoolKeyView,
  { chain, device }: { chain: Chain; device: DeviceKeys },
): Promise<HeldDayKey> {
  const known = await verified(key, chain);
  if (key.wrap === null) throw new SealError('not-permitted', 'a key that was not sealed to this device');
  const info = wrapInfo(chain.account, key.id, device.id);
  const seed = await openWrap({ pair: device.agree, info }, key.wrap);
  const pair = await agreementPairFromSeed(seed, false);
  if (!equalOctets(await rawPublic(pair.publicKey), known.agree))
    throw new SealError('wrong-key', 'the wrap holds another key than the public one');
  return { ...known, pair, seed };
}

/**
 * Seals a day's key that this member holds to one that came later. @throws SealError `not-permitted` for a device that is
 * no gateway; `unknown-device`, `removed-device`.
 */
export async function grantDayKey(
  { id, seed }: HeldDayKey,
  { chain, device }: { chain: Chain; device: Id },
): Promise<PostPoolGrants['grants'][number]> {
  return { key: id, device, wrap: await wrapTo({ chain, device, key: id, seed }) };
}

interface WrapTo {
  chain: Chain;
  device: Id;
  key: Id;
  seed: Octets;
}

function wrapTo({ chain, device, key, seed }: WrapTo, ephemeral?: Octets) {
  const to = fromWire(requireGateway(chain, device).agree, 32);
  const info = wrapInfo(chain.account, key, device);
  return sealWrap({ to, info, ...(ephemeral ? { ephemeral } : {}) }, seed);
}

/** Nothing of the wraps is signed: whatever they hold must give the signed public key. */
function statement(account: Id, head: DayKeyHead, members: readonly Id[]): Octets {
  const { id, pool, generation, day, author } = head;
  return frame('pool/key/signature', account, id, pool, generation, day, author, head.public, ...members);
}

function wrapInfo(account: Id, key: Id, device: Id): Octets {
  return frame('pool/key/wrap', account, key, device);
}

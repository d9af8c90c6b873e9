import { toBase64Url, type Id, type ListHead, type ListKeySet, type ListName } from '@smseal/protocol';
import { Type } from 'typebox';
import { Check } from 'typebox/schema';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireAuthor, requireGateway, requireLive } from '../device/standing.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { openWrap, sealWrap } from '../envelope/wrap.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';
import { deriveListKey, type ListKey, type ListKeys } from './list-key.ts';

/** The keys before a key set's own, by version from 1. */
const EarlierKeys = Type.Object({ v: Type.Literal(1), keys: Type.Array(Type.String()) });

type SetHead = Omit<ListKeySet, 'envelope' | 'accountWrap' | 'gateways' | 'signature'>;

export interface SealListKeysInput {
  chain: Chain;
  /** A live device that can `configure`. */
  by: DeviceKeys;
  list: ListName;
  /** The keys so far; null begins the list. */
  before: ListKeys | null;
  /** Where the list ends, as its author has verified it. */
  head: ListHead;
  /** Live gateways that shall follow the list. */
  gateways: readonly Id[];
}

/**
 * Makes the next key of a list and wraps it to the account's readers and to gateways. Who is left out reads nothing that
 * is appended from here on, and appends nothing.
 * @throws SealError `unknown-device`, `removed-device`, `not-permitted` for author or gateways; `unknown-epoch`.
 */
export async function sealListKeys(input: SealListKeysInput): Promise<ListKeySet> {
  return sealListKeysWith(input, {});
}

/** What known-answer vectors fix. */
export interface FixedListKeys {
  secret?: Octets;
  nonce?: Octets;
  /** For the account, then for each gateway. */
  ephemerals?: readonly Octets[];
}

export async function sealListKeysWith(
  { chain, by, list, before, head, gateways }: SealListKeysInput,
  fixed: FixedListKeys,
): Promise<ListKeySet> {
  requireLive(chain, by.id, 'configure');
  const recipients = gateways.map((id) => requireGateway(chain, id));
  const { account, epoch } = chain;
  const inbound = chain.epochs.get(epoch)?.inbound;
  if (inbound === undefined) throw new SealError('unknown-epoch', 'a chain on which no epoch has begun');
  const version = (before?.version ?? 0) + 1;
  const set = { list, version, author: by.id, epoch, head };
  const secret = fixed.secret ?? randomOctets(32);
  const key = await deriveListKey({ account, list }, version, secret);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: key.keyId,
    key: key.keys,
    aad: additionalData(account, set, gateways),
    payload: {
      v: 1,
      keys: Array.from(before?.byVersion.values() ?? [], ({ secret: raw }) => toBase64Url(raw)),
    },
    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const wrap = (to: string, info: Octets, ephemeral?: Octets) =>
    sealWrap({ to: fromWire(to, 32), info, ...(ephemeral ? { ephemeral } : {}) }, secret);
  const [first, ...others] = fixed.ephemerals ?? [];
  return {
    ...set,
    envelope: toBase64Url(envelope),
    accountWrap: await wrap(inbound, accountInfo(account, set), first),
    gateways: await Promise.all(
      recipients.map(async ({ id, agree }, at) => ({
        device: id,
        wrap: await wrap(agree, gatewayInfo(account, set, id), others[at]),
      })),
    ),
    signature: toBase64Url(
      await sign(by.sign.privateKey, await statement(account, { set, gateways }, envelope)),
    ),
  };
}

export interface OpenListKeysInput {
  set: ListKeySet;
  chain: Chain;
  /** A gateway that follows the list, or a reader of the account. */
  as: { device: DeviceKeys } | { keyring: Keyring };
  /** Version and digest of the newest key set that was opened before. */
  seen?: Pick<ListKeys, 'version' | 'digest'> | null;
}

/**
 * Opens a list's keys; author and signature come first.
 * @throws SealError `list-shorter` (a version below the one seen), `list-forked` (another one of that version),
 *   `unknown-device`, `removed-device`, `not-permitted` (author without `configure`, or a gateway that is left out),
 *   `unknown-epoch`, `bad-signature`, `not-authentic`, `wrong-key`, `unknown-suite`, `malformed`.
 */
export async function openListKeys({ set, chain, as, seen = null }: OpenListKeysInput): Promise<ListKeys> {
  const { account } = chain;
  const { list, version, epoch, head } = set;
  const gateways = set.gateways.map(({ device }) => device);
  const envelope = fromWire(set.envelope);
  const signed = await statement(account, { set, gateways }, envelope);
  const digest = toBase64Url(await sha256(signed));
  if (seen !== null && version < seen.version)
    throw new SealError('list-shorter', 'keys of a list that are older than those seen before');
  if (version === seen?.version && digest !== seen.digest)
    throw new SealError('list-forked', 'other keys of a list than those seen before');
  const mayBeRemoved = 'keyring' in as || digest === seen?.digest;
  const author = mayBeRemoved
    ? requireAuthor(chain, set, 'configure')
    : requireLive(chain, set.author, 'configure');
  await requireSignature(author.sign, set.signature, signed);
  const key = await deriveListKey({ account, list }, version, await openSecret(set, { chain, as }));
  const parts = splitEnvelope(envelope);
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of list keys');
  if (!equalOctets(parts.name, key.keyId)) throw new SealError('wrong-key', 'the wrap holds another key');
  const earlier = await openEnvelope(parts, key.keys, additionalData(account, set, gateways));
  if (!Check(EarlierKeys, earlier) || earlier.keys.length !== version - 1)
    throw new SealError('malformed', 'no keys of a list, or not all of them');
  const byVersion = new Map<number, ListKey>();
  for (const [at, raw] of earlier.keys.entries())
    byVersion.set(at + 1, await deriveListKey({ account, list }, at + 1, fromWire(raw, 32)));
  byVersion.set(version, key);
  return { account, list, version, epoch, head, gateways, digest, byVersion };
}

async function openSecret(
  set: ListKeySet,
  { chain, as }: Pick<OpenListKeysInput, 'chain' | 'as'>,
): Promise<Octets> {
  if ('keyring' in as) {
    const { pair } = as.keyring.at(set.epoch).inbound;
    return openWrap({ pair, info: accountInfo(chain.account, set) }, set.accountWrap);
  }
  const own = set.gateways.find(({ device }) => device === as.device.id);
  if (!own) throw new SealError('not-permitted', 'a list that this device does not follow');
  return openWrap({ pair: as.device.agree, info: gatewayInfo(chain.account, set, as.device.id) }, own.wrap);
}

function additionalData(account: Id, set: SetHead, gateways: readonly Id[]): Octets {
  return frame('list/keys', SUITE_KEY, ...headParts(account, set), ...gateways);
}

/** The wraps are left out: the key id inside the signed envelope commits to what they must hold. */
async function statement(
  account: Id,
  { set, gateways }: { set: SetHead; gateways: readonly Id[] },
  envelope: Octets,
): Promise<Octets> {
  return frame('list/keys/signature', ...headParts(account, set), await sha256(envelope), ...gateways);
}

function headParts(account: Id, { list, version, author, epoch, head }: SetHead): Part[] {
  return [account, list, version, author, epoch, head.count, head.digest ?? ''];
}

function accountInfo(account: Id, { list, version, epoch }: SetHead): Octets {
  return frame('list/wrap/account', account, list, version, epoch);
}

function gatewayInfo(account: Id, { list, version }: SetHead, gateway: Id): Octets {
  return frame('list/wrap/gateway', account, list, version, gateway);
}

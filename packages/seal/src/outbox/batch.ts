import {
  toBase64Url,
  type BatchContent,
  type BatchStored,
  type CompanionBatch,
  type Id,
  type PostBatch,
  type RawBatch,
} from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireAuthor, requireLive } from '../device/standing.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { openWrap } from '../envelope/wrap.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import type { DayKey, HeldDayKey } from '../pool/day-key.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { hpkeSeal } from '../primitive/hpke.ts';
import { sha256 } from '../primitive/hash.ts';
import { randomId, randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';
import { deriveContentKeys } from './content-key.ts';

export interface SealBatchInput {
  chain: Chain;
  /** A live device that can `send`. */
  by: DeviceKeys;
  /** A live device that can `deliver`, or the day's key of a pool. */
  target: Id | DayKey;
  content: BatchContent;
  /** 0 one-time codes, 5 people writing, 9 campaigns. */
  priority: number;
  /** RFC 3339 UTC, or null for at once. */
  notBefore: string | null;
  /** RFC 3339 UTC. */
  expires: string;
  /** Random unless given. */
  id?: Id;
  /** The API key that ordered the texts, where a program did. */
  apiKey?: Id;
}

/** What of a batch stands in the clear under its author's signature. */
export type BatchHead = Omit<PostBatch, 'envelope' | 'targetWrap' | 'accountWrap' | 'signature'> &
  Pick<BatchStored, 'replaces'>;

/**
 * Seals texts under a fresh content key, wraps it to the target (a device's own key, or a pool's of the day) and to the account's inbound key, and signs.
 * @throws SealError `not-permitted`, `unknown-device`, `removed-device` for author or target; `unknown-epoch`.
 */
export async function sealBatch(input: SealBatchInput): Promise<PostBatch> {
  return sealBatchWith(input, {});
}

/**
 * As {@link sealBatch}, for a device that will send the batch itself: it keeps the content key instead of opening its own
 * wrap, and hands in octets. @throws as sealBatch.
 */
export async function sealOwnBatch(input: SealBatchInput): Promise<{ batch: RawBatch; contentKey: Octets }> {
  const contentKey = randomOctets(32);
  return { batch: await sealOctets(input, { contentKey }), contentKey };
}

/** What known-answer vectors fix. */
export interface FixedBatch {
  contentKey?: Octets;
  nonce?: Octets;
  ephemerals?: { target: Octets; account: Octets };
}

export async function sealBatchWith(input: SealBatchInput, fixed: FixedBatch): Promise<PostBatch> {
  const { envelope, targetWrap, accountWrap, signature, ...head } = await sealOctets(input, fixed);
  const wrap = ({ enc, sealed }: RawBatch['targetWrap']) => ({
    enc: toBase64Url(enc),
    sealed: toBase64Url(sealed),
  });
  return {
    ...head,
    envelope: toBase64Url(envelope),
    targetWrap: wrap(targetWrap),
    accountWrap: wrap(accountWrap),
    signature: toBase64Url(signature),
  };
}

async function sealOctets(input: SealBatchInput, fixed: FixedBatch): Promise<RawBatch> {
  const { chain, by, content, priority, notBefore, expires, apiKey } = input;
  requireLive(chain, by.id, 'send');
  const target = targetOf(chain, input.target);
  const epoch = chain.epoch;
  const inbound = chain.epochs.get(epoch)?.inbound;
  if (inbound === undefined) throw new SealError('unknown-epoch', 'a chain on which no epoch has begun');
  const id = input.id ?? randomId();
  const count = content.texts.length;
  const { agree, ...to } = target;
  const ordered = apiKey === undefined ? {} : { apiKey };
  const head = { id, ...to, author: by.id, epoch, priority, notBefore, expires, count, ...ordered };
  const contentKey = fixed.contentKey ?? randomOctets(32);
  const keys = await deriveContentKeys(id, contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.content,
    aad: batchAad(chain.account, head),
    payload: content,
    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const wrap = (recipient: Octets, info: Octets, ephemeral?: Octets) =>
    hpkeSeal({ to: recipient, info, ...(ephemeral ? { ephemeral } : {}) }, contentKey);
  return {
    ...head,
    envelope,
    targetWrap: await wrap(agree, targetInfo(chain.account, head), fixed.ephemerals?.target),
    accountWrap: await wrap(
      fromWire(inbound, 32),
      accountWrapInfo(chain.account, head),
      fixed.ephemerals?.account,
    ),
    signature: await sign(by.sign.privateKey, await batchStatement(chain.account, head, envelope)),
  };
}

/** A device, or what of its day a pool wraps to. */
function targetOf(chain: Chain, to: Id | DayKey): Pick<PostBatch, 'target' | 'poolKey'> & { agree: Octets } {
  if (typeof to !== 'string') return { target: to.pool, poolKey: to.id, agree: to.agree };
  const { id, agree } = requireLive(chain, to, 'deliver');
  return { target: id, poolKey: null, agree: fromWire(agree, 32) };
}

export interface OpenBatchInput {
  batch: PostBatch | BatchStored;
  chain: Chain;
  /**
   * The device that shall send it, or a reader of the account. A member of a pool gives the pair of the day that the batch
   * names; null where it does not hold it, or holds it no more.
   */
  as: { device: DeviceKeys; dayKey?: (id: Id) => HeldDayKey | null } | { keyring: Keyring };
}

/**
 * Opens a batch. Signature and capability come first; to send, the author must still be live.
 * @throws SealError `unknown-device`, `removed-device`, `not-permitted` (no `send`, or for another target),
 *   `no-day-key`, `unknown-epoch`, `bad-signature`, `not-authentic`, `wrong-key`, `unknown-suite`, `malformed`.
 */
export async function openBatch(
  input: OpenBatchInput,
): Promise<{ content: BatchContent; contentKey: Octets }> {
  const { batch, chain, as } = input;
  const envelope = fromWire(batch.envelope);
  const author =
    'device' in as ? requireLive(chain, batch.author, 'send') : requireAuthor(chain, batch, 'send');
  await requireSignature(author.sign, batch.signature, await batchStatement(chain.account, batch, envelope));
  const contentKey = await openContentKey(input);
  const keys = await deriveContentKeys(batch.id, contentKey);
  const parts = splitEnvelope(envelope);
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of batches');
  if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'the wrap holds another key');
  const aad = batchAad(chain.account, batch);
  const content = (await openEnvelope(parts, keys.content, aad)) as BatchContent;
  if (!Array.isArray(content?.texts) || content.texts.length !== batch.count) {
    throw new SealError('malformed', 'a batch of another number of texts than it says');
  }
  return { content, contentKey };
}

async function openContentKey({ batch, chain, as }: OpenBatchInput): Promise<Octets> {
  if ('keyring' in as) {
    const pair = as.keyring.at(batch.epoch).inbound.pair;
    return openWrap({ pair, info: accountWrapInfo(chain.account, batch) }, batch.accountWrap);
  }
  if (!('targetWrap' in batch)) throw new SealError('not-permitted', 'a batch as its readers get it');
  if (batch.poolKey !== null) {
    if (as.dayKey === undefined) throw new SealError('not-permitted', 'a batch for a pool');
    const held = as.dayKey(batch.poolKey);
    if (held === null) throw new SealError('no-day-key', 'a batch of a day whose key is not held');
    return openWrap({ pair: held.pair, info: targetInfo(chain.account, batch) }, batch.targetWrap);
  }
  if (batch.target !== as.device.id) throw new SealError('not-permitted', 'a batch for another device');
  return openWrap({ pair: as.device.agree, info: targetInfo(chain.account, batch) }, batch.targetWrap);
}

/**
 * The content key of a pool's batch without the batch: it opens segments of other members, whose signatures tell whether it
 * is the right one. @throws SealError `not-authentic`, `malformed`.
 */
export function openCompanionKey(
  batch: CompanionBatch,
  { chain, held }: { chain: Chain; held: HeldDayKey },
): Promise<Octets> {
  return openWrap({ pair: held.pair, info: targetInfo(chain.account, batch) }, batch.targetWrap);
}

/** What the author signs. The wraps are left out: the key id inside the signed envelope commits to what they must hold. */
export async function batchStatement(account: Id, head: BatchHead, envelope: Octets): Promise<Octets> {
  return frame('batch/signature', ...headParts(account, head), await sha256(envelope));
}

export function batchAad(account: Id, head: BatchHead): Octets {
  return frame('batch', SUITE_KEY, ...headParts(account, head));
}

function headParts(account: Id, head: BatchHead): Part[] {
  const { id, target, poolKey, author, epoch, priority, notBefore, expires, count, apiKey, replaces } = head;
  const named = poolKey === null ? [] : [poolKey];
  const ordered = apiKey === undefined ? [] : ['api-key', apiKey];
  const replaced = replaces === undefined ? [] : ['replaces', replaces];
  return [
    account,
    id,
    target,
    ...named,
    author,
    epoch,
    priority,
    notBefore ?? '',
    expires,
    count,
    ...ordered,
    ...replaced,
  ];
}

function targetInfo(
  account: Id,
  { id, target, poolKey }: Pick<BatchHead, 'id' | 'target' | 'poolKey'>,
): Octets {
  if (poolKey !== null) return frame('batch/wrap/pool', account, id, target, poolKey);
  return frame('batch/wrap/target', account, id, target);
}

export function accountWrapInfo(account: Id, { id, epoch }: Pick<BatchHead, 'id' | 'epoch'>): Octets {
  return frame('batch/wrap/account', account, id, epoch);
}

import { GatewaySettings, toBase64Url, type Id, type PutGatewaySettings } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireAuthor, requireGateway, requireLive } from '../device/standing.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { openWrap, sealWrap } from '../envelope/wrap.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { hkdf, importHkdfKey, sha256 } from '../primitive/hash.ts';
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';

export interface SealGatewaySettingsInput {
  chain: Chain;
  /** A live device that can `configure`. */
  by: DeviceKeys;
  /** For the pool that they name, and its live members. */
  settings: GatewaySettings;
}

type SettingsHead = Omit<PutGatewaySettings, 'envelope' | 'members' | 'accountWrap' | 'signature'>;

/**
 * Seals what a pool shall obey under a fresh content key, wraps it to each member and to the account's inbound key, and
 * signs. @throws SealError `unknown-device`, `removed-device`, `not-permitted` for author or members; `unknown-epoch`;
 * `malformed`.
 */
export async function sealGatewaySettings(input: SealGatewaySettingsInput): Promise<PutGatewaySettings> {
  return sealGatewaySettingsWith(input, {});
}

/** What known-answer vectors fix. */
export interface FixedSettings {
  contentKey?: Octets;
  nonce?: Octets;
  ephemerals?: { members: readonly Octets[]; account: Octets };
}

export async function sealGatewaySettingsWith(
  { chain, by, settings }: SealGatewaySettingsInput,
  fixed: FixedSettings,
): Promise<PutGatewaySettings> {
  requireLive(chain, by.id, 'configure');
  if (!Check(GatewaySettings, settings)) throw new SealError('malformed', 'no settings of a gateway');
  const { account, epoch } = chain;
  requireGatewayEver(chain, settings.gateway);
  const recipients = settings.members.map((id) => requireGateway(chain, id));
  const inbound = chain.epochs.get(epoch)?.inbound;
  if (inbound === undefined) throw new SealError('unknown-epoch', 'a chain on which no epoch has begun');
  const head = {
    target: settings.gateway,
    version: settings.version,
    author: by.id,
    epoch,
    keys: keysOf(settings),
  };
  const contentKey = fixed.contentKey ?? randomOctets(32);
  const keys = await deriveKeys(head, contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.content,
    aad: additionalData(account, head, settings.members),
    payload: settings,
    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const wrap = (to: string, info: Octets, ephemeral?: Octets) =>
    sealWrap({ to: fromWire(to, 32), info, ...(ephemeral ? { ephemeral } : {}) }, contentKey);
  return {
    ...head,
    envelope: toBase64Url(envelope),
    members: await Promise.all(
      recipients.map(async ({ id, agree }, at) => ({
        device: id,
        wrap: await wrap(agree, memberInfo(account, head, id), fixed.ephemerals?.members[at]),
      })),
    ),
    accountWrap: await wrap(inbound, accountInfo(account, head), fixed.ephemerals?.account),
    signature: toBase64Url(
      await sign(by.sign.privateKey, await statement(account, { head, members: settings.members }, envelope)),
    ),
  };
}

export interface OpenGatewaySettingsInput {
  put: PutGatewaySettings;
  chain: Chain;
  /**
   * A member that shall obey, or a reader of the account. A gateway obeys a live author alone, or else just what it has
   * obeyed before: `seen` is the digest that it kept of it.
   */
  as: { device: DeviceKeys; seen?: string | null } | { keyring: Keyring };
}

export interface OpenedGatewaySettings {
  settings: GatewaySettings;
  /** SHA-256 of what was signed, base64url: the same for the same version and content alone. */
  digest: string;
}

/**
 * Opens what a gateway shall obey; author and signature come first. Whether the version is not lower than one seen before
 * is for who keeps versions.
 * @throws SealError `unknown-device`, `removed-device`, `not-permitted` (author without `configure`, or for
 *   others), `unknown-epoch`, `bad-signature`, `not-authentic`, `wrong-key`, `unknown-suite`, `malformed`.
 */
export async function openGatewaySettings(input: OpenGatewaySettingsInput): Promise<OpenedGatewaySettings> {
  const { put, chain, as } = input;
  const envelope = fromWire(put.envelope);
  const members = put.members.map(({ device }) => device);
  const signed = await statement(chain.account, { head: put, members }, envelope);
  const digest = toBase64Url(await sha256(signed));
  const mayBeRemoved = 'keyring' in as || as.seen === digest;
  const author = mayBeRemoved
    ? requireAuthor(chain, put, 'configure')
    : requireLive(chain, put.author, 'configure');
  requireGatewayEver(chain, put.target);
  if ('device' in as) requireGateway(chain, as.device.id);
  await requireSignature(author.sign, put.signature, signed);
  const keys = await deriveKeys(put, await openContentKey(input));
  const parts = splitEnvelope(envelope);
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of gateway settings');
  if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'the wrap holds another key');
  const settings = await openEnvelope(parts, keys.content, additionalData(chain.account, put, members));
  if (!Check(GatewaySettings, settings) || !isWhatItSays(settings, put, members)) {
    throw new SealError('malformed', 'no settings, or others than they say outside');
  }
  return { settings, digest };
}

async function openContentKey({ put, chain, as }: OpenGatewaySettingsInput): Promise<Octets> {
  if ('keyring' in as) {
    const pair = as.keyring.at(put.epoch).inbound.pair;
    return openWrap({ pair, info: accountInfo(chain.account, put) }, put.accountWrap);
  }
  const own = put.members.find(({ device }) => device === as.device.id);
  if (!own) throw new SealError('not-permitted', 'settings for others');
  return openWrap({ pair: as.device.agree, info: memberInfo(chain.account, put, as.device.id) }, own.wrap);
}

function keysOf({ apiKeys }: GatewaySettings): Id[] {
  return apiKeys.map(({ id }) => id);
}

function isWhatItSays(
  settings: GatewaySettings,
  { target, version, keys }: SettingsHead,
  members: readonly Id[],
): boolean {
  const sameKeys = areSame(keysOf(settings), keys) && areSame(settings.members, members);
  return settings.gateway === target && settings.version === version && sameKeys;
}

function areSame(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** A pool outlives its first gateway, whose name it keeps. */
function requireGatewayEver(chain: Chain, id: Id): void {
  const device = chain.device(id);
  if (!device) throw new SealError('unknown-device', 'a device that the chain never admitted');
  if (device.platform !== 'gateway') throw new SealError('not-permitted', 'a device that is no gateway');
}

async function deriveKeys({ target, version }: SettingsHead, contentKey: Octets) {
  const key = await importHkdfKey(contentKey);
  const derive = (label: string) => hkdf({ key, info: frame(`settings/${label}`, target, version) });
  return { keyId: await derive('key-id'), content: await importAesKey(await derive('content')) };
}

function additionalData(account: Id, head: SettingsHead, members: readonly Id[]): Octets {
  return frame('settings', SUITE_KEY, ...headParts(account, head), ...listParts(head, members));
}

/** Two lists in one frame: the first is preceded by its length. */
function listParts({ keys }: SettingsHead, members: readonly Id[]): Part[] {
  return [members.length, ...members, ...keys];
}

/** The wraps are left out: the key id inside the signed envelope commits to what they must hold. */
async function statement(
  account: Id,
  { head, members }: { head: SettingsHead; members: readonly Id[] },
  envelope: Octets,
): Promise<Octets> {
  const parts = [...headParts(account, head), await sha256(envelope)];
  return frame('settings/signature', ...parts, ...listParts(head, members));
}

function headParts(account: Id, { target, version, author, epoch }: SettingsHead): Part[] {
  return [account, target, version, author, epoch];
}

function memberInfo(account: Id, { target, version }: SettingsHead, member: Id): Octets {
  return frame('settings/wrap/member', account, target, version, member);
}

function accountInfo(account: Id, { target, version, epoch }: SettingsHead): Octets {
  return frame('settings/wrap/account', account, target, version, epoch);
}

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
  /** For the live gateway that they name. */
  settings: GatewaySettings;
}

type SettingsHead = Omit<PutGatewaySettings, 'envelope' | 'targetWrap' | 'accountWrap' | 'signature'>;

/**
 * Seals what a gateway shall obey under a fresh content key, wraps it to the gateway and to the account's inbound key, and
 * signs. @throws SealError `unknown-device`, `removed-device`, `not-permitted` for author or gateway; `unknown-epoch`;
 * `malformed`.
 */
export async function sealGatewaySettings(input: SealGatewaySettingsInput): Promise<PutGatewaySettings> {
  return sealGatewaySettingsWith(input, {});
}

/** What known-answer vectors fix. */
export interface FixedSettings {
  contentKey?: Octets;
  nonce?: Octets;
  ephemerals?: { target: Octets; account: Octets };
}

export async function sealGatewaySettingsWith(
  { chain, by, settings }: SealGatewaySettingsInput,
  fixed: FixedSettings,
): Promise<PutGatewaySettings> {
  requireLive(chain, by.id, 'configure');
  if (!Check(GatewaySettings, settings)) throw new SealError('malformed', 'no settings of a gateway');
  const { account, epoch } = chain;
  const target = requireGateway(chain, settings.gateway);
  const inbound = chain.epochs.get(epoch)?.inbound;
  if (inbound === undefined) throw new SealError('unknown-epoch', 'a chain on which no epoch has begun');
  const head = { target: target.id, version: settings.version, author: by.id, epoch, keys: keysOf(settings) };
  const contentKey = fixed.contentKey ?? randomOctets(32);
  const keys = await deriveKeys(head, contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.content,
    aad: additionalData(account, head),
    payload: settings,
    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const wrap = (to: string, info: Octets, ephemeral?: Octets) =>
    sealWrap({ to: fromWire(to, 32), info, ...(ephemeral ? { ephemeral } : {}) }, contentKey);
  return {
    ...head,
    envelope: toBase64Url(envelope),
    targetWrap: await wrap(target.agree, targetInfo(account, head), fixed.ephemerals?.target),
    accountWrap: await wrap(inbound, accountInfo(account, head), fixed.ephemerals?.account),
    signature: toBase64Url(await sign(by.sign.privateKey, await statement(account, head, envelope))),
  };
}

export interface OpenGatewaySettingsInput {
  put: PutGatewaySettings;
  chain: Chain;
  /**
   * The gateway that shall obey, or a reader of the account. A gateway obeys a live author alone, or else just what it has
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
 * @throws SealError `unknown-device`, `removed-device`, `not-permitted` (author without `configure`, or for another
 *   gateway), `unknown-epoch`, `bad-signature`, `not-authentic`, `wrong-key`, `unknown-suite`, `malformed`.
 */
export async function openGatewaySettings(input: OpenGatewaySettingsInput): Promise<OpenedGatewaySettings> {
  const { put, chain, as } = input;
  const envelope = fromWire(put.envelope);
  const signed = await statement(chain.account, put, envelope);
  const digest = toBase64Url(await sha256(signed));
  const mayBeRemoved = 'keyring' in as || as.seen === digest;
  const author = mayBeRemoved
    ? requireAuthor(chain, put, 'configure')
    : requireLive(chain, put.author, 'configure');
  requireGateway(chain, put.target);
  await requireSignature(author.sign, put.signature, signed);
  const keys = await deriveKeys(put, await openContentKey(input));
  const parts = splitEnvelope(envelope);
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of gateway settings');
  if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'the wrap holds another key');
  const settings = await openEnvelope(parts, keys.content, additionalData(chain.account, put));
  if (!Check(GatewaySettings, settings) || !isWhatItSays(settings, put)) {
    throw new SealError('malformed', 'no settings, or others than they say outside');
  }
  return { settings, digest };
}

async function openContentKey({ put, chain, as }: OpenGatewaySettingsInput): Promise<Octets> {
  if ('keyring' in as) {
    const pair = as.keyring.at(put.epoch).inbound.pair;
    return openWrap({ pair, info: accountInfo(chain.account, put) }, put.accountWrap);
  }
  if (put.target !== as.device.id) throw new SealError('not-permitted', 'settings for another gateway');
  return openWrap({ pair: as.device.agree, info: targetInfo(chain.account, put) }, put.targetWrap);
}

function keysOf({ apiKeys }: GatewaySettings): Id[] {
  return apiKeys.map(({ id }) => id);
}

function isWhatItSays(settings: GatewaySettings, { target, version, keys }: SettingsHead): boolean {
  const inside = keysOf(settings);
  const sameKeys = inside.length === keys.length && inside.every((id, at) => id === keys[at]);
  return settings.gateway === target && settings.version === version && sameKeys;
}

async function deriveKeys({ target, version }: SettingsHead, contentKey: Octets) {
  const key = await importHkdfKey(contentKey);
  const derive = (label: string) => hkdf({ key, info: frame(`settings/${label}`, target, version) });
  return { keyId: await derive('key-id'), content: await importAesKey(await derive('content')) };
}

function additionalData(account: Id, head: SettingsHead): Octets {
  return frame('settings', SUITE_KEY, ...headParts(account, head), ...head.keys);
}

/** The wraps are left out: the key id inside the signed envelope commits to what they must hold. */
async function statement(account: Id, head: SettingsHead, envelope: Octets): Promise<Octets> {
  return frame('settings/signature', ...headParts(account, head), await sha256(envelope), ...head.keys);
}

function headParts(account: Id, { target, version, author, epoch }: SettingsHead): Part[] {
  return [account, target, version, author, epoch];
}

function targetInfo(account: Id, { target, version }: SettingsHead): Octets {
  return frame('settings/wrap/target', account, target, version);
}

function accountInfo(account: Id, { target, version, epoch }: SettingsHead): Octets {
  return frame('settings/wrap/account', account, target, version, epoch);
}

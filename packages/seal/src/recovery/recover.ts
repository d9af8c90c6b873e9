import {
  ORDINARY_CAPABILITIES,
  toBase64Url,
  type Capability,
  type ChainEntry,
  type Id,
  type Platform,
  type SealedKey,
} from '@smseal/protocol';
import { sealToDevice } from '../device/admit-device.ts';
import { ChainDraft, type Signer } from '../device/chain-draft.ts';
import type { Chain, ChainPin } from '../device/chain.ts';
import { describeDevice, type DeviceKeys } from '../device/device-keys.ts';
import { addRemovals } from '../device/remove-devices.ts';
import { verifyChain } from '../device/verify-chain.ts';
import { openKeyring, type Keyring } from '../epoch/keyring.ts';
import { addEpoch, sealEpoch, type ChainAct } from '../epoch/start-epoch.ts';
import { SealError } from '../seal-error.ts';
import { deriveRoot, type RootKeys } from '../secret-key/root-keys.ts';

export interface InspectInput {
  account: Id;
  /** The whole chain as the server gives it. */
  entries: ChainEntry[];
  /** What is sealed to the root (`GET /v1/keys?recipient=root`). */
  keys: readonly SealedKey[];
  secretKey: string;
  /** What this device saw of the chain before, if it ever did. */
  pin?: ChainPin;
}

/** What the secret key opens; shown before anything is changed. */
export interface Inspection {
  chain: Chain;
  root: RootKeys;
  keyring: Keyring;
}

/**
 * Opens an account with its secret key, changing nothing.
 * @throws SealError `bad-secret-key` (mistyped), `wrong-secret-key` (well-formed, but not this account's), and as
 *   `verifyChain` and `openKeyring`; `unknown-epoch` when the server holds back any epoch's key.
 */
export async function inspectWithSecretKey(input: InspectInput): Promise<Inspection> {
  const chain = await verifyChain(input.account, input.entries, input.pin);
  const root = await deriveRoot(input.secretKey);
  requireRoot(chain, root);
  const keyring = await openKeyring(chain, input.keys, root);
  for (const epoch of chain.epochs.keys()) keyring.at(epoch);
  return { chain, root, keyring };
}

/** @throws SealError `wrong-secret-key` unless the chain names exactly this root. */
export function requireRoot(chain: Chain, root: RootKeys): void {
  const sign = toBase64Url(root.signPublic);
  const agree = toBase64Url(root.agreePublic);
  if (chain.root.sign !== sign || chain.root.agree !== agree) {
    throw new SealError('wrong-secret-key', 'a secret key, but not the one of this account');
  }
}

export interface RecoverInput extends InspectInput {
  /** The new device's keys. */
  device: DeviceKeys;
  name: string;
  platform: Platform;
  /** What the new device can; the platform's ordinary capabilities unless given. */
  can?: readonly Capability[];
  /** Devices that the person ticked; every other live one is removed. */
  keep: readonly Id[];
  /** Hash of the new device's bearer token. */
  credential: string;
  /** Last accepted author sequence per device, as `GET /v1/chain` says. */
  authored: Readonly<Record<Id, number>>;
  /** ms since 1970. */
  now: number;
}

/**
 * Recovers an account: the root admits the new device, removes those not kept, and starts an epoch that is sealed to
 * the root, the new device and the kept readers alone.
 * @throws SealError as {@link inspectWithSecretKey}; `unknown-device` or `removed-device` when `keep` names no live device.
 */
export async function recoverWithSecretKey(input: RecoverInput): Promise<ChainAct> {
  const { chain, root, keyring } = await inspectWithSecretKey(input);
  const { device, name, platform, authored, credential } = input;
  const signer: Signer = { name: 'root', key: root.sign.privateKey };
  const draft = new ChainDraft(chain, input.now);
  const can = [...(input.can ?? ORDINARY_CAPABILITIES[platform])];
  const description = describeDevice(device, platform, name);
  await draft.add({ ...draft.next(signer), type: 'device', device: description, can }, signer);
  await addRemovals(draft, signer, notKept(chain, input.keep));
  const epoch = await addEpoch(draft, signer, { number: chain.epoch + 1, authored });
  const after = await draft.verified();
  const keys = [...(await sealToDevice(keyring, description, can)), ...(await sealEpoch(after, epoch))];
  return {
    request: { entries: draft.entries, keys, credential },
    chain: after,
    keyring: keyring.with(epoch),
  };
}

function notKept(chain: Chain, keep: readonly Id[]): Id[] {
  for (const id of keep) {
    const device = chain.device(id);
    if (!device) throw new SealError('unknown-device', 'keeps a device that the chain never admitted');
    if (device.removedIndex !== null)
      throw new SealError('removed-device', 'keeps a device that was removed');
  }
  const live = [...chain.devices.values()].filter((device) => device.removedIndex === null);
  return live.map((device) => device.id).filter((id) => !keep.includes(id));
}

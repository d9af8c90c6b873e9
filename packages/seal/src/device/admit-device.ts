import type { AppendChain, Capability, DeviceDescription, Id, SealedKey } from '@smseal/protocol';
import type { Keyring } from '../epoch/keyring.ts';
import { sealKeyring } from '../epoch/start-epoch.ts';
import { ChainDraft, deviceSigner } from './chain-draft.ts';
import type { Chain } from './chain.ts';
import type { DeviceKeys } from './device-keys.ts';

export interface AdmitDeviceInput {
  chain: Chain;
  keyring: Keyring;
  /** A live device that can `admit` and everything that it grants. */
  by: DeviceKeys;
  description: DeviceDescription;
  can: readonly Capability[];
  /** ms since 1970. */
  now: number;
  /** The link that this admission completes; its digits were compared before. */
  link?: Id;
}

/**
 * Admits a device: its signed record, and sealed to it every epoch where it can `read`, the id key where it can `read`
 * or `write`.
 * @throws SealError `not-permitted`, `unknown-device`, `removed-device`, `chain-broken` (an id or key seen before).
 */
export async function admitDevice(input: AdmitDeviceInput): Promise<AppendChain> {
  const { chain, keyring, description, can, link } = input;
  const signer = deviceSigner(input.by);
  const draft = new ChainDraft(chain, input.now);
  await draft.add({ ...draft.next(signer), type: 'device', device: description, can: [...can] }, signer);
  await draft.verified();
  const keys = await sealToDevice(keyring, description, can);
  return { entries: draft.entries, keys, ...(link === undefined ? {} : { link }) };
}

/** What a device with these capabilities gets of a keyring. */
export async function sealToDevice(
  keyring: Keyring,
  { id, agree }: DeviceDescription,
  can: readonly Capability[],
): Promise<SealedKey[]> {
  if (!can.includes('read') && !can.includes('write')) return [];
  return sealKeyring(keyring, { name: id, agree, reads: can.includes('read') });
}

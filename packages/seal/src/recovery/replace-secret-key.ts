import type { Id } from '@smseal/protocol';
import { ChainDraft, deviceSigner } from '../device/chain-draft.ts';
import type { Chain } from '../device/chain.ts';
import { addRoot } from '../device/create-account-root.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { addEpoch, sealEpoch, sealKeyring, type ChainAct } from '../epoch/start-epoch.ts';
import { deriveRoot } from '../secret-key/root-keys.ts';
import { requireRoot } from './recover.ts';

export interface ReplaceSecretKeyInput {
  chain: Chain;
  keyring: Keyring;
  /** A live device that can `admit` and holds every epoch. */
  by: DeviceKeys;
  newSecretKey: string;
  /** The old one, where the person still has it: the old root then signs the new one. */
  oldSecretKey?: string;
  /** Given, an epoch starts in the same request, so that the old secret key opens nothing written from now on. */
  authored?: Readonly<Record<Id, number>>;
  /** ms since 1970. */
  now: number;
}

/**
 * Makes a new root, signed by a device and, where typed, by the old root; every key is sealed to it again. An open account
 * is sealed by it, and then `authored` has to be given.
 * @throws SealError `bad-secret-key`, `wrong-secret-key` (the old one is not this account's), `not-permitted`,
 *   `unknown-epoch` when the device does not hold every epoch.
 */
export async function replaceSecretKey(input: ReplaceSecretKeyInput): Promise<ChainAct> {
  const { chain, keyring, authored } = input;
  for (const epoch of chain.epochs.keys()) keyring.at(epoch);
  const old = input.oldSecretKey === undefined ? null : await deriveRoot(input.oldSecretKey);
  if (old) requireRoot(chain, old);
  const root = await deriveRoot(input.newSecretKey);
  const signer = deviceSigner(input.by);
  const draft = new ChainDraft(chain, input.now);
  await addRoot(draft, signer, { root, idKey: chain.idKeyCommitment, old });
  const epoch = authored && (await addEpoch(draft, signer, { number: chain.epoch + 1, authored }));
  const after = await draft.verified();
  const keys = await sealKeyring(keyring, { name: 'root', agree: after.root.agree, reads: true });
  if (epoch) keys.push(...(await sealEpoch(after, epoch)));
  const request = { entries: draft.entries, keys };
  return { request, chain: after, keyring: epoch ? keyring.with(epoch) : keyring };
}

import type { Id } from '@smseal/protocol';
import { addEpoch, sealEpoch, type ChainAct, type StartEpochInput } from '../epoch/start-epoch.ts';
import { ChainDraft, deviceSigner, type Signer } from './chain-draft.ts';

export interface RemoveDevicesInput extends StartEpochInput {
  /** Live devices, `by` not among them. */
  remove: readonly Id[];
}

/**
 * Removes devices for good and starts an epoch without them, in one request.
 * @throws SealError `not-permitted` (also for removing oneself), `unknown-device`, `removed-device`.
 */
export async function removeDevices(input: RemoveDevicesInput): Promise<ChainAct> {
  const { chain, keyring, authored } = input;
  const signer = deviceSigner(input.by);
  const draft = new ChainDraft(chain, input.now);
  await addRemovals(draft, signer, input.remove);
  const epoch = await addEpoch(draft, signer, { number: chain.epoch + 1, authored });
  const after = await draft.verified();
  const request = { entries: draft.entries, keys: await sealEpoch(after, epoch) };
  return { request, chain: after, keyring: keyring.with(epoch) };
}

/** Adds an entry for each device to a draft; an epoch must follow. */
export async function addRemovals(draft: ChainDraft, signer: Signer, remove: readonly Id[]): Promise<void> {
  for (const device of remove) {
    await draft.add({ ...draft.next(signer), type: 'remove', device }, signer);
  }
}

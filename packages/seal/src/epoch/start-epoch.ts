import { toBase64Url, type AppendChain, type Id, type SealedKey } from '@smseal/protocol';
import { ChainDraft, deviceSigner, type Signer } from '../device/chain-draft.ts';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { deriveEpoch, generateEpochSecret, type EpochKeys } from './derive-epoch.ts';
import type { Keyring } from './keyring.ts';
import { sealKeyTo } from './sealed-key.ts';

/** What an act on the chain gives: the request to send, and how chain and keyring stand once it is accepted. */
export interface ChainAct {
  request: AppendChain;
  chain: Chain;
  keyring: Keyring;
}

export interface StartEpochInput {
  chain: Chain;
  keyring: Keyring;
  /** A live device that can `admit`. */
  by: DeviceKeys;
  /** Last accepted author sequence per device, as `GET /v1/chain` says. */
  authored: Readonly<Record<Id, number>>;
  /** ms since 1970. */
  now: number;
}

/** Starts an epoch without removing anybody. @throws SealError `not-permitted`, `unknown-device`, `removed-device`. */
export async function startEpoch({ chain, keyring, by, authored, now }: StartEpochInput): Promise<ChainAct> {
  const draft = new ChainDraft(chain, now);
  const epoch = await addEpoch(draft, deviceSigner(by), { number: chain.epoch + 1, authored });
  const after = await draft.verified();
  const request = { entries: draft.entries, keys: await sealEpoch(after, epoch) };
  return { request, chain: after, keyring: keyring.with(epoch) };
}

/** Adds the entry of a fresh epoch to a draft. */
export async function addEpoch(
  draft: ChainDraft,
  signer: Signer,
  epoch: { number: number; authored: Readonly<Record<Id, number>> },
): Promise<EpochKeys> {
  const head = draft.next(signer);
  const keys = await deriveEpoch(head.account, epoch.number, generateEpochSecret());
  const keyId = toBase64Url(keys.keyId);
  const inbound = toBase64Url(keys.inbound.publicRaw);
  const cutoffs = { ...epoch.authored };
  await draft.add({ ...head, type: 'epoch', epoch: epoch.number, keyId, inbound, cutoffs }, signer);
  return keys;
}

/** Seals an epoch's secret to the root and to every live reader of the chain. */
export async function sealEpoch(chain: Chain, { epoch, secret }: EpochKeys): Promise<SealedKey[]> {
  const slot = { account: chain.account, scope: 'epoch', epoch, key: secret } as const;
  const readers = chain.liveReaders().map(({ id, agree }) => ({ recipient: id, agree }));
  const recipients = [{ recipient: 'root', agree: chain.root.agree }, ...readers];
  return Promise.all(recipients.map((recipient) => sealKeyTo({ ...slot, ...recipient })));
}

/** Seals all that a keyring holds to one recipient: every epoch where it may read, and the id key. */
export async function sealKeyring(
  keyring: Keyring,
  recipient: { name: 'root' | Id; agree: string; reads: boolean },
): Promise<SealedKey[]> {
  const to = { account: keyring.account, recipient: recipient.name, agree: recipient.agree };
  const epochs = recipient.reads ? [...keyring.epochs.values()] : [];
  return Promise.all([
    sealKeyTo({ ...to, scope: 'id', epoch: 0, key: keyring.idKey }),
    ...epochs.map(({ epoch, secret }) => sealKeyTo({ ...to, scope: 'epoch', epoch, key: secret })),
  ]);
}

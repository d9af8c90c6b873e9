import {
  ORDINARY_CAPABILITIES,
  toBase64Url,
  type Capability,
  type Id,
  type Platform,
} from '@smseal/protocol';
import { generateIdKey, idKeyCommitment } from '../epoch/derive-epoch.ts';
import { Keyring } from '../epoch/keyring.ts';
import { addEpoch, sealKeyring, type ChainAct } from '../epoch/start-epoch.ts';
import { sign } from '../primitive/ed25519.ts';
import { deriveRoot, type RootKeys } from '../secret-key/root-keys.ts';
import { parseSecretKey } from '../secret-key/secret-key.ts';
import { sealToDevice } from './admit-device.ts';
import { ChainDraft, type Signer } from './chain-draft.ts';
import { rootStatement } from './chain-entry.ts';
import { describeDevice, type DeviceKeys } from './device-keys.ts';

export interface CreateAccountRootInput {
  account: Id;
  secretKey: string;
  /** Makes an open account: the service is to keep the secret key. */
  open?: boolean;
  /** The first device's keys. */
  device: DeviceKeys;
  name: string;
  platform: Platform;
  /** What the first device can; the platform's ordinary capabilities unless given. */
  can?: readonly Capability[];
  /** Hash of the device's bearer token (`newCredential`). */
  credential: string;
  /** ms since 1970. */
  now: number;
}

/** Begins an account's chain: the root, the first device, epoch 1, and their keys sealed. @throws SealError `bad-secret-key`. */
export async function createAccountRoot(input: CreateAccountRootInput): Promise<ChainAct> {
  const { account, device, platform, name, now } = input;
  const root = await deriveRoot(input.secretKey);
  const signer: Signer = { name: 'root', key: root.sign.privateKey };
  const draft = new ChainDraft(account, now);
  const idKey = generateIdKey();
  const { open = false } = input;
  await addRoot(draft, signer, { root, idKey: await idKeyCommitment(account, idKey), old: null, open });
  const can = [...(input.can ?? ORDINARY_CAPABILITIES[platform])];
  const description = describeDevice(device, platform, name);
  await draft.add({ ...draft.next(signer), type: 'device', device: description, can }, signer);
  const epoch = await addEpoch(draft, signer, { number: 1, authored: {} });
  const keyring = await Keyring.of(account, idKey, [epoch]);
  const chain = await draft.verified();
  const keys = [
    ...(await sealKeyring(keyring, { name: 'root', agree: chain.root.agree, reads: true })),
    ...(await sealToDevice(keyring, description, can)),
  ];
  const { entries } = draft;
  const request = { entries, keys, credential: input.credential };
  if (open) Object.assign(request, { keptKey: parseSecretKey(input.secretKey) });
  return { request, chain, keyring };
}

export interface NewRoot {
  root: RootKeys;
  /** Commitment to the id key, base64url. */
  idKey: string;
  /** The root that it replaces, where its secret key was typed. */
  old: RootKeys | null;
  /** Whether the account is open; only ever on the first entry. */
  open?: boolean;
}

/** Adds a root entry to a draft: proven by the new root, cross-signed by the old one where there is one at hand. */
export async function addRoot(
  draft: ChainDraft,
  signer: Signer,
  { root, idKey, old, open = false }: NewRoot,
): Promise<void> {
  const head = draft.next(signer);
  const publics = { sign: toBase64Url(root.signPublic), agree: toBase64Url(root.agreePublic) };
  const statement = rootStatement({ ...head, ...publics });
  const proof = toBase64Url(await sign(root.sign.privateKey, statement));
  const crossSignature = old && toBase64Url(await sign(old.sign.privateKey, statement));
  const body = { ...head, type: 'root', ...publics, idKey, proof, crossSignature } as const;
  await draft.add(open ? { ...body, open } : body, signer);
}

import {
  CodedError,
  type Capability,
  type ChainBody,
  type DeviceEntry,
  type EpochEntry,
  type Id,
  type Platform,
  type RemoveEntry,
  type RootEntry,
} from '@smseal/protocol';

/** The names of the structural rules, as `chain-invalid` gives them in `rule`. */
export type ChainRule =
  | 'account'
  | 'index'
  | 'previous'
  | 'signature'
  | 'signer-unknown'
  | 'signer-removed'
  | 'signer-cannot-admit'
  | 'first-request'
  | 'root-signer'
  | 'root-cross-signature'
  | 'root-id-key'
  | 'root-open'
  | 'kept-key'
  | 'device-known'
  | 'device-key-known'
  | 'grants-beyond-signer'
  | 'gateway-reads'
  | 'remove-unknown'
  | 'remove-self'
  | 'epoch-due'
  | 'epoch-number'
  | 'epoch-cutoff-unknown'
  | 'one-device'
  | 'credential'
  | 'key-twice'
  | 'key-not-needed';

/** A device as far as structure goes. */
export interface ChainDeviceState {
  platform: Platform;
  name: string;
  sign: string;
  agree: string;
  can: readonly Capability[];
  removed: boolean;
}

/** What the entries of a chain add up to for the server, which checks no secret and opens nothing. */
export interface ChainState {
  account: Id;
  length: number;
  /** Hash of the last entry; null for an empty chain. */
  head: string | null;
  /** Ed25519 public key of the root, base64url; null for an empty chain. */
  root: string | null;
  idKey: string | null;
  devices: ReadonlyMap<Id, ChainDeviceState>;
  /** Number of the current epoch; 0 before the first. */
  epoch: number;
  /** Whether the account is open. */
  open: boolean;
  /** A device was removed, or the account sealed, and the epoch that must follow has not begun. */
  epochDue: boolean;
}

/** An entry with the hash that the next one names. */
export interface HashedEntry {
  body: ChainBody;
  hash: string;
}

const NEVER_A_GATEWAYS: ReadonlySet<Capability> = new Set(['read', 'configure', 'admit']);

export function emptyChain(account: Id): ChainState {
  return {
    account,
    length: 0,
    head: null,
    root: null,
    idKey: null,
    devices: new Map(),
    epoch: 0,
    open: false,
    epochDue: false,
  };
}

/** @throws CodedError `chain-invalid` with the rule */
export function breaks(rule: ChainRule): never {
  throw new CodedError('chain-invalid', { rule });
}

/** The state after one more entry. @throws CodedError `chain-invalid` */
export function acceptEntry(state: ChainState, { body, hash }: HashedEntry): ChainState {
  if (body.account !== state.account) breaks('account');
  if (body.index !== state.length) breaks('index');
  if (body.previous !== state.head) breaks('previous');
  checkSigner(state, body);
  if (state.epochDue && body.type !== 'remove' && body.type !== 'epoch') breaks('epoch-due');
  return { ...state, ...changeBy(state, body), length: state.length + 1, head: hash };
}

function changeBy(state: ChainState, body: ChainBody): Partial<ChainState> {
  switch (body.type) {
    case 'root':
      return acceptRoot(state, body);
    case 'device':
      return acceptDevice(state, body);
    case 'remove':
      return acceptRemoval(state, body);
    case 'epoch':
      return acceptEpoch(state, body);
    default:
      return body satisfies never;
  }
}

/** The root's word counts once the root exists; a device's while it is alive and can admit. */
function checkSigner(state: ChainState, { signer, type }: ChainBody): void {
  if (signer === 'root') {
    if (state.root === null && type !== 'root') breaks('signer-unknown');
    return;
  }
  const device = state.devices.get(signer);
  if (!device) return breaks('signer-unknown');
  if (device.removed) breaks('signer-removed');
  if (!device.can.includes('admit')) breaks('signer-cannot-admit');
}

function acceptRoot(state: ChainState, body: RootEntry): Partial<ChainState> {
  if (state.root === null) {
    if (body.crossSignature !== null) breaks('root-cross-signature');
    return { root: body.sign, idKey: body.idKey, open: body.open ?? false };
  }
  if (body.open) breaks('root-open');
  if (body.signer === 'root') breaks('root-signer');
  if (body.idKey !== state.idKey) breaks('root-id-key');
  return { root: body.sign, open: false, epochDue: state.open };
}

function acceptDevice(state: ChainState, { device, can, signer }: DeviceEntry): Partial<ChainState> {
  if (state.devices.has(device.id)) breaks('device-known');
  for (const known of state.devices.values())
    if (known.sign === device.sign || known.agree === device.agree) breaks('device-key-known');
  if (device.platform === 'gateway' && can.some((capability) => NEVER_A_GATEWAYS.has(capability)))
    breaks('gateway-reads');
  const granting = signer === 'root' ? null : state.devices.get(signer);
  if (granting && !can.every((capability) => mayGrant(granting.can, capability)))
    breaks('grants-beyond-signer');
  const { id, ...rest } = device;
  return { devices: new Map(state.devices).set(id, { ...rest, can, removed: false }) };
}

/** Who reads holds the record key and so can write already: `read` grants `write`. */
function mayGrant(own: readonly Capability[], capability: Capability): boolean {
  return own.includes(capability) || (capability === 'write' && own.includes('read'));
}

function acceptRemoval(state: ChainState, { device: id, signer }: RemoveEntry): Partial<ChainState> {
  const device = state.devices.get(id);
  if (!device || device.removed) return breaks('remove-unknown');
  if (signer === id) breaks('remove-self');
  return { devices: new Map(state.devices).set(id, { ...device, removed: true }), epochDue: true };
}

function acceptEpoch(state: ChainState, { epoch, cutoffs }: EpochEntry): Partial<ChainState> {
  if (epoch !== state.epoch + 1) breaks('epoch-number');
  for (const device of Object.keys(cutoffs)) if (!state.devices.has(device)) breaks('epoch-cutoff-unknown');
  return { epoch, epochDue: false };
}

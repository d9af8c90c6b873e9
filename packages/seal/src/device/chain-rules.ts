/** What each kind of chain entry may do, and what it changes. Its place and signature were checked before. */
import type {
  Capability,
  ChainBody,
  DeviceEntry,
  EpochEntry,
  Id,
  RemoveEntry,
  RootEntry,
} from '@smseal/protocol';
import { fromWire } from '../octets/octets.ts';
import { requireSignature } from '../primitive/ed25519.ts';
import { SealError } from '../seal-error.ts';
import type { ChainDevice, ChainEpoch, ChainState } from './chain.ts';
import { rootStatement } from './chain-entry.ts';

/** A chain's state while entries are added. */
export interface GrowingState {
  account: Id;
  hashes: string[];
  devices: Map<Id, ChainDevice>;
  epochs: Map<number, ChainEpoch>;
  root: ChainState['root'] | null;
  idKeyCommitment: string;
  open: boolean;
  /** A device was removed, or the account sealed, and the epoch that must follow has not begun yet. */
  epochDue: boolean;
}

/** What a chain is refused with that stops before the epoch that an act of it calls for. */
export const EPOCH_DUE = 'a removal, or the end of an open account, without the epoch that must follow it';

const NEVER_A_GATEWAYS: ReadonlySet<Capability> = new Set(['read', 'configure', 'admit']);

export function emptyState(account: Id): GrowingState {
  return {
    account,
    hashes: [],
    devices: new Map(),
    epochs: new Map(),
    root: null,
    idKeyCommitment: '',
    open: false,
    epochDue: false,
  };
}

/** @throws SealError `chain-broken`, `not-permitted`, `bad-signature`, `unknown-device`, `removed-device`. */
export async function acceptEntry(state: GrowingState, body: ChainBody): Promise<void> {
  if (state.epochDue && body.type !== 'remove' && body.type !== 'epoch') {
    throw new SealError('chain-broken', EPOCH_DUE);
  }
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

async function acceptRoot(state: GrowingState, body: RootEntry): Promise<void> {
  const statement = rootStatement(body);
  await requireSignature(body.sign, body.proof, statement);
  if (!state.root) {
    if (body.crossSignature !== null) throw new SealError('chain-broken', 'the first root has no older one');
    state.idKeyCommitment = body.idKey;
    state.open = body.open ?? false;
  } else {
    if (body.open)
      throw new SealError('chain-broken', 'an account is open from its first entry on, or never');
    if (body.signer === 'root') throw new SealError('not-permitted', 'a new root is signed by a device');
    if (body.idKey !== state.idKeyCommitment) {
      throw new SealError('commitment-mismatch', 'a new root keeps the id key');
    }
    if (body.crossSignature !== null) {
      await requireSignature(state.root.sign, body.crossSignature, statement);
    }
    if (state.open) state.epochDue = true;
    state.open = false;
  }
  state.root = { sign: body.sign, agree: body.agree };
}

function acceptDevice(state: GrowingState, body: DeviceEntry): void {
  const { device, can } = body;
  // One text a key: else the same key could come back in another spelling.
  for (const key of [device.sign, device.agree]) fromWire(key, 32);
  const signer = state.devices.get(body.signer);
  if (signer && can.some((capability) => !mayGrant(signer, capability))) {
    throw new SealError('not-permitted', 'a device granted what its signer lacks');
  }
  if (device.platform === 'gateway' && can.some((capability) => NEVER_A_GATEWAYS.has(capability))) {
    throw new SealError('not-permitted', 'a gateway never reads, configures or admits');
  }
  for (const known of state.devices.values()) {
    if (known.id === device.id || known.sign === device.sign || known.agree === device.agree) {
      throw new SealError('chain-broken', 'a device id or key that the chain has had before');
    }
  }
  state.devices.set(device.id, {
    ...device,
    can,
    addedAt: body.at,
    addedBy: body.signer,
    addedIndex: body.index,
    removedAt: null,
    removedBy: null,
    removedIndex: null,
  });
}

/** Whoever reads holds the record key and so can write already: `read` grants `write`. */
function mayGrant({ can }: ChainDevice, capability: Capability): boolean {
  return can.includes(capability) || (capability === 'write' && can.includes('read'));
}

function acceptRemoval(state: GrowingState, body: RemoveEntry): void {
  const device = state.devices.get(body.device);
  if (!device) throw new SealError('unknown-device', 'removes a device that the chain never admitted');
  if (device.removedIndex !== null) throw new SealError('removed-device', 'removes a device twice');
  if (body.signer === device.id) throw new SealError('not-permitted', 'a device cannot remove itself');
  const removed = { removedAt: body.at, removedBy: body.signer, removedIndex: body.index };
  state.devices.set(device.id, { ...device, ...removed });
  state.epochDue = true;
}

function acceptEpoch(state: GrowingState, body: EpochEntry): void {
  const { epoch, keyId, inbound, at, index } = body;
  if (epoch !== state.epochs.size + 1) throw new SealError('chain-broken', 'an epoch out of its order');
  const cutoffs = new Map(Object.entries(body.cutoffs));
  state.epochs.set(epoch, { epoch, keyId, inbound, cutoffs, startedBy: body.signer, at, index });
  state.epochDue = false;
}

import type { ChainBody, ChainEntry, Id } from '@smseal/protocol';
import { SealError } from '../seal-error.ts';
import { Chain, type ChainPin } from './chain.ts';
import { entryHash, readEntry, requireEntrySignature } from './chain-entry.ts';
import { acceptEntry, emptyState, EPOCH_DUE, type GrowingState } from './chain-rules.ts';

/**
 * Verifies a whole chain from its first entry.
 * @param pin what this device has seen before; a shorter or another chain is refused.
 * @throws SealError `malformed`, `chain-broken`, `chain-forked`, `chain-shorter`, `bad-signature`, `not-permitted`,
 *   `unknown-device`, `removed-device`.
 */
export async function verifyChain(account: Id, entries: ChainEntry[], pin?: ChainPin): Promise<Chain> {
  if (pin && entries.length < pin.length) {
    throw new SealError('chain-shorter', `the chain has ${entries.length} entries, ${pin.length} were seen`);
  }
  const state = emptyState(account);
  for (const entry of entries) {
    await append(state, entry);
    if (pin && state.hashes.length === pin.length && state.hashes.at(-1) !== pin.head) {
      throw new SealError('chain-forked', 'the chain is not the one that was seen');
    }
  }
  return finished(state);
}

/**
 * Verifies entries that follow a verified chain. They come in whole requests: an end between a removal, or the end of
 * an open account, and its epoch is refused.
 * @throws SealError as {@link verifyChain}; `chain-forked` when they follow another chain.
 */
export async function extendChain(chain: Chain, entries: ChainEntry[]): Promise<Chain> {
  const state: GrowingState = {
    account: chain.account,
    hashes: [...chain.hashes],
    devices: new Map(chain.devices),
    epochs: new Map(chain.epochs),
    root: chain.root,
    idKeyCommitment: chain.idKeyCommitment,
    open: chain.open,
    epochDue: false,
  };
  for (const entry of entries) await append(state, entry, chain.length);
  return finished(state);
}

/** @param seen entries verified before: one that does not follow them is a fork, not a flaw. */
async function append(state: GrowingState, entry: ChainEntry, seen = 0): Promise<void> {
  const body = readEntry(entry);
  requirePlace(state, body, seen);
  await requireEntrySignature(entry, signingKey(state, body));
  await acceptEntry(state, body);
  state.hashes.push(await entryHash(entry));
}

function requirePlace(state: GrowingState, body: ChainBody, seen: number): void {
  if (body.account !== state.account) throw new SealError('chain-broken', 'an entry of another account');
  if (body.index !== state.hashes.length) throw new SealError('chain-broken', 'an entry out of its place');
  if (body.previous !== (state.hashes.at(-1) ?? null)) {
    const code = seen > 0 && body.index === seen ? 'chain-forked' : 'chain-broken';
    throw new SealError(code, 'an entry that follows another one than it stands after');
  }
}

/** The public key that the entry's signature must be of. */
function signingKey(state: GrowingState, body: ChainBody): string {
  if (body.signer === 'root') {
    if (state.root) return state.root.sign;
    if (body.type === 'root') return body.sign;
    throw new SealError('chain-broken', 'the first entry names the root');
  }
  const signer = state.devices.get(body.signer);
  if (!signer)
    throw new SealError('unknown-device', 'an entry signed by a device that the chain never admitted');
  if (signer.removedIndex !== null)
    throw new SealError('removed-device', 'an entry signed by a removed device');
  if (!signer.can.includes('admit')) throw new SealError('not-permitted', 'an entry signed without `admit`');
  return signer.sign;
}

function finished(state: GrowingState): Chain {
  const { root, epochDue } = state;
  if (!root) throw new SealError('chain-broken', 'the chain has no root');
  if (epochDue) throw new SealError('chain-broken', EPOCH_DUE);
  return new Chain({ ...state, root });
}

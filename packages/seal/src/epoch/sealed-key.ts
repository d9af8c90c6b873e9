import { toBase64Url, type Id, type SealedKey } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import { frame } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { hpkeOpen, hpkeSeal } from '../primitive/hpke.ts';
import { SealError } from '../seal-error.ts';
import { deriveEpoch, idKeyCommitment, type EpochKeys } from './derive-epoch.ts';

/** Which of an account's keys, sealed to whom. */
export interface KeySlot {
  account: Id;
  scope: 'epoch' | 'id';
  /** The epoch, or 0 for the id key. */
  epoch: number;
  recipient: 'root' | Id;
}

export interface SealKeyInput extends KeySlot {
  /** The recipient's X25519 public key, base64url, as the chain has it. */
  agree: string;
  key: Octets;
}

/** Seals an epoch's secret or the id key to one recipient; the slot is bound, so it opens nowhere else. */
export async function sealKeyTo(input: SealKeyInput): Promise<SealedKey> {
  return sealKeyToWith(input);
}

/** @param ephemeral random unless given; known-answer vectors alone give it. */
export async function sealKeyToWith(input: SealKeyInput, ephemeral?: Octets): Promise<SealedKey> {
  const { scope, epoch, recipient } = input;
  const to = { to: fromWire(input.agree, 32), info: slotInfo(input), ...(ephemeral ? { ephemeral } : {}) };
  const { enc, sealed } = await hpkeSeal(to, input.key);
  return { scope, epoch, recipient, enc: toBase64Url(enc), sealed: toBase64Url(sealed) };
}

/**
 * Opens a sealed key and checks it against what the signed chain commits to: HPKE alone would let anybody seal any key.
 * @throws SealError `not-authentic` (another recipient, another slot, altered), `unknown-epoch`, `commitment-mismatch`.
 */
export async function openKey(
  sealed: SealedKey,
  chain: Chain,
  recipient: { agree: CryptoKeyPair },
): Promise<Octets> {
  const key = await openUnchecked(sealed, chain.account, recipient);
  if (sealed.scope === 'id') await requireIdKey(chain, key);
  else await requireEpochSecret(chain, sealed.epoch, key);
  return key;
}

/** As {@link openKey}, without the check against the chain: the caller makes it. */
export async function openUnchecked(
  sealed: SealedKey,
  account: Id,
  recipient: { agree: CryptoKeyPair },
): Promise<Octets> {
  const info = slotInfo({ ...sealed, account });
  const enc = fromWire(sealed.enc, 32);
  return hpkeOpen({ pair: recipient.agree, info, enc }, fromWire(sealed.sealed, 48));
}

/** @throws SealError `commitment-mismatch` unless it is the id key that the chain commits to. */
export async function requireIdKey(chain: Chain, key: Octets): Promise<void> {
  if ((await idKeyCommitment(chain.account, key)) !== chain.idKeyCommitment) {
    throw new SealError('commitment-mismatch', 'not the id key that the chain commits to');
  }
}

/** @throws SealError `unknown-epoch`, `commitment-mismatch` unless it is the secret that the chain commits to. */
export async function requireEpochSecret(chain: Chain, epoch: number, secret: Octets): Promise<EpochKeys> {
  const said = chain.epochs.get(epoch);
  if (!said) throw new SealError('unknown-epoch', 'a key for an epoch that the chain does not have');
  const keys = await deriveEpoch(chain.account, epoch, secret);
  const same = equalOctets(keys.keyId, fromWire(said.keyId, 32));
  if (!same || !equalOctets(keys.inbound.publicRaw, fromWire(said.inbound, 32))) {
    throw new SealError('commitment-mismatch', 'not the epoch key that the chain commits to');
  }
  return keys;
}

function slotInfo({ account, scope, epoch, recipient }: KeySlot): Octets {
  return frame('sealed-key', account, scope, epoch, recipient);
}

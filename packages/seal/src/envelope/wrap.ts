import { toBase64Url, type Wrap } from '@smseal/protocol';
import { fromWire, type Octets } from '../octets/octets.ts';
import { hpkeOpen, hpkeSeal, type HpkeOpening, type HpkeRecipient } from '../primitive/hpke.ts';

/** Wraps a 32-octet content key to one recipient. */
export async function sealWrap(recipient: HpkeRecipient, contentKey: Octets): Promise<Wrap> {
  const { enc, sealed } = await hpkeSeal(recipient, contentKey);
  return { enc: toBase64Url(enc), sealed: toBase64Url(sealed) };
}

/** @throws SealError `not-authentic` when it was not wrapped to this pair for this slot, `malformed`. */
export async function openWrap(opening: Omit<HpkeOpening, 'enc'>, { enc, sealed }: Wrap): Promise<Octets> {
  return hpkeOpen({ ...opening, enc: fromWire(enc, 32) }, fromWire(sealed, 48));
}

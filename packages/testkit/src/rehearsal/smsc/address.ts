import type { PduOf } from '@smseal/smpp';

/** An address as SMPP carries it (SMPP 3.4 §5.2.5, §5.2.6). */
export interface Address {
  ton: number;
  npi: number;
  address: string;
}

const INTERNATIONAL = 1;
const NATIONAL_LIMIT = 8;

export function sourceOf(pdu: PduOf<'submit_sm'>): Address {
  return { ton: pdu.sourceAddrTon, npi: pdu.sourceAddrNpi, address: pdu.sourceAddr };
}

export function destinationOf(pdu: PduOf<'submit_sm'>): Address {
  return { ton: pdu.destAddrTon, npi: pdu.destAddrNpi, address: pdu.destinationAddr };
}

/** For people: a number in E.164, or a name or short code as it is. Clients often say no type with a whole number. */
export function partyOf({ ton, address }: Address): string {
  if (!/^\d+$/u.test(address)) return address;
  return ton === INTERNATIONAL || (ton === 0 && address.length >= NATIONAL_LIMIT) ? `+${address}` : address;
}

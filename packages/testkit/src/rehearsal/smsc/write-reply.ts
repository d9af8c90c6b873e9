import { encodeText, joinUserData } from '@smseal/sms';
import type { Content } from '@smseal/smpp';
import type { Address } from './address.ts';

const UDHI = 0x40;
const INTERNATIONAL = { sourceAddrTon: 1, sourceAddrNpi: 1 } as const;
const CODING = { gsm7: 0, ucs2: 8 } as const;

/** A person's text to a sender as the carrier brings it: a deliver_sm for each part. */
export function writeReply(
  text: string,
  { from, to, reference }: { from: string; to: Address; reference: number },
): Content<'deliver_sm'>[] {
  return encodeText(text, { referenceNumber: reference }).map((part) => ({
    ...INTERNATIONAL,
    sourceAddr: from.replace(/^\+/u, ''),
    destAddrTon: to.ton,
    destAddrNpi: to.npi,
    destinationAddr: to.address,
    esmClass: part.header.length > 0 ? UDHI : 0,
    dataCoding: CODING[part.encoding],
    shortMessage: joinUserData(part),
  }));
}

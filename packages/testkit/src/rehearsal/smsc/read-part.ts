import { decodeUserData, type DecodedUserData, type UserDataEncoding } from '@smseal/sms';
import type { PduOf } from '@smseal/smpp';

/** What data_coding 0 means to this carrier. */
export type DefaultAlphabet = 'gsm7' | 'latin1';

const UDHI = 0x40;

/** The user data of a submit_sm: of short_message, or of message_payload when that is empty. */
export function readPart(pdu: PduOf<'submit_sm'>, alphabet: DefaultAlphabet): DecodedUserData {
  const octets = octetsOf(pdu);
  const hasHeader = (pdu.esmClass & UDHI) !== 0;
  const data = decodeUserData({ encoding: encodingOf(pdu.dataCoding, alphabet), octets, hasHeader });
  const { sarMsgRefNum, sarTotalSegments, sarSegmentSeqnum } = pdu.tlvs;
  if (data.header.concatenation === null && sarMsgRefNum !== undefined)
    data.header.concatenation = {
      reference: sarMsgRefNum,
      bits: 16,
      total: sarTotalSegments ?? 1,
      part: sarSegmentSeqnum ?? 1,
    };
  return data;
}

/** How many segments the carrier counts. It cuts a message_payload itself. */
export function segmentsIn(pdu: PduOf<'submit_sm'>): number {
  const octets = pdu.tlvs.messagePayload?.length ?? 0;
  if (octets === 0) return 1;
  const wide = (pdu.dataCoding & 0x0c) !== 0;
  return octets <= (wide ? 140 : 160) ? 1 : Math.ceil(octets / (wide ? 134 : 153));
}

function octetsOf(pdu: PduOf<'submit_sm'>): Uint8Array {
  return pdu.shortMessage.length > 0 ? pdu.shortMessage : (pdu.tlvs.messagePayload ?? pdu.shortMessage);
}

/** data_coding (SMPP 3.4 §5.2.19); from 0x10 on the groups of TS 23.038 §4. */
function encodingOf(coding: number, alphabet: DefaultAlphabet): UserDataEncoding {
  if (coding === 0) return alphabet;
  if (coding === 3) return 'latin1';
  if (coding >= 0xf0) return (coding & 0x04) === 0 ? 'gsm7' : 'binary';
  if ((coding & 0x0c) === 0x08) return 'ucs2';
  return (coding & 0x0c) === 0x04 || coding === 2 ? 'binary' : 'gsm7';
}

import type { Content } from '../pdu/pdu.ts';

/** Octets of one short message on the air and of a part of several (3GPP TS 23.040 §9.2.3.24). */
const SINGLE_OCTETS = 140;
const PART_OCTETS = 134;
/** The same in septets, which travel as one octet each (TS 23.038 §6.1.2.1). */
const SINGLE_SEPTETS = 160;
const PART_SEPTETS = 153;
/** UCS-2 and binary data_coding (SMPP 3.4 §5.2.19). */
const EIGHT_BIT: ReadonlySet<number> = new Set([2, 4, 8]);

/** How many segments the carrier will count: it cuts a message_payload itself; a short_message is one. */
export function segmentsOf(content: Content<'submit_sm'>): number {
  const octets = content.tlvs?.messagePayload?.length ?? 0;
  const eightBit = EIGHT_BIT.has((content.dataCoding ?? 0) & 0x0f);
  if (octets <= (eightBit ? SINGLE_OCTETS : SINGLE_SEPTETS)) return 1;
  return Math.ceil(octets / (eightBit ? PART_OCTETS : PART_SEPTETS));
}

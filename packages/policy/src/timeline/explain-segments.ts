import { encodeText, packUserData, typedAddress, userDataLength, type TextPart } from '@smseal/sms';
import { tablesOf } from './explain-encoding.ts';
import type {
  ExplainedField,
  ExplainedSegment,
  ExplainedSubmission,
  TextCourse,
  WayOut,
} from './text-timeline.ts';

/** What a text goes in; null for one with attachments or to a group, which is no SMS. */
export function explainSubmission({ text, way }: TextCourse): ExplainedSubmission | null {
  if (text.to.length !== 1 || (text.attachments?.length ?? 0) > 0) return null;
  if (way.kind === 'smpp')
    return {
      pdu: 'submit_sm',
      note: 'PDUs are not kept. These are derived from the text by the rules that the gateway sends by; the sequence number, the validity and the reference that holds parts together are not known any more.',
    };
  return {
    pdu: 'SMS-SUBMIT',
    note: 'Your phone makes these itself and shows them to nobody. They are derived from the text as the standard has it; the reference that holds parts together is not known.',
  };
}

/** A text's parts, and the PDU of each. */
export function explainSegments(course: TextCourse): ExplainedSegment[] {
  const { text, way } = course;
  const parts = encodeText(text.text, { tables: tablesOf(way) });
  return parts.map((part, i) => {
    const userData = packUserData(part);
    const place = { part, k: i + 1, n: parts.length };
    return {
      part: i + 1,
      text: part.text,
      octets: userData.length,
      userData: hexOf(userData),
      fields: way.kind === 'smpp' ? submitSm(course, way, place) : smsSubmit(course, place),
    };
  });
}

interface Place {
  part: TextPart;
  k: number;
  n: number;
}

/** SMPP 3.4 §4.4.1. */
function submitSm(
  { text }: TextCourse,
  way: Extract<WayOut, { kind: 'smpp' }>,
  { part, k, n }: Place,
): ExplainedField[] {
  const sender = text.from ?? way.from;
  const hasHeader = part.header.length > 0;
  return [
    ...(sender === null ? [] : [addressField('source_addr', sender)]),
    addressField('destination_addr', text.to[0] ?? ''),
    hasHeader
      ? {
          name: 'esm_class',
          value: '0x40',
          means: `The user data begins with a header: ${headerWords(part, k, n)}.`,
        }
      : { name: 'esm_class', value: '0x00', means: 'One text without a header.' },
    {
      name: 'registered_delivery',
      value: '1',
      means: 'A receipt is asked for once the fate of it is final.',
    },
    codingField(part, way.defaultAlphabet),
    lengthField(part, 'sm_length', part.header.length + part.body.length),
  ];
}

/** 3GPP TS 23.040 §9.2.2.2. */
function smsSubmit({ text }: TextCourse, { part, k, n }: Place): ExplainedField[] {
  return [
    { ...addressField('TP-DA', text.to[0] ?? '') },
    {
      name: 'TP-UDHI',
      value: part.header.length > 0 ? '1' : '0',
      means:
        part.header.length > 0
          ? `The user data begins with a header: ${headerWords(part, k, n)}.`
          : 'One text without a header.',
    },
    codingField(part, 'gsm7', 'TP-DCS'),
    lengthField(part, 'TP-UDL', userDataLength(part)),
  ];
}

const TON_WORDS = {
  0: 'a short code, or a number that only the network knows how to read',
  1: 'an international number',
  5: 'a name of letters',
} as const;

function addressField(name: string, party: string): ExplainedField {
  const { ton, npi, address } = typedAddress(party);
  return { name, value: address, means: `Type of number ${ton}, numbering plan ${npi}: ${TON_WORDS[ton]}.` };
}

function codingField(
  part: TextPart,
  defaultAlphabet: 'gsm7' | 'latin1',
  name = 'data_coding',
): ExplainedField {
  if (part.encoding === 'ucs2')
    return { name, value: '0x08', means: 'UCS-2: two octets for each code unit.' };
  const means =
    defaultAlphabet === 'latin1'
      ? 'The carrier’s own alphabet, which its settings say is Latin-1.'
      : 'The default alphabet of GSM 03.38.';
  return { name, value: '0x00', means };
}

function lengthField({ encoding }: TextPart, name: 'sm_length' | 'TP-UDL', length: number): ExplainedField {
  const unit = encoding !== 'gsm7' ? 'octets' : name === 'TP-UDL' ? 'septets' : 'octets, one for each septet';
  return { name, value: String(length), means: `Length of the user data in ${unit}, its header included.` };
}

function headerWords({ header }: TextPart, k: number, n: number): string {
  const place = n > 1 ? `part ${k} of ${n}` : 'a national alphabet';
  return `${place} (${hexOf(header)})`;
}

function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

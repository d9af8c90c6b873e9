import { MESSAGE_STATES, type Content, type MessageState } from '@smseal/smpp';

/** How an id is written: as a decimal number, as one with leading zeros, or hexadecimal in either case. */
export type IdForm = 'decimal' | 'padded' | 'hex' | 'upper-hex';
export type ReceiptField = 'sub' | 'dlvrd' | 'submit date' | 'done date' | 'err' | 'text';

/** How a carrier writes its ids and receipts. */
export interface ReceiptForm {
  /** message_id of the answer. */
  idInAnswer: IdForm;
  idInReceipt: IdForm;
  /** Without it esm_class is 0, as if a person had written. */
  marked: boolean;
  /** The TLVs receipted_message_id, message_state and network_error_code. */
  tlvs: boolean;
  /** Where the text of the receipt stands; what is too long for short_message is in message_payload all the same. */
  place: 'short_message' | 'message_payload';
  /** `mislabelled`: data_coding 8 with octets that are ASCII all the same. */
  coding: 'default' | 'ucs2' | 'mislabelled';
  /** YYMMDDhhmm, YYMMDDhhmmss or YYYYMMDDhhmmss. */
  dateDigits: 10 | 12 | 14;
  without: readonly ReceiptField[];
}

/** What the standard shows (SMPP 3.4 appendix B). */
export const STANDARD_FORM: ReceiptForm = {
  idInAnswer: 'decimal',
  idInReceipt: 'decimal',
  marked: true,
  tlvs: true,
  place: 'short_message',
  coding: 'default',
  dateDigits: 10,
  without: [],
};

/** What carriers do in place of it; each form is one departure, and the last ones several. */
export const WILD_FORMS: readonly ReceiptForm[] = [
  { ...STANDARD_FORM, idInAnswer: 'hex', tlvs: false },
  { ...STANDARD_FORM, idInAnswer: 'upper-hex', idInReceipt: 'hex', tlvs: false },
  { ...STANDARD_FORM, idInReceipt: 'padded', tlvs: false },
  { ...STANDARD_FORM, marked: false },
  { ...STANDARD_FORM, place: 'message_payload' },
  { ...STANDARD_FORM, coding: 'ucs2' },
  { ...STANDARD_FORM, coding: 'mislabelled', dateDigits: 12 },
  { ...STANDARD_FORM, dateDigits: 14, without: ['sub', 'dlvrd', 'text'] },
  { ...STANDARD_FORM, marked: false, tlvs: false, dateDigits: 12, without: ['err'] },
  { ...STANDARD_FORM, place: 'message_payload', tlvs: false, without: ['submit date', 'text'] },
];

/** What a receipt tells. Times are ms since 1970. */
export interface Report {
  id: number;
  state: MessageState;
  submittedAt: number;
  doneAt: number;
  /** The beginning of the message. */
  excerpt: string;
}

const STATE_WORDS: Partial<Record<MessageState, string>> = {
  DELIVERED: 'DELIVRD',
  UNDELIVERABLE: 'UNDELIV',
  EXPIRED: 'EXPIRED',
};
/** The network's own codes: 11 is what many networks say of a handset that is out of reach. */
const ERRORS: Partial<Record<MessageState, number>> = { UNDELIVERABLE: 11, EXPIRED: 27 };
const GSM = 3;
const DELIVERY_RECEIPT = 0x04;
const UCS2 = 8;
const PADDED_DIGITS = 20;
/** SMPP 3.4 §5.2.22. */
const MOST_SHORT_OCTETS = 254;

export function writeId(id: number, form: IdForm): string {
  switch (form) {
    case 'decimal':
      return String(id);
    case 'padded':
      return String(id).padStart(PADDED_DIGITS, '0');
    case 'hex':
      return id.toString(16);
    case 'upper-hex':
      return id.toString(16).toUpperCase();
    default:
      return form satisfies never;
  }
}

/** What a deliver_sm needs to be this receipt, besides the addresses. */
export function writeReceipt(report: Report, form: ReceiptForm): Content<'deliver_sm'> {
  const text = receiptText(report, form);
  const octets = form.coding === 'ucs2' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'latin1');
  const short = form.place === 'short_message' && octets.length <= MOST_SHORT_OCTETS;
  const error = ERRORS[report.state] ?? 0;
  const told = {
    receiptedMessageId: writeId(report.id, form.idInReceipt),
    messageState: MESSAGE_STATES[report.state],
    networkErrorCode: Uint8Array.of(GSM, error >> 8, error & 0xff),
  };
  return {
    esmClass: form.marked ? DELIVERY_RECEIPT : 0,
    dataCoding: form.coding === 'default' ? 0 : UCS2,
    ...(short ? { shortMessage: octets } : {}),
    tlvs: {
      ...(form.tlvs ? told : {}),
      ...(short ? {} : { messagePayload: octets }),
    },
  };
}

/** Written here and not by the room that reads it: a reader that is held against its own writer proves little. */
function receiptText(report: Report, { idInReceipt, dateDigits, without }: ReceiptForm): string {
  const field = (name: ReceiptField, value: string): string =>
    without.length > 0 && without.includes(name) ? '' : ` ${name}:${value}`;
  return (
    `id:${writeId(report.id, idInReceipt)}` +
    field('sub', '001') +
    field('dlvrd', report.state === 'DELIVERED' ? '001' : '000') +
    field('submit date', writeDate(report.submittedAt, dateDigits)) +
    field('done date', writeDate(report.doneAt, dateDigits)) +
    ` stat:${STATE_WORDS[report.state] ?? 'UNKNOWN'}` +
    field('err', String(ERRORS[report.state] ?? 0).padStart(3, '0')) +
    field('text', report.excerpt)
  );
}

/** The last second that was written: receipts come in crowds. */
let written = { second: NaN, full: '' };

function writeDate(at: number, digits: ReceiptForm['dateDigits']): string {
  const second = Math.floor(at / 1_000);
  if (second !== written.second)
    written = { second, full: new Date(at).toISOString().slice(0, 19).replaceAll(/[-T:]/gu, '') };
  const { full } = written;
  if (digits === 14) return full;
  return digits === 12 ? full.slice(2) : full.slice(2, 12);
}

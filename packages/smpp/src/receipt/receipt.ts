import { decodeUserData } from '@smseal/sms';
import { isFinalState, messageStateOf, type MessageState } from '../pdu/message-state.ts';
import type { PduOf } from '../pdu/pdu.ts';
import { STATE_WORDS } from './format-receipt.ts';
import { parseReceiptText, type ReceiptText } from './receipt-text.ts';

/** A carrier's report on one message. */
export interface Receipt {
  /** From the TLV receipted_message_id, else from the text. */
  messageId: string;
  /** The id of the text when it is written otherwise than the TLV's: one is decimal where the other is hexadecimal. */
  textId: string | null;
  state: MessageState;
  /** Whether nothing follows. An intermediate notification is never final. */
  final: boolean;
  /** One octet of network type and two of the network's own code (SMPP 3.4 §5.3.2.31). */
  networkError: { type: number; code: number } | null;
  /** The text's fields; null when there was no readable one. */
  text: ReceiptText | null;
  /** The text as it came, so far as a receipt is long; null when there was none. */
  raw: string | null;
  /**
   * True when esm_class did not call it a receipt. A person can write such a text: believe it only when the id is one
   * that this carrier gave.
   */
  sniffed: boolean;
}

/** Bits of esm_class (SMPP 3.4 §5.2.12). */
const TYPE_MASK = 0x3c;
const DELIVERY_RECEIPT = 0x04;
const INTERMEDIATE = 0x20;
const UDHI = 0x40;

const NO_OCTETS = new Uint8Array(0);
/** A receipt is about 150 characters. */
const MOST_RAW = 512;

/** Words that are no standard's but are sent. */
const WILD_WORDS: Readonly<Record<string, MessageState>> = {
  BUFFRED: 'ENROUTE',
  BUFFERD: 'ENROUTE',
  BUFFERED: 'ENROUTE',
  ACKED: 'ACCEPTED',
  FAILED: 'UNDELIVERABLE',
  BADSTAT: 'UNKNOWN',
  DELIVERED: 'DELIVERED',
  UNDELIVERED: 'UNDELIVERABLE',
  UNDELIVERABLE: 'UNDELIVERABLE',
  ACCEPTED: 'ACCEPTED',
  REJECTED: 'REJECTED',
  SCHEDULED: 'SCHEDULED',
};

const WORDS: ReadonlyMap<string, MessageState> = new Map([
  ...Object.entries(WILD_WORDS),
  ...Object.entries(STATE_WORDS).map(([state, word]) => [word, state as MessageState] as const),
]);

/**
 * The text of a message. It is ASCII whatever data_coding says, or UTF-16 when the first of two octets is zero. Septets
 * are not looked for: ids have characters that the default alphabet has elsewhere.
 */
function textOf(pdu: PduOf<'deliver_sm' | 'data_sm'>): string {
  const short = pdu.command === 'deliver_sm' ? pdu.shortMessage : NO_OCTETS;
  const octets = short.length > 0 ? short : (pdu.tlvs.messagePayload ?? NO_OCTETS);
  const hasHeader = (pdu.esmClass & UDHI) !== 0;
  const { body } = decodeUserData({ encoding: 'binary', octets, hasHeader });
  const encoding = body[0] === 0 && body.length % 2 === 0 ? 'ucs2' : 'latin1';
  return decodeUserData({ encoding, octets, hasHeader }).text ?? '';
}

/** A text without the right esm_class has to look like a receipt: an id, a state and one more field. */
function looksLikeReceipt(text: ReceiptText | null): boolean {
  if (!text?.id || !text.stat || !WORDS.has(text.stat.toUpperCase())) return false;
  return [text.sub, text.dlvrd, text.submitDate, text.doneDate, text.err].some((value) => value !== null);
}

function networkErrorOf(octets: Uint8Array | undefined): Receipt['networkError'] {
  if (octets?.length !== 3) return null;
  const [type = 0, high = 0, low = 0] = octets;
  return { type, code: high * 256 + low };
}

/**
 * The receipt in a deliver_sm or data_sm; null when it is a message. The state is the TLV message_state's, else the
 * text's; a word that nobody knows is UNKNOWN.
 */
export function parseReceipt(pdu: PduOf<'deliver_sm' | 'data_sm'>): Receipt | null {
  const type = pdu.esmClass & TYPE_MASK;
  const told = type === DELIVERY_RECEIPT || type === INTERMEDIATE;
  if (!told && type !== 0) return null;
  const raw = textOf(pdu);
  const text = parseReceiptText(raw);
  const { receiptedMessageId, messageState } = pdu.tlvs;
  const byTlv = receiptedMessageId !== undefined && messageState !== undefined;
  if (!told && !byTlv && !looksLikeReceipt(text)) return null;
  const messageId = receiptedMessageId || text?.id;
  if (!messageId) return null;
  const word = WORDS.get(text?.stat?.toUpperCase() ?? '');
  const state = (messageState === undefined ? null : messageStateOf(messageState)) ?? word ?? 'UNKNOWN';
  return {
    messageId,
    textId: text?.id && text.id !== messageId ? text.id : null,
    state,
    final: type !== INTERMEDIATE && isFinalState(state),
    networkError: networkErrorOf(pdu.tlvs.networkErrorCode),
    text,
    raw: raw === '' ? null : raw.slice(0, MOST_RAW),
    sniffed: !told,
  };
}

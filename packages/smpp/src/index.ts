export { COMMAND_IDS, type Command, type RequestCommand, type ResponseCommand } from './pdu/command.ts';
export { decodePdu } from './pdu/decode.ts';
export { encodePdu, PduWriter } from './pdu/encode.ts';
export type { Destination, Unsuccess } from './pdu/field.ts';
export { isFinalState, MESSAGE_STATES, messageStateOf, type MessageState } from './pdu/message-state.ts';
export { MAX_PDU_OCTETS, PduError } from './pdu/pdu-error.ts';
export { PduReader, type PduSink } from './pdu/pdu-reader.ts';
export type { Content, Pdu, PduInput, PduOf } from './pdu/pdu.ts';
export {
  formatAbsoluteTime,
  formatRelativeTime,
  parseSmppTime,
  type RelativeTime,
  type SmppTime,
} from './pdu/smpp-time.ts';
export { statusClass, STATUSES, statusName, type StatusClass, type StatusName } from './pdu/status.ts';
export { TLVS, type TlvName } from './pdu/tlv-table.ts';
export type { Tlvs, UnknownTlv } from './pdu/tlv.ts';
export { formatReceipt, type ReceiptContent } from './receipt/format-receipt.ts';
export { messageIdForms } from './receipt/message-id-forms.ts';
export { parseReceipt, type Receipt } from './receipt/receipt.ts';
export { parseReceiptText, type ReceiptText } from './receipt/receipt-text.ts';
export type { Answer, DoubtReason, LinkEnd, NotSentReason } from './link/answer.ts';
export type { LinkOptions } from './link/link-options.ts';
export type { Outcome } from './link/outcome.ts';
export { Pacer } from './link/pacer.ts';
export type {
  BindFailure,
  BindOptions,
  SessionEvent,
  SessionHandlers,
  SessionOptions,
} from './session/session-options.ts';
export { SmppSession } from './session/smpp-session.ts';
export type { BindPdu, ServerHandlers, ServerOptions } from './server/server-options.ts';
export type { ServerSession } from './server/server-session.ts';
export { SmppServer } from './server/smpp-server.ts';

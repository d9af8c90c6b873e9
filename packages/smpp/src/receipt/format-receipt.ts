import type { MessageState } from '../pdu/message-state.ts';

/** The word for each state in a receipt (SMPP 3.4 appendix B, table B-2). */
export const STATE_WORDS = {
  SCHEDULED: 'SCHEDLD',
  ENROUTE: 'ENROUTE',
  DELIVERED: 'DELIVRD',
  EXPIRED: 'EXPIRED',
  DELETED: 'DELETED',
  UNDELIVERABLE: 'UNDELIV',
  ACCEPTED: 'ACCEPTD',
  UNKNOWN: 'UNKNOWN',
  REJECTED: 'REJECTD',
  SKIPPED: 'SKIPPED',
} as const satisfies Record<MessageState, string>;

/** What a carrier reports. Times are ms since 1970 and are written in UTC. */
export interface ReceiptContent {
  id: string;
  state: MessageState;
  submittedAt: number;
  doneAt: number;
  /** The carrier's own code, at most three characters; `000` unless said. */
  err?: string;
  /** The message, of which the first 20 characters are written. */
  text?: string;
}

const EXCERPT = 20;

/** `YYMMDDhhmm` */
function dateOf(at: number): string {
  return new Date(at).toISOString().slice(2, 16).replace(/[-T:]/g, '');
}

/** The text of a delivery receipt for one message (SMPP 3.4 appendix B). */
export function formatReceipt(content: ReceiptContent): string {
  const delivered = content.state === 'DELIVERED' ? '001' : '000';
  const dates = `submit date:${dateOf(content.submittedAt)} done date:${dateOf(content.doneAt)}`;
  const outcome = `stat:${STATE_WORDS[content.state]} err:${(content.err ?? '000').padStart(3, '0')}`;
  const excerpt = Array.from(content.text ?? '')
    .slice(0, EXCERPT)
    .join('');
  return `id:${content.id} sub:001 dlvrd:${delivered} ${dates} ${outcome} text:${excerpt}`;
}

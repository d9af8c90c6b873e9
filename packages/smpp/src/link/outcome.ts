import { statusClass, type StatusClass } from '../pdu/status.ts';
import { NO_TLVS, type Tlvs } from '../pdu/tlv.ts';
import type { Answer, DoubtReason, NotSentReason } from './answer.ts';

/** What became of a submit_sm or deliver_sm. It is told exactly once. */
export type Outcome =
  | { kind: 'accepted'; messageId: string; tlvs: Tlvs }
  | { kind: 'refused'; status: number; statusClass: Exclude<StatusClass, 'ok'>; tlvs: Tlvs }
  | { kind: 'in-doubt'; reason: DoubtReason }
  | { kind: 'not-sent'; reason: NotSentReason };

/** The outcome that an answer means. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'answered') return answer;
  const { response } = answer;
  const kind = statusClass(response.commandStatus);
  if (kind !== 'ok')
    return { kind: 'refused', status: response.commandStatus, statusClass: kind, tlvs: response.tlvs };
  // A generic_nack without an error says nothing about what was asked.
  if (response.command === 'generic_nack')
    return { kind: 'refused', status: 0, statusClass: 'unknown', tlvs: NO_TLVS };
  return {
    kind: 'accepted',
    messageId: 'messageId' in response ? response.messageId : '',
    tlvs: response.tlvs,
  };
}

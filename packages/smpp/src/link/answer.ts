import type { Pdu } from '../pdu/pdu.ts';

/**
 * Why nobody knows whether the peer took a request: no response in time, the link lost before it, or a response that
 * could not be read.
 */
export type DoubtReason = 'timeout' | 'lost' | 'malformed';

/** Why a request never left: not bound, the link lost or being closed before it was written, or too many waiting. */
export type NotSentReason = 'not-bound' | 'lost' | 'closing' | 'full';

/** What became of a request. Each request has exactly one, and none is ever sent twice. */
export type Answer =
  | { kind: 'answered'; response: Pdu }
  | { kind: 'in-doubt'; reason: DoubtReason }
  | { kind: 'not-sent'; reason: NotSentReason };

/**
 * Takes the answer to a request together with what the caller gave along and when it was written (ms of the monotonic
 * clock). One function serves all requests.
 */
export type Settle<T> = (token: T, answer: Answer, sentAt: number) => void;

/** Why a link ended. `detail` is a system error code such as ECONNRESET. */
export interface LinkEnd {
  code:
    | 'closed-here'
    | 'peer-closed'
    | 'peer-unbound'
    | 'silent'
    | 'inactive'
    | 'never-bound'
    | 'unusable-length'
    | 'not-reading'
    | 'socket-error';
  detail?: string;
}

import type { TlsOptions } from 'node:tls';
import type { LinkEnd } from '../link/answer.ts';
import { LINK_DEFAULTS, type LinkOptions } from '../link/link-options.ts';
import type { Pdu, PduInput, PduOf } from '../pdu/pdu.ts';
import type { Outcome } from '../link/outcome.ts';
import type { ServerSession } from './server-session.ts';

export type BindPdu = PduOf<'bind_receiver' | 'bind_transmitter' | 'bind_transceiver'>;

export interface ServerOptions<T> extends Partial<LinkOptions> {
  /** Sent in the answer to a bind. */
  systemId: string;
  /** A TLS server; plain unless said. */
  tls?: TlsOptions;
  /** How long a peer may take to bind; 30,000 ms unless said (SMPP 3.4 §7.2 session_init_timer). */
  bindMs?: number;
  /** A peer that sends nothing for so long is let go; 300,000 ms unless said (§7.2 inactivity_timer). */
  inactivityMs?: number;
  /** Most deliver_sm of one session without an answer; 10 unless said. */
  window?: number;
  /** Most messages of `deliver` that wait for room; 10,000 unless said. */
  maxWaiting?: number;
  handlers: ServerHandlers<T>;
}

export interface ServerHandlers<T> {
  /** The command_status of the answer to a bind: 0 lets it in. */
  onBind(pdu: BindPdu, session: ServerSession<T>): number | Promise<number>;
  onBound?(session: ServerSession<T>): void;
  /** The response to a submit_sm. When it throws or rejects, the answer is ESME_RSYSERR. */
  onSubmit(
    pdu: PduOf<'submit_sm'>,
    session: ServerSession<T>,
  ): PduInput<'submit_sm_resp'> | Promise<PduInput<'submit_sm_resp'>>;
  /** The response to any other request; without it the answer is generic_nack with ESME_RINVCMDID. */
  onRequest?(pdu: Pdu, session: ServerSession<T>): PduInput | Promise<PduInput>;
  /** What became of a message that a session's `send` took; exactly once for each. */
  onOutcome?(token: T, outcome: Outcome, session: ServerSession<T>): void;
  /** There is room again after a session's `capacity` was 0 or its `send` refused. */
  onRoom?(session: ServerSession<T>): void;
  onEnd?(session: ServerSession<T>, end: LinkEnd): void;
}

export const SERVER_DEFAULTS = {
  ...LINK_DEFAULTS,
  enquireMs: 0,
  bindMs: 30_000,
  inactivityMs: 300_000,
  window: 10,
  maxWaiting: 10_000,
} as const;

export type FullServerOptions<T> = ServerOptions<T> & Required<Omit<ServerOptions<T>, 'tls'>>;

import type { ConnectionOptions } from 'node:tls';
import type { LinkEnd } from '../link/answer.ts';
import { LINK_DEFAULTS, type LinkOptions } from '../link/link-options.ts';
import type { Outcome } from '../link/outcome.ts';
import type { PduOf } from '../pdu/pdu.ts';

/** Who binds and how (SMPP 3.4 §4.1). */
export interface BindOptions {
  /** Sends and receives, only sends, or only receives. */
  mode: 'transceiver' | 'transmitter' | 'receiver';
  systemId: string;
  /** At most 8 characters. It is in no error and no event. */
  password: string;
  systemType?: string;
  /** 0x34 unless said. */
  interfaceVersion?: number;
  addrTon?: number;
  addrNpi?: number;
  addressRange?: string;
}

export interface SessionOptions<T> extends Partial<LinkOptions> {
  host: string;
  /** 2775 is registered for plain connections, 3550 for TLS. */
  port: number;
  /** TLS: true for the system's authorities and the host's name, or what node:tls wants to know. */
  tls?: true | ConnectionOptions;
  bind: BindOptions;
  /** Most requests without an answer; 10 unless said, which is what carriers recommend. */
  window?: number;
  /** Most segments in any one second; as many as the window lets through unless said. */
  rate?: number;
  /** Most messages of `submit` that wait for room; 10,000 unless said. */
  maxWaiting?: number;
  /** How long connecting, and then binding, may take; 30,000 ms unless said. */
  connectMs?: number;
  /** Least and most ms until the next attempt after a lost link; a refused bind waits five times as long. */
  rebindMs?: { least: number; most: number };
  handlers: SessionHandlers<T>;
}

/** What a session tells its owner. Errors of these functions surface as uncaught exceptions. */
export interface SessionHandlers<T> {
  /** What became of a message that `send` took; exactly once for each. */
  onOutcome?(token: T, outcome: Outcome): void;
  /** There is room again after `capacity` was 0 or `send` refused. */
  onRoom?(): void;
  onState?(event: SessionEvent): void;
  /**
   * A message or receipt of the carrier. It is acknowledged when the promise resolves; when it rejects, the carrier is
   * asked to try again. The same one may come more than once.
   */
  onDeliver?(pdu: PduOf<'deliver_sm' | 'data_sm'>): Promise<void>;
  /** A subscriber whom a message could not reach can be reached again (SMPP 3.4 §4.12). */
  onAlert?(pdu: PduOf<'alert_notification'>): void;
}

/** Why a bind did not come about. */
export interface BindFailure {
  code: 'connect-failed' | 'connect-timeout' | 'bind-refused' | 'bind-timeout';
  /** A system error code such as ECONNREFUSED. */
  detail?: string;
  /** command_status of the refusal. */
  status?: number;
}

export type SessionEvent =
  | { state: 'connecting' }
  | { state: 'bound'; systemId: string; interfaceVersion: number | null }
  | { state: 'lost'; reason: LinkEnd | BindFailure; retryMs: number }
  | { state: 'closed' };

export const SESSION_DEFAULTS = {
  ...LINK_DEFAULTS,
  window: 10,
  rate: Infinity,
  maxWaiting: 10_000,
  connectMs: 30_000,
  rebindMs: { least: 1_000, most: 60_000 },
} as const;

import type { NationalTable } from '@smseal/sms';

/** The way out to one carrier, and back: the interface that SMPP, and later other carriers' ways, stand behind. */

/** One text as a connector takes it. */
export interface CarrierText {
  /** E.164, or a short code. */
  to: string;
  /** Number or name that it comes from; null for the connector's own. */
  from: string | null;
  text: string;
  /** When the carrier is to give up: ms since 1970. */
  expires: number;
  /** Whether the carrier is asked what became of it: unless this is false. */
  wantsReceipt?: boolean;
}

/** What a carrier's refusal asks for: the classes of SMPP statuses, for every kind of carrier. */
export type RefusalClass = 'slow-down' | 'temporary' | 'session' | 'permanent' | 'unknown';

/** What became of one part at the moment it was handed over. */
export type PartOutcome =
  | { outcome: 'accepted'; carrierId: string }
  | { outcome: 'refused'; class: RefusalClass; code: string }
  /** Nobody knows whether the carrier has it: it is never handed over again. */
  | { outcome: 'in-doubt' }
  /** It surely never left. */
  | { outcome: 'not-sent' };

/** A text that a connector has made ready to go. */
export interface Handover {
  /** What was made ready: another connector can be given the same. */
  readonly text: CarrierText;
  /** How many parts it goes in. */
  readonly parts: number;
  /**
   * Hands over part `k`, from 1; `heard` is called once with what became of it. False, and nothing else, when there is
   * no room. A part that was refused or not sent may be handed over again.
   */
  send(k: number, heard: (outcome: PartOutcome) => void): boolean;
}

/** A delivery receipt, in the carrier's own words. */
export interface CarrierReceipt {
  /** As the carrier wrote it; it may differ in form from the id of the answer. */
  carrierId: string;
  state: 'sent' | 'delivered' | 'failed' | 'expired' | 'unknown';
  /** The carrier's own code, where it gives one. */
  code: string | null;
  /** The receipt as it came; null when it was not written. */
  raw: string | null;
}

/** One short message from somebody, not yet joined with its other parts. */
export interface CarrierMessage {
  from: string;
  to: string;
  /** User data as it came; septets one per octet. */
  octets: Uint8Array;
  encoding: 'gsm7' | 'ucs2' | 'latin1' | 'binary';
  hasHeader: boolean;
}

export interface ConnectorState {
  state: 'connecting' | 'bound' | 'lost' | 'closed';
  /** Why, as a code; never holds a secret. */
  reason: string | null;
  /** Since when it is so, ms since 1970. */
  since: number;
}

export interface ConnectorEvents {
  /** There may be room again. */
  room(): void;
  /** The carrier is told that the receipt was taken once this resolves. */
  receipt(receipt: CarrierReceipt): Promise<void>;
  /** The carrier is told that the message was taken once this resolves, and to bring it again when it rejects. */
  message(message: CarrierMessage): Promise<void>;
  state(state: ConnectorState): void;
}

export interface Connector {
  readonly id: string;
  readonly name: string;
  /** National shift tables that this carrier passes on. */
  readonly tables: readonly NationalTable[];
  /** Senders that this carrier accepts, its own first. */
  readonly senders: readonly string[] | 'any';
  /** Most parts without an answer. */
  readonly window: number;
  readonly state: ConnectorState;
  /** When the carrier last asked to slow down, ms since 1970; null for never. */
  readonly slowedAt: number | null;
  /** How many parts may be handed over now. */
  capacity(): number;
  /**
   * Makes a text ready. `as`: what it leaves as where it names no sender; null for the connector's own.
   * @throws CodedError `invalid-request` for one that this carrier cannot carry.
   */
  open(text: CarrierText, as?: string | null): Handover;
  start(): void;
  /** Ends in order: waits a few seconds at most for what is under way. */
  stop(): Promise<void>;
}

import { encodeText, joinUserData, typedAddress, type NationalTable, type TextPart } from '@smseal/sms';
import {
  parseReceipt,
  statusName,
  type MessageState,
  type Outcome,
  type PduOf,
  type Receipt,
  type SessionEvent,
} from '@smseal/smpp';
import { SmppLines, type SmppBind } from './smpp-lines.ts';
import { ValidityWriter } from './validity-writer.ts';
import type {
  CarrierReceipt,
  CarrierText,
  Connector,
  ConnectorEvents,
  ConnectorState,
  Handover,
  PartOutcome,
} from './connector.ts';

export interface SmppConnectorOptions {
  id: string;
  name: string;
  host: string;
  port: number;
  tls: boolean;
  systemId: string;
  password: string;
  systemType: string;
  bind: SmppBind;
  window: number;
  /** Null: as many as the window lets through. */
  segmentsPerSecond: number | null;
  /** After so many ms without an answer a part is in doubt; what the session has unless said. */
  responseMs?: number;
  /** National shift tables that this carrier passes on. */
  tables: readonly NationalTable[];
  /** What data_coding 0 means to this carrier. */
  defaultAlphabet: 'gsm7' | 'latin1';
  /** Senders that this carrier accepts. */
  senders: readonly string[] | 'any';
  /** Sender where a text names none. */
  from: string;
  events: ConnectorEvents;
}

/** SMPP 3.4 §5.2.12 (esm_class: UDHI), §5.2.17 (registered_delivery: final outcome), §5.2.19 (data_coding). */
const UDHI = 0x40;
const RECEIPT_ASKED = 1;
const CODING = { gsm7: 0, ucs2: 8 } as const;
const STOP_MS = 5_000;

type Heard = (outcome: PartOutcome) => void;

/** A part with its user data as it goes. */
type EncodedPart = TextPart & { octets: Uint8Array };

/** One carrier's SMPP account. */
export class SmppConnector implements Connector {
  readonly id: string;
  readonly name: string;
  readonly tables: readonly NationalTable[];
  readonly senders: readonly string[] | 'any';
  readonly window: number;
  state: ConnectorState = { state: 'closed', reason: null, since: Date.now() };
  slowedAt: number | null = null;
  readonly #options: SmppConnectorOptions;
  readonly #lines: SmppLines<Heard>;
  readonly #validity = new ValidityWriter();
  #reference = 0;
  #last: { text: string; parts: readonly EncodedPart[] } | null = null;

  constructor(options: SmppConnectorOptions) {
    this.#options = options;
    this.id = options.id;
    this.name = options.name;
    this.tables = options.tables;
    this.senders = options.senders;
    this.window = options.window;
    const { host, port, tls, bind, systemId, password, systemType } = options;
    const { window, segmentsPerSecond, responseMs, events } = options;
    this.#lines = new SmppLines<Heard>({
      host,
      port,
      ...(tls ? { tls: true } : {}),
      bind,
      as: { systemId, password, systemType },
      window,
      ...(segmentsPerSecond === null ? {} : { rate: segmentsPerSecond }),
      ...(responseMs === undefined ? {} : { responseMs }),
      handlers: {
        onOutcome: (heard, outcome) => {
          if (outcome.kind === 'refused' && outcome.statusClass === 'slow-down') this.slowedAt = Date.now();
          heard(outcomeOf(outcome));
        },
        onRoom: () => events.room(),
        onState: (event) => this.#hear(event),
        onDeliver: (pdu) => this.#take(pdu),
      },
    });
  }

  capacity(): number {
    return this.#lines.capacity();
  }

  open(text: CarrierText, as: string | null = null): Handover {
    const { tables, from } = this.#options;
    const parts = this.#encode(text.text, tables);
    const source = typedAddress(text.from ?? as ?? from);
    const destination = typedAddress(text.to);
    const validity = this.#validity.of(text.expires - Date.now());
    return {
      text,
      parts: parts.length,
      send: (k, heard) => {
        const part = parts[k - 1];
        if (part === undefined) throw new RangeError(`a text of ${parts.length} parts has no part ${k}`);
        return this.#lines.send(
          {
            sourceAddrTon: source.ton,
            sourceAddrNpi: source.npi,
            sourceAddr: source.address,
            destAddrTon: destination.ton,
            destAddrNpi: destination.npi,
            destinationAddr: destination.address,
            esmClass: part.header.length > 0 ? UDHI : 0,
            validityPeriod: validity,
            registeredDelivery: text.wantsReceipt === false ? 0 : RECEIPT_ASKED,
            dataCoding: CODING[part.encoding],
            shortMessage: part.octets,
          },
          heard,
        );
      },
    };
  }

  start(): void {
    this.#lines.open();
  }

  stop(): Promise<void> {
    return this.#lines.close(STOP_MS);
  }

  /** Many texts in a row are the same text: what goes in one part is encoded once. */
  #encode(text: string, tables: readonly NationalTable[]): readonly EncodedPart[] {
    if (this.#last?.text === text) return this.#last.parts;
    this.#reference = (this.#reference + 1) & 0xff;
    const parts = encodeText(text, { tables, referenceNumber: this.#reference }).map((part) => ({
      ...part,
      octets: this.#bodyOf(part),
    }));
    this.#last = parts.length === 1 ? { text, parts } : null;
    return parts;
  }

  #bodyOf(part: TextPart): Uint8Array {
    if (part.encoding === 'gsm7' && this.#options.defaultAlphabet === 'latin1' && part.header.length === 0)
      return Buffer.from(part.text, 'latin1');
    return joinUserData(part);
  }

  #hear(event: SessionEvent): void {
    const reason = event.state === 'lost' ? lossOf(event.reason) : null;
    this.state = { state: event.state, reason, since: Date.now() };
    this.#options.events.state(this.state);
    if (event.state === 'bound') this.#options.events.room();
  }

  async #take(pdu: PduOf<'deliver_sm' | 'data_sm'>): Promise<void> {
    const receipt = parseReceipt(pdu);
    if (receipt !== null) return this.#options.events.receipt(receiptOf(receipt));
    const short = pdu.command === 'deliver_sm' ? pdu.shortMessage : new Uint8Array(0);
    const octets = short.length > 0 ? short : (pdu.tlvs.messagePayload ?? short);
    return this.#options.events.message({
      from: pdu.sourceAddrTon === 1 ? `+${pdu.sourceAddr.replace(/^\+/, '')}` : pdu.sourceAddr,
      to: pdu.destAddrTon === 1 ? `+${pdu.destinationAddr.replace(/^\+/, '')}` : pdu.destinationAddr,
      octets,
      encoding: this.#encodingOf(pdu.dataCoding),
      hasHeader: (pdu.esmClass & UDHI) !== 0,
    });
  }

  #encodingOf(coding: number): 'gsm7' | 'ucs2' | 'latin1' | 'binary' {
    if (coding === 0) return this.#options.defaultAlphabet;
    if (coding === 1) return 'gsm7';
    if (coding === 3) return 'latin1';
    if ((coding & 0x0c) === 0x08) return 'ucs2';
    return coding === 2 || coding === 4 ? 'binary' : this.#options.defaultAlphabet;
  }
}

function outcomeOf(outcome: Outcome): PartOutcome {
  switch (outcome.kind) {
    case 'accepted':
      return { outcome: 'accepted', carrierId: outcome.messageId };
    case 'refused':
      return { outcome: 'refused', class: outcome.statusClass, code: nameOf(outcome.status) };
    case 'in-doubt':
      return { outcome: 'in-doubt' };
    case 'not-sent':
      return { outcome: 'not-sent' };
    default:
      return outcome satisfies never;
  }
}

const RECEIPT_STATES = {
  SCHEDULED: 'sent',
  ENROUTE: 'sent',
  DELIVERED: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'failed',
  UNDELIVERABLE: 'failed',
  ACCEPTED: 'sent',
  UNKNOWN: 'unknown',
  REJECTED: 'failed',
  SKIPPED: 'failed',
} as const satisfies Record<MessageState, CarrierReceipt['state']>;

function receiptOf({ messageId, state, text, networkError, raw }: Receipt): CarrierReceipt {
  const code = text?.err ?? (networkError === null ? null : String(networkError.code));
  return { carrierId: messageId, state: RECEIPT_STATES[state], code, raw };
}

function lossOf(reason: Extract<SessionEvent, { state: 'lost' }>['reason']): string {
  const status = 'status' in reason && reason.status !== undefined ? ` ${nameOf(reason.status)}` : '';
  return `${reason.code}${status}${reason.detail === undefined ? '' : ` ${reason.detail}`}`;
}

/** A status as the standard names it, or as its number where it is the carrier's own. */
function nameOf(status: number): string {
  return statusName(status) ?? `0x${status.toString(16).padStart(8, '0')}`;
}

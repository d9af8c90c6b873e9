import type { GatewaySettings, Id } from '@smseal/protocol';
import { InboundDesk, type InboundText } from '../inbound/inbound-desk.ts';
import type { InboundStore } from '../inbound/inbound-store.ts';
import type { Log } from '../log/log.ts';
import { NoticeDesk } from '../notice/notice-desk.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import type { CarrierMessage, CarrierReceipt, Connector, ConnectorEvents } from './connector.ts';
import { makeConnectors } from './make-connectors.ts';

export interface CarriersOptions {
  settings: GatewaySettings['connectors'];
  /** The rehearsal carrier, used while the settings name no connector; null where there is none. */
  rehearsal: string | null;
  /** This gateway. */
  gateway: Id;
  store: InboundStore;
  /** A text was committed. */
  arrived: (text: InboundText) => Promise<void>;
  /** Resolves once what a connector's receipt says is safe. */
  receipt: (receipt: CarrierReceipt, connector: string) => Promise<void>;
  /** Who hands texts over. */
  dispatcher: () => Dispatcher;
  log: Log;
  now: () => number;
}

const SWEEP_MS = 60_000;

/** All carriers that the settings name, and what comes from them: receipts, texts of people, room and lost connections. */
export class Carriers {
  /** In the order of the settings; never empty. */
  readonly connectors: readonly Connector[];
  /** Takes the server's notices; null while the settings name no carrier. */
  readonly notices: NoticeDesk | null;
  readonly #options: CarriersOptions;
  readonly #inbound = new Map<Connector, InboundDesk>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: CarriersOptions) {
    this.#options = options;
    const { settings, rehearsal, now } = options;
    this.connectors = makeConnectors(settings, { rehearsal, events: (connector) => this.#events(connector) });
    const connectors = () => this.connectors;
    this.notices = settings.length > 0 ? new NoticeDesk({ connectors, now }) : null;
  }

  start(): void {
    const sweep = () => {
      this.#options.dispatcher().receipts.sweep();
      for (const desk of this.#inbound.values()) desk.sweep().catch(() => undefined);
    };
    this.#sweeping = setInterval(sweep, SWEEP_MS);
    for (const connector of this.connectors) connector.start();
  }

  /** Ends in order: waits a few seconds at most for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all(this.connectors.map((connector) => connector.stop()));
  }

  #events(connector: () => Connector): ConnectorEvents {
    const { dispatcher, receipt, log } = this.#options;
    return {
      room: () => {
        this.notices?.pump();
        dispatcher().pump();
      },
      receipt: (one) => receipt(one, connector().id),
      message: (message) => this.#take(connector(), message),
      state: ({ state, reason }) => {
        log('info', 'connector', { connector: connector().id, state, reason });
        dispatcher().changed();
      },
    };
  }

  #take(connector: Connector, message: CarrierMessage): Promise<void> {
    this.#options.dispatcher().heard(message.to, connector.id);
    return this.#inboundOf(connector).take(message);
  }

  /** Parts of long texts are joined with those that came by the same carrier. */
  #inboundOf(connector: Connector): InboundDesk {
    const known = this.#inbound.get(connector);
    if (known) return known;
    const { store, gateway, arrived, now } = this.#options;
    const desk = new InboundDesk({ store, gateway, connector: connector.name, now, arrived });
    this.#inbound.set(connector, desk);
    return desk;
  }
}

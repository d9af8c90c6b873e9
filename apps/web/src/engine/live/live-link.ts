import {
  LiveConnection,
  LiveExchange,
  type AlarmBell,
  type ApiClient,
  type LiveEnd,
  type Membership,
  type SequenceStore,
} from '@smseal/client';
import type { DirectEvent, LivePayload, ServerMessage } from '@smseal/protocol';

/** What the server can say that there is to look up. */
export type Hint = 'changed' | 'chain' | 'link' | 'settings';

export interface LiveLinkOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  bell: AlarmBell;
  /** Connected: what happened meanwhile is to be looked up. */
  ready: () => void;
  /** The server says that there is something to look up. */
  hint: (what: Hint) => void;
  heard: (payload: LivePayload, from: string) => void;
  /** A gateway says something to this device alone. */
  direct: (event: DirectEvent) => void;
  closed: (final: LiveEnd | null) => void;
}

/** The live channel of this device: hints of the server, and sealed events of the other devices. */
export class LiveLink {
  readonly #options: LiveLinkOptions;
  readonly #connection: LiveConnection;
  readonly #exchange: LiveExchange;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
    const { api, membership, sequence, bell } = options;
    this.#connection = new LiveConnection({
      origin: api.origin,
      token: () => membership.identity.token,
      listener: {
        ready: () => options.ready(),
        message: (message) => this.#hear(message),
        closed: ({ final }) => options.closed(final),
      },
    });
    this.#exchange = new LiveExchange({
      api,
      membership,
      sequence,
      connection: this.#connection,
      bell,
      heard: options.heard,
    });
  }

  get connected(): boolean {
    return this.#connection.connected;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  /** The network came back: try at once. */
  wake(): void {
    this.#connection.wake();
  }

  send(payload: LivePayload, to: string | null): Promise<boolean> {
    return this.#exchange.send(payload, to);
  }

  /** Hands a sealed event to the relay; false when there is no connection. */
  relay(event: DirectEvent): boolean {
    return this.#connection.send(event);
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'live':
        void this.#exchange.take(message);
        return;
      case 'direct':
        this.#options.direct(message);
        return;
      case 'changed':
      case 'chain':
      case 'link':
      case 'settings':
        this.#options.hint(message.type);
        return;
      case 'ready':
      case 'outbox':
      case 'stop':
      case 'list':
      case 'pong':
      case 'refused':
        return;
      default:
        message satisfies never;
    }
  }
}

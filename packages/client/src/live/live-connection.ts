import { LIVE_CLOSE, type DirectEvent, type Id, type LiveEvent, type ServerMessage } from '@smseal/protocol';
import { backOffMs, type BackOff } from '../api/back-off.ts';

/** Why the server will not have a device back: `closed` until the account is woken, the others for good. */
export type LiveEnd = 'unauthenticated' | 'removed' | 'closed';

export interface LiveListener {
  /** Connected and greeted: what happened meanwhile must be looked up from `head` and `chain`. */
  ready(greeting: { device: Id; head: number; chain: number }): void;
  /** A message of the server or a sealed event of another device. */
  message(message: ServerMessage): void;
  /** The connection ended; `final` means that nothing comes of trying again by itself. */
  closed(how: { final: LiveEnd | null; code: number }): void;
}

export interface LiveOptions {
  /** The server's origin; `http` becomes `ws`. */
  origin: string;
  token: () => string | null;
  listener: LiveListener;
  backOff?: BackOff;
  /** Silence after which a ping is sent; twice this ends the connection. */
  idleMs?: number;
}

/**
 * The live channel of one device, kept open: it greets with the token, answers silence with pings, and comes back with
 * growing waits until it is stopped or refused for good.
 */
export class LiveConnection {
  readonly #options: LiveOptions;
  #socket: WebSocket | null = null;
  #ready = false;
  #stopped = true;
  #attempt = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Whether events can be sent now. */
  get connected(): boolean {
    return this.#ready;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#attempt = 0;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#socket?.close(1000);
    this.#socket = null;
    this.#ready = false;
  }

  /** Tries again at once, as after the network came back. */
  wake(): void {
    if (this.#stopped || this.#socket !== null) return;
    clearTimeout(this.#retry);
    this.#attempt = 0;
    this.#open();
  }

  /** Relays an event; false when there is no connection (live events are never kept for later). */
  send(event: LiveEvent | DirectEvent): boolean {
    if (!this.#ready || this.#socket === null) return false;
    this.#socket.send(JSON.stringify(event));
    return true;
  }

  #open(): void {
    const token = this.#options.token();
    if (token === null) return;
    const socket = new WebSocket(`${this.#options.origin.replace(/^http/, 'ws')}/v1/live`);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', token })));
    socket.addEventListener('message', (event) => this.#hear(socket, String(event.data)));
    socket.addEventListener('close', (event) => this.#over(socket, event.code));
    socket.addEventListener('error', () => this.#over(socket, 1006));
    clearInterval(this.#watch);
    this.#watch = setInterval(() => this.#mind(socket), (this.#options.idleMs ?? 25_000) / 2);
  }

  #hear(socket: WebSocket, text: string): void {
    if (socket !== this.#socket) return;
    this.#heardAt = performance.now();
    let message: ServerMessage;
    try {
      message = JSON.parse(text) as ServerMessage;
    } catch {
      socket.close(4422);
      return;
    }
    if (message.type === 'ready') {
      this.#ready = true;
      this.#attempt = 0;
      this.#options.listener.ready(message);
    } else if (message.type !== 'pong') {
      this.#options.listener.message(message);
    }
  }

  #mind(socket: WebSocket): void {
    const silentMs = performance.now() - this.#heardAt;
    const idleMs = this.#options.idleMs ?? 25_000;
    if (silentMs > 2 * idleMs) {
      socket.close();
      this.#over(socket, 1006);
    } else if (silentMs > idleMs && this.#ready) {
      socket.send(JSON.stringify({ type: 'ping' }));
    }
  }

  #over(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#ready = false;
    clearInterval(this.#watch);
    const final = finalOf(code);
    if (final !== null) this.#stopped = true;
    this.#options.listener.closed({ final, code });
    if (this.#stopped) return;
    const wait = backOffMs(this.#attempt++, this.#options.backOff ?? { first: 500, most: 20_000 });
    this.#retry = setTimeout(() => this.#open(), wait);
  }
}

function finalOf(code: number): LiveEnd | null {
  if (code === LIVE_CLOSE.unauthenticated) return 'unauthenticated';
  if (code === LIVE_CLOSE.removed) return 'removed';
  if (code === LIVE_CLOSE.accountClosed) return 'closed';
  return null;
}

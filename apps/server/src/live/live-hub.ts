import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { findEnded, readGreeting } from '@smseal/database';
import {
  ClientMessage,
  CodedError,
  LIVE_CLOSE,
  MAX_LIVE_OCTETS,
  type DirectEvent,
  type Id,
  type LiveEvent,
} from '@smseal/protocol';
import { Compile } from 'typebox/compile';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Deps } from '../deps.ts';
import { isLoopback } from '../configuration/configuration.ts';
import { isForeignHost } from '../security/host.ts';
import { addressPrefix, RateLimit } from '../security/rate-limit.ts';
import { AccountChannel } from './account-channel.ts';
import { LiveSocket } from './live-socket.ts';

const HELLO_MS = 5_000;
const SWEEP_MS = 30_000;
const HANG_UP_MS = 1_000;
/** Clients break a silence of 25 s. */
const MOST_SILENCE_MS = 90_000;
const MOST_MESSAGE_OCTETS = Math.ceil((MAX_LIVE_OCTETS * 4) / 3) + 1024;
const MOST_GREETING = 2_000;
const MOST_GREETING_OF_NETWORK = 100;
const MOST_OF_ACCOUNT = 5_000;
/** An event costs 1 and 1 more for each 8 KiB. */
const EVENTS = { burst: 300, perSecond: 60 };
const OCTETS_PER_COST = 8 * 1024;

const message = Compile(ClientMessage);

/**
 * The live channel of this process: says hello, relays sealed events among the devices of an account, passes wake-ups on.
 * Nothing that passes is stored or logged.
 */
export class LiveHub {
  readonly #deps: Deps;
  readonly #server: WebSocketServer;
  readonly #channels = new Map<Id, AccountChannel>();
  readonly #sockets = new Set<LiveSocket>();
  readonly #greeting = new Map<string, number>();
  readonly #events = new RateLimit(EVENTS);
  readonly #sweep: NodeJS.Timeout;
  #unknown = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#server = new WebSocketServer({
      noServer: true,
      WebSocket: LiveSocket,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MOST_MESSAGE_OCTETS,
    });
    this.#sweep = setInterval(() => void this.#clean(), SWEEP_MS).unref();
    deps.bus.answerPresence((account) => this.#devicesOf(account));
  }

  /** Takes a connection over from HTTP, or refuses it before anything is set up. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url !== '/v1/live') return refuse(socket, 404);
    if (isForeignHost(request.headers.host, this.#deps.configuration)) return refuse(socket, 403);
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.#deps.configuration.origin) return refuse(socket, 403);
    const address = request.socket.remoteAddress ?? '';
    const network = addressPrefix(address);
    const ofNetwork = this.#greeting.get(network) ?? 0;
    const crowded = ofNetwork >= MOST_GREETING_OF_NETWORK && !isLoopback(address);
    if (crowded || this.#unknown >= MOST_GREETING) return refuse(socket, 503);
    this.#server.handleUpgrade(request, socket, head, (live: WebSocket) =>
      this.#welcome(live as LiveSocket, network),
    );
  }

  #welcome(socket: LiveSocket, network: string): void {
    socket.network = network;
    socket.heardAt = Date.now();
    socket.helloTimer = setTimeout(() => socket.close(LIVE_CLOSE.unauthenticated), HELLO_MS);
    this.#greeting.set(network, (this.#greeting.get(network) ?? 0) + 1);
    this.#unknown++;
    this.#sockets.add(socket);
    socket.on('message', (data, binary) => this.#hear(socket, data as Buffer, binary));
    socket.on('close', () => this.#forget(socket));
    socket.on('error', ignore);
  }

  /** The connection is known, or over: it no longer counts among those who have yet to say hello. */
  #doneGreeting(socket: LiveSocket): void {
    if (!socket.helloTimer) return;
    clearTimeout(socket.helloTimer);
    socket.helloTimer = null;
    this.#unknown--;
    const left = (this.#greeting.get(socket.network) ?? 1) - 1;
    if (left > 0) this.#greeting.set(socket.network, left);
    else this.#greeting.delete(socket.network);
  }

  #hear(socket: LiveSocket, data: Buffer, binary: boolean): void {
    // What still comes in after we have closed our side is nobody's word any more.
    if (socket.readyState !== LiveSocket.OPEN) return;
    socket.heardAt = Date.now();
    const said = binary ? undefined : parse(data);
    if (!message.Check(said)) return socket.close(LIVE_CLOSE.invalid);
    if (said.type === 'hello') {
      if (socket.greeting || socket.account) return socket.close(LIVE_CLOSE.invalid);
      socket.greeting = true;
      this.#greet(socket, said.token).catch((error: unknown) => socket.close(closeCodeOf(error)));
    } else if (!socket.account || !socket.device) {
      socket.close(LIVE_CLOSE.unauthenticated);
    } else if (said.type === 'ping') {
      socket.say({ type: 'pong', now: this.#deps.now().toISOString() });
    } else {
      this.#relay(socket, said, data.length);
    }
  }

  #relay(socket: LiveSocket, event: LiveEvent | DirectEvent, octets: number): void {
    const { account, device } = socket;
    if (!account || !device) return;
    if (event.from !== device) return socket.say({ type: 'refused', code: 'wrong-author' });
    if (this.#events.wait(device, Date.now(), 1 + Math.floor(octets / OCTETS_PER_COST)) > 0)
      return socket.say({ type: 'refused', code: 'rate-limited' });
    this.#deps.bus.publish(account, { type: 'live', event });
  }

  async #greet(socket: LiveSocket, token: string): Promise<void> {
    const { tokens, database, now } = this.#deps;
    const known = await tokens.authenticate(token);
    if (!known) return socket.close(LIVE_CLOSE.unauthenticated);
    if (socket.readyState !== LiveSocket.OPEN) return;
    const { account, id: device } = known;
    const channel = this.#channels.get(account) ?? new AccountChannel(account, this.#deps.bus);
    this.#channels.set(account, channel);
    if (channel.sockets.size >= MOST_OF_ACCOUNT) return socket.close(LIVE_CLOSE.restarting);
    socket.account = account;
    socket.device = device;
    // First listen, then read: what happens in between is heard twice rather than never.
    channel.sockets.add(socket);
    this.#doneGreeting(socket);
    const found = await readGreeting(database, known);
    if (!found) return socket.close(LIVE_CLOSE.removed);
    const { head, chain, closed } = found;
    if (closed) return socket.close(LIVE_CLOSE.accountClosed);
    socket.say({ type: 'ready', device, head, chain, now: now().toISOString() });
  }

  #forget(socket: LiveSocket): void {
    this.#sockets.delete(socket);
    this.#doneGreeting(socket);
    if (!socket.account) return;
    const channel = this.#channels.get(socket.account);
    if (!channel?.sockets.delete(socket) || channel.sockets.size > 0) return;
    channel.close();
    this.#channels.delete(socket.account);
  }

  #devicesOf(account: Id): Set<Id> {
    const sockets = this.#channels.get(account)?.sockets ?? [];
    return new Set([...sockets].flatMap(({ device }) => device ?? []));
  }

  /**
   * Ends connections that fell silent, and those of removed devices and closed accounts: the word of that may have been lost
   * on its way from another process.
   */
  async #clean(): Promise<void> {
    const oldest = Date.now() - MOST_SILENCE_MS;
    for (const socket of this.#sockets) if (socket.heardAt < oldest) socket.terminate();
    const known = [...this.#sockets].flatMap(({ account, device }) =>
      account && device ? [{ account, id: device }] : [],
    );
    const ended = await findEnded(this.#deps.database, known).catch(() => []);
    for (const { account, id, why } of ended)
      this.#channels.get(account)?.end(id, LIVE_CLOSE[why === 'closed' ? 'accountClosed' : 'removed']);
  }

  /** Sends everybody away to come back soon; who does not hang up within a second is cut off. */
  close(): void {
    clearInterval(this.#sweep);
    for (const socket of this.#sockets) socket.close(LIVE_CLOSE.restarting);
    setTimeout(() => {
      for (const socket of this.#sockets) socket.terminate();
    }, HANG_UP_MS).unref();
  }
}

/** Why a greeting came to nothing. */
function closeCodeOf(error: unknown): number {
  return error instanceof CodedError && error.code === 'account-closed'
    ? LIVE_CLOSE.accountClosed
    : LIVE_CLOSE.restarting;
}

function ignore(): void {
  // A broken connection reports here and then closes; there is nobody to tell.
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(socket: Duplex, status: 403 | 404 | 503): void {
  const reason = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' }[status];
  socket.on('error', ignore);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

import { once } from 'node:events';
import type { LiveEvent, ServerMessage } from '@smseal/protocol';
import { WebSocket } from 'ws';

/** A device's end of the live channel. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly heard: ServerMessage[] = [];
  readonly closed: Promise<number>;
  readonly #waiting: { wanted: string; take: (message: ServerMessage) => void }[] = [];

  constructor({ url }: { url: string }, origin?: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/v1/live`, origin ? { origin } : {});
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as ServerMessage));
  }

  /** Connected and greeted. */
  static async ready(server: { url: string }, token: string): Promise<LiveClient> {
    const client = new LiveClient(server);
    await once(client.socket, 'open');
    client.say({ type: 'hello', token });
    await client.next('ready');
    return client;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message of a type, the one that came longest ago first. */
  async next<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    const place = this.heard.findIndex((message) => message.type === type);
    const [found] = place < 0 ? [] : this.heard.splice(place, 1);
    const message =
      found ??
      (await new Promise<ServerMessage>((take) => {
        this.#waiting.push({ wanted: type, take });
      }));
    return message as Extract<ServerMessage, { type: T }>;
  }

  #hear(message: ServerMessage): void {
    const place = this.#waiting.findIndex(({ wanted }) => wanted === message.type);
    const [waiting] = place < 0 ? [] : this.#waiting.splice(place, 1);
    if (waiting) waiting.take(message);
    else this.heard.push(message);
  }
}

export function liveEvent(from: string, given: Partial<LiveEvent> = {}): LiveEvent {
  return {
    type: 'live',
    from,
    to: null,
    epoch: 1,
    seq: 1,
    at: '2026-11-22T03:00:00.000Z',
    envelope: 'c2VhbGVk',
    ...given,
  };
}

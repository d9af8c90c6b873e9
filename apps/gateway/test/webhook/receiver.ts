import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One post as it arrived. */
export interface Arrival {
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
  message: string;
}

/** How a receiver treats a post; `number` counts from 0. */
export type Behaviour = (answer: ServerResponse, arrival: Arrival, number: number) => void;

/** A webhook receiver on loopback. */
export class Receiver {
  readonly arrivals: Arrival[] = [];
  /** Connections that were ever made. */
  connections = 0;
  openConnections = 0;
  behave: Behaviour;
  readonly #server: Server;

  private constructor(behave: Behaviour) {
    this.behave = behave;
    this.#server = createServer((request, answer) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { headers } = request;
        const { data } = JSON.parse(body) as { data: { message?: string; id?: string } };
        const arrival = {
          id: String(headers['webhook-id']),
          headers,
          body,
          message: data.message ?? data.id ?? '',
        };
        const number = this.arrivals.push(arrival) - 1;
        this.behave(answer, arrival, number);
      });
    });
    this.#server.on('connection', (socket) => {
      this.connections++;
      this.openConnections++;
      socket.on('close', () => this.openConnections--);
      socket.on('error', () => {});
    });
  }

  static async open(behave: Behaviour = status(204)): Promise<Receiver> {
    const receiver = new Receiver(behave);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook?tenant=7`;
  }

  /** Ids of the posts, in the order of their arrival. */
  get ids(): string[] {
    return this.arrivals.map(({ id }) => id);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return (answer) => answer.writeHead(code, headers).end();
}

/** One behaviour after another; the last one from then on. */
export function sequence(first: Behaviour, ...others: Behaviour[]): Behaviour {
  const all = [first, ...others];
  return (answer, arrival, number) => (all[number] ?? all.at(-1) ?? first)(answer, arrival, number);
}

export const hang: Behaviour = () => {};

export const dropConnection: Behaviour = (answer) => answer.socket?.destroy();

/** Closes after the status line, in the midst of the head. */
export const closeInHead: Behaviour = (answer) => answer.socket?.end('HTTP/1.1 200 OK\r\nContent-Le');

/** Says 200, and closes in the midst of the body. */
export const closeInBody: Behaviour = (answer) =>
  answer.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc');

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { SERVER_DEFAULTS, type FullServerOptions, type ServerOptions } from './server-options.ts';
import { ServerSession } from './server-session.ts';

/** The carrier's side: lets clients bind, takes their messages and sends them deliver_sm. */
export class SmppServer<T = unknown> {
  readonly #options: FullServerOptions<T>;
  readonly #server: Server;
  readonly #sessions = new Set<ServerSession<T>>();

  constructor(options: ServerOptions<T>) {
    this.#options = { ...SERVER_DEFAULTS, ...options };
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  }

  /** The clients that are connected, bound or not. */
  get sessions(): ReadonlySet<ServerSession<T>> {
    return this.#sessions;
  }

  /** Resolves with the port, which the system chooses when it is 0. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Lets nobody in any more, unbinds all and waits at most `drainMs` for what is unanswered. */
  async close(drainMs = 1_000): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([...this.#sessions].map((session) => session.close(drainMs)));
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sessions.add(new ServerSession(socket, this.#options, (session) => this.#sessions.delete(session)));
  }
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A program of an owner's that only listens, on this machine. */
export class Receiver {
  readonly url: string;
  /** Bodies of all that was posted, the oldest first. */
  readonly heard: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        this.heard.push(body);
        response.writeHead(204).end();
      });
    });
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Receiver(server);
  }

  /** How often it was told of something. */
  heardOf(word: string): number {
    return this.heard.filter((body) => body.includes(word)).length;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Reach } from './reach.ts';

const CHANNEL = 'net.client.socket';

/** Knows the connections that this process itself opens, to tell them from those of the programs that it watches. */
export class OwnConnections {
  readonly #ports = new Set<string>();
  readonly #note = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => this.#ports.add(`${socket.localPort} ${socket.remotePort}`));
  };

  constructor() {
    subscribe(CHANNEL, this.#note);
  }

  has({ how, from, port }: Reach): boolean {
    return how === 'tcp' && this.#ports.has(`${from} ${port}`);
  }

  close(): void {
    unsubscribe(CHANNEL, this.#note);
  }
}

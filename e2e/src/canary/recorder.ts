import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Lifetime } from '../lifetime.ts';
import { websocketMessages } from './websocket-messages.ts';

/** Everything that passed between two programs, octet by octet. */
export interface Recorder {
  /** The target's address with this recorder in its place. */
  url: string;
  /** What clients said: one buffer a connection, and one for each message that was masked on the wire. */
  said(): Buffer[];
  /** What the target answered. */
  answered(): Buffer[];
}

interface Connection {
  said: Buffer[];
  answered: Buffer[];
}

/** Stands on loopback before the program at `target` and passes everything on unchanged. */
export async function startRecorder(lifetime: Lifetime, target: string): Promise<Recorder> {
  const { hostname, port } = new URL(target);
  const connections: Connection[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const connection: Connection = { said: [], answered: [] };
    connections.push(connection);
    const upstream = connect({ host: hostname, port: Number(port) });
    tap(client, upstream, connection.said);
    tap(upstream, client, connection.answered);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  lifetime.after(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.pathname === '/' ? url.origin : url.href,
    said: () => connections.flatMap(({ said }) => withMessages(Buffer.concat(said))),
    answered: () => connections.map(({ answered }) => Buffer.concat(answered)),
  };
}

function tap(from: Socket, to: Socket, record: Buffer[]): void {
  from.on('data', (octets: Buffer) => {
    record.push(octets);
    to.write(octets);
  });
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}

function withMessages(said: Buffer): Buffer[] {
  return [said, ...websocketMessages(said)];
}

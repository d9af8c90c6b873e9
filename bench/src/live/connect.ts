import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Where to connect, and what to say first. */
export interface Door {
  /** The server's origin. */
  url: string;
  /** Whether it is the server, which wants to know who is there, or the bare echo. */
  greets: boolean;
}

/** Connects as a browser does; resolves once messages pass. */
export async function connect({ url, greets }: Door, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/live`, { perMessageDeflate: false });
  await once(socket, 'open');
  if (!greets) return socket;
  socket.send(JSON.stringify({ type: 'hello', token }));
  const [first] = (await once(socket, 'message')) as [Buffer];
  const { type } = JSON.parse(first.toString()) as { type: string };
  if (type !== 'ready') throw new Error(`the live channel answered a greeting with ${type}`);
  return socket;
}

/** So many connect at the same time, as after a restart of the server. */
const AT_ONCE = 50;

/** One connection a token. */
export async function connectAll(door: Door, tokens: readonly string[]): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let from = 0; from < tokens.length; from += AT_ONCE)
    sockets.push(
      ...(await Promise.all(tokens.slice(from, from + AT_ONCE).map((token) => connect(door, token)))),
    );
  return sockets;
}

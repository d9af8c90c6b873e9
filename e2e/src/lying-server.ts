/**
 * A server that lies: stands in front of the real one, passes everything on, and alters what it is told to. A test
 * double of the adversary; the honest server behind it is real.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** Alters the body of an answer; undefined leaves it. `path` has no query. */
export type Lie = (request: { method: string; path: string }, body: unknown) => unknown;

export interface LyingServer {
  url: string;
  /** What it does from now on; null makes it honest. */
  lie: Lie | null;
  /** Answers in the real server's place; undefined asks it. */
  instead: ((request: { method: string; path: string }) => unknown) | null;
  /** Alters live messages from the server to a device; null drops one. */
  liveLie: ((message: unknown) => unknown) | null;
  /** Sends a live message of its own to every device. */
  whisper(message: unknown): void;
}

const HOP = new Set(['content-length', 'transfer-encoding', 'connection', 'content-encoding', 'keep-alive']);

export async function startLyingServer(
  lifetime: { after(finish: () => Promise<void>): void },
  target: string,
): Promise<LyingServer> {
  const lying: LyingServer = { url: '', lie: null, instead: null, liveLie: null, whisper: () => undefined };
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void pass(request.method ?? 'GET', request.url ?? '/', Buffer.concat(chunks)).catch(() =>
        response.destroy(),
      );
    });
    async function pass(method: string, url: string, body: Buffer): Promise<void> {
      const path = url.split('?')[0] ?? url;
      const made = lying.instead?.({ method, path });
      if (made !== undefined) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(made));
        return;
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name !== 'host' && !HOP.has(name)),
      ) as Record<string, string>;
      const answer = await fetch(target + url, {
        method,
        headers,
        body: body.length > 0 ? new Uint8Array(body) : null,
      });
      let octets = Buffer.from(await answer.arrayBuffer());
      if (lying.lie && (answer.headers.get('content-type') ?? '').includes('json')) {
        const altered = lying.lie({ method, path }, JSON.parse(octets.toString()));
        if (altered !== undefined) octets = Buffer.from(JSON.stringify(altered));
      }
      response.writeHead(
        answer.status,
        Object.fromEntries([...answer.headers].filter(([name]) => !HOP.has(name))),
      );
      response.end(octets);
    }
  });
  const sockets = new Set<WebSocket>();
  const relay = new WebSocketServer({ server: http, path: '/v1/live' });
  relay.on('connection', (socket, request) => {
    const upstream = new WebSocket(`${target.replace('http', 'ws')}/v1/live`, {
      headers: request.headers.origin === undefined ? {} : { origin: request.headers.origin },
    });
    sockets.add(socket);
    const early: string[] = [];
    socket.on('message', (data: Buffer) =>
      upstream.readyState === WebSocket.OPEN ? upstream.send(data.toString()) : early.push(data.toString()),
    );
    upstream.on('open', () => early.forEach((message) => upstream.send(message)));
    upstream.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as unknown;
      const altered = lying.liveLie ? lying.liveLie(message) : message;
      if (altered !== null) socket.send(JSON.stringify(altered));
    });
    upstream.on('close', (code) =>
      socket.close(code >= 1000 && code !== 1005 && code !== 1006 ? code : 1011),
    );
    upstream.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.delete(socket);
      upstream.terminate();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  lying.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  lying.whisper = (message) => sockets.forEach((socket) => socket.send(JSON.stringify(message)));
  lifetime.after(async () => {
    for (const socket of sockets) socket.terminate();
    http.close();
    http.closeAllConnections();
    await Promise.resolve();
  });
  return lying;
}

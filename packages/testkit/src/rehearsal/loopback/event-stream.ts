import type { ServerResponse } from 'node:http';

const COMMENT_MS = 15_000;

/** Turns a response into a stream of server-sent events that comments often enough for a dead end to be noticed. */
export function openEventStream(
  outgoing: ServerResponse,
  headers: Record<string, string> = {},
): { send: (event: string, data: unknown) => void; onClose: (work: () => void) => void } {
  outgoing.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  outgoing.write(':\n\n');
  const comment = setInterval(() => outgoing.write(':\n\n'), COMMENT_MS);
  comment.unref();
  outgoing.on('close', () => clearInterval(comment));
  return {
    send: (event, data) => outgoing.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    onClose: (work) => outgoing.on('close', work),
  };
}

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ERRORS, problem } from '@smseal/protocol';

/** Answers what the HTTP parser could not read, and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'malformed-body';
  const body = JSON.stringify(problem(code));
  const { status } = ERRORS[code];
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

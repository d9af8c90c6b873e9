const MASKED = 0x80;
const SHORT = 126;
const LONG = 127;

/**
 * What a client said over a WebSocket, unmasked (RFC 6455 §5.2), from all the octets that it sent; nothing when the
 * connection was none. Frames of one message count as messages of their own.
 */
export function websocketMessages(said: Buffer): Buffer[] {
  // Requests may have gone before on the same connection.
  const upgrade = /^upgrade: websocket\r$/im.exec(said.toString('latin1'));
  if (upgrade === null) return [];
  const head = said.indexOf('\r\n\r\n', upgrade.index);
  if (head < 0) return [];
  const messages: Buffer[] = [];
  for (let at = head + 4; at + 2 <= said.length;) {
    const frame = frameAt(said, at);
    if (frame === null) break;
    messages.push(frame.payload);
    at = frame.end;
  }
  return messages;
}

function frameAt(said: Buffer, start: number): { payload: Buffer; end: number } | null {
  const second = said.readUInt8(start + 1);
  let at = start + 2;
  let length = second & ~MASKED;
  const extra = length === SHORT ? 2 : length === LONG ? 8 : 0;
  if (at + extra + 4 > said.length) return null;
  if (extra === 2) length = said.readUInt16BE(at);
  if (extra === 8) length = Number(said.readBigUInt64BE(at));
  at += extra;
  const mask = said.subarray(at, at + 4);
  if ((second & MASKED) === 0) throw new Error('a client’s frame was not masked');
  at += 4;
  if (at + length > said.length) return null;
  const payload = Buffer.from(said.subarray(at, at + length));
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return { payload, end: at + length };
}

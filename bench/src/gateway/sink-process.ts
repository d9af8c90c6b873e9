/** The webhook sink: reads requests no further than it must to count them, and checks the signature of one in a hundred. */
import { createHmac } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { SinkOrder, Told } from './webhook-sink.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const CHECKED = 100;

let secret: string | null = null;
let told: Told = nothingTold();

function nothingTold(): Told {
  return { posts: 0, delivered: 0, checked: 0, wrong: 0, lastAt: 0 };
}

class Line {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  read(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let [at, answers] = [0, 0];
    for (;;) {
      const headEnd = data.indexOf(HEAD_END, at);
      if (headEnd < 0) break;
      const head = data.toString('latin1', at, headEnd);
      const bodyAt = headEnd + HEAD_END.length;
      const end = bodyAt + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (end > data.length) break;
      count(head, data.subarray(bodyAt, end));
      answers++;
      at = end;
    }
    this.#rest = data.subarray(at);
    if (answers > 0) this.#socket.write(ANSWER.repeat(answers));
  }
}

/** Kannel says in the path how a text ended, SMSeal in the body. */
function count(head: string, body: Buffer): void {
  told.posts++;
  told.lastAt = performance.timeOrigin + performance.now();
  if (body.includes('"delivered"') || head.startsWith('GET /dlr?type=1 ')) told.delivered++;
  if (secret !== null && told.posts % CHECKED === 1) check(head, body);
}

function check(head: string, body: Buffer): void {
  const header = (name: string): string => new RegExp(`\\r\\n${name}: *([^\\r]+)`, 'i').exec(head)?.[1] ?? '';
  const content = `${header('webhook-id')}.${header('webhook-timestamp')}.${body.toString()}`;
  const signature = createHmac('sha256', Buffer.from(secret ?? '', 'base64'))
    .update(content)
    .digest('base64');
  told.checked++;
  if (header('webhook-signature') !== `v1,${signature}`) told.wrong++;
}

const server = createServer({ noDelay: true }, (socket) => {
  const line = new Line(socket);
  socket.on('data', (chunk: Buffer) => line.read(chunk));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', ({ begin }: SinkOrder) => {
  if (begin !== undefined) {
    ({ secret } = begin);
    told = nothingTold();
  }
  process.send?.(told);
});
process.once('disconnect', () => process.exit(0));

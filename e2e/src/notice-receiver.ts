/** Receives the server's own notices as a carrier would, and remembers them for the one who waits for a code. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface NoticeReceiver {
  url: string;
  /** The code of the next notice to this number. */
  codeFor(mobile: string): Promise<string>;
}

export async function startNoticeReceiver(lifetime: {
  after(finish: () => Promise<void>): void;
}): Promise<NoticeReceiver> {
  const notices: { to: string; text: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      notices.push(JSON.parse(body) as { to: string; text: string });
      response.writeHead(202).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  lifetime.after(async () => {
    server.close();
    server.closeAllConnections();
    await Promise.resolve();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async codeFor(mobile) {
      for (let i = 0; i < 200; i++) {
        const at = notices.findLastIndex(({ to }) => to === mobile);
        const code = /\b\d{6}\b/.exec(notices[at]?.text ?? '')?.[0];
        if (code !== undefined) {
          notices.splice(at, 1);
          return code;
        }
        await sleep(25);
      }
      throw new Error(`no notice to ${mobile}`);
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedNotice {
  to: string;
  text: string;
  kind: string;
}

/** A notice route on loopback that keeps what it got. */
export interface NoticeReceiver {
  url: string;
  received: ReceivedNotice[];
  /** How many requests to come are refused with 503. */
  refuse: number;
  /** How long each answer takes, ms. */
  delayMs: number;
  requests: number;
  /** What the last request showed. */
  authorization: string | undefined;
  /** Waits for the `count`-th notice to a number and returns it. */
  notice(to: string, count?: number): Promise<ReceivedNotice>;
}

interface Lifetime {
  after(finish: () => Promise<void>): void;
}

const WAIT_MS = 5_000;

export async function noticeReceiver(lifetime: Lifetime): Promise<NoticeReceiver> {
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    receiver.requests++;
    receiver.authorization = request.headers.authorization;
    const notice = (await json(request)) as ReceivedNotice;
    await sleep(receiver.delayMs);
    const refused = receiver.refuse-- > 0;
    if (!refused && request.method === 'POST' && request.url === '/v1/messages')
      receiver.received.push(notice);
    response.writeHead(refused ? 503 : 202).end();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lifetime.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const receiver: NoticeReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    refuse: 0,
    delayMs: 0,
    requests: 0,
    authorization: undefined,
    async notice(to, count = 1) {
      for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(5)) {
        const found = receiver.received.filter((one) => one.to === to)[count - 1];
        if (found) return found;
      }
      throw new Error(`notice ${count} to ${to} did not come`);
    },
  };
  return receiver;
}

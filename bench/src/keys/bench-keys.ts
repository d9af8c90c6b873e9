import type { Extent, Figure } from '../figure.ts';
import { startServer } from '../running-server.ts';
import { measureRequest } from './measure-request.ts';
import { measureRewrap } from './measure-rewrap.ts';

/** Encryption at rest: what it costs requests, and how long a new day's key takes. */
export async function benchKeys({ quick }: Extent): Promise<Figure[]> {
  const server = await startServer();
  try {
    const figures = await measureRequest(server);
    return [...figures, ...(await measureRewrap(server, quick ? 50_000 : 1_000_000))];
  } finally {
    await server.stop();
  }
}

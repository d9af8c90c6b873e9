import { once } from 'node:events';
import { createServer } from 'node:net';

/** `wanted` where it can be had on loopback, or any free port for 0; 0 where it cannot. */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  } catch {
    return 0;
  } finally {
    server.close();
  }
}

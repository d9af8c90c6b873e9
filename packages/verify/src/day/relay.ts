import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type ListenOptions, type NetConnectOpts } from 'node:net';

/** A way into another network. */
export interface Relay {
  /** 0 where it listens on a path. */
  port: number;
  close(): void;
}

/** Passes whatever comes in on to another place, and back. */
export async function openRelay(from: ListenOptions, to: NetConnectOpts): Promise<Relay> {
  const server = createServer((inward) => {
    const onward = connect(to);
    inward.once('error', () => onward.destroy()).once('close', () => onward.destroy());
    onward.once('error', () => inward.destroy()).once('close', () => inward.destroy());
    inward.pipe(onward).pipe(inward);
  });
  await once(server.listen(from), 'listening');
  const address = server.address();
  return {
    port: typeof address === 'string' ? 0 : (address as AddressInfo).port,
    close: () => server.close(),
  };
}

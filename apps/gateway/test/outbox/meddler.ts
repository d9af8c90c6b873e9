/** Stands between a gateway and its carrier, and changes what the carrier says. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { PduReader, PduWriter, type Pdu, type PduInput } from '@smseal/smpp';

/** What is said in place of one PDU: PDUs under its sequence number, or octets that are none. */
export type Meddling = (pdu: Pdu) => readonly (PduInput | Buffer)[];

/** @returns for `through`: takes the carrier's port, resolves with the meddler's. */
export function meddler(t: TestContext, meddle: Meddling): (port: number) => Promise<number> {
  return async (port) => {
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const carrier = connect(port, '127.0.0.1');
      for (const socket of [client, carrier]) sockets.add(socket.on('error', () => undefined));
      client.pipe(carrier);
      client.on('close', () => carrier.destroy());
      carrier.on('close', () => client.destroy());
      const reader = new PduReader({
        onPdu: (pdu) => {
          for (const said of meddle(pdu)) client.write(Buffer.isBuffer(said) ? said : octetsOf(said, pdu));
        },
        onMalformed: (error) => {
          throw error;
        },
      });
      carrier.on('data', (chunk) => reader.push(chunk));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return (server.address() as AddressInfo).port;
  };
}

function octetsOf(said: PduInput, { sequenceNumber }: Pdu): Uint8Array {
  const writer = new PduWriter();
  writer.write(said, sequenceNumber);
  return writer.take();
}

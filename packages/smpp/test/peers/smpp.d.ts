/** What the tests use of the npm package `smpp`, which has no types. */
declare module 'smpp' {
  import type { Server, Socket } from 'node:net';

  export interface NodeSmppPdu {
    command: string;
    command_status: number;
    message_id?: string;
    short_message?: { message: string };
    response(fields?: object): NodeSmppPdu;
  }

  export interface NodeSmppSession {
    socket: Socket;
    on(event: string, listener: (pdu: NodeSmppPdu) => void): void;
    send(pdu: NodeSmppPdu): boolean;
    submit_sm(fields: object, callback: (pdu: NodeSmppPdu) => void): void;
    deliver_sm(fields: object, callback: (pdu: NodeSmppPdu) => void): void;
    bind_transceiver(fields: object, callback: (pdu: NodeSmppPdu) => void): void;
    unbind(callback: (pdu: NodeSmppPdu) => void): void;
    destroy(): void;
  }

  const smpp: {
    createServer(listener: (session: NodeSmppSession) => void): Server;
    connect(options: { url: string }, listener: () => void): NodeSmppSession;
  };
  export { smpp as default };
}
